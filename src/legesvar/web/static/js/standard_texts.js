// Finds a standard text while somebody types: a combobox as in the ARIA Authoring Practices, with a list that opens.
// Without this script there is a list and a button, which do the same by way of the server.

const box = document.querySelector("[data-standard-texts]");
if (box) start(box, document.getElementById(box.dataset.standardTextsInto));

function start(box, field) {
  const opener = box.querySelector("[data-standard-texts-open]");
  const finder = made("div", { className: "standard-texts__finder", hidden: true });
  const label = made("label", { className: "ds-label", htmlFor: "mal-sok", textContent: box.dataset.label });
  const input = made("input", { className: "ds-input", id: "mal-sok", type: "text", autocomplete: "off" });
  const hint = made("p", { className: "small", id: "mal-hint", textContent: box.dataset.hint });
  const list = made("ul", { className: "standard-texts__list", id: "mal-liste" });
  const none = made("p", { className: "small" });
  set(input, { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false",
    "aria-describedby": hint.id });
  set(list, { role: "listbox", "aria-label": box.dataset.label });
  set(none, { role: "status" });
  set(opener, { "aria-controls": "mal-sok" });
  finder.append(label, hint, input, list, none);
  box.append(finder);
  box.querySelector("[data-standard-texts-plain]").hidden = true;
  opener.hidden = false;

  let texts = [];
  let shown = [];
  let active = -1;
  let typed = ""; // what was written in the field to get here, and is to be replaced

  async function open(start, replaces) {
    typed = replaces;
    finder.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    input.value = start;
    input.focus();
    if (!texts.length) {
      const answer = await fetch(box.dataset.standardTexts, { credentials: "same-origin" }).catch(() => null);
      texts = answer && answer.ok ? (await answer.json()).texts : [];
    }
    draw();
  }

  function close(back) {
    finder.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-expanded", "false");
    back.focus();
  }

  function draw() {
    const wanted = input.value.trim().toLocaleLowerCase("nb");
    const fits = (one) => one.title.toLocaleLowerCase("nb").split(/\s+/).some((word) => word.startsWith(wanted));
    shown = texts.filter((one) => !wanted || fits(one) || one.title.toLocaleLowerCase("nb").includes(wanted));
    list.replaceChildren(...shown.map((one, n) => {
      const row = made("li", { id: `mal-${n}`, textContent: one.title });
      set(row, { role: "option", "aria-selected": "false" });
      return row;
    }));
    none.textContent = shown.length ? "" : box.dataset.none;
    input.setAttribute("aria-expanded", String(shown.length > 0));
    mark(shown.length ? 0 : -1);
  }

  function mark(n) {
    active = n;
    [...list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === n)));
    if (n < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", `mal-${n}`);
      list.children[n].scrollIntoView({ block: "nearest" });
    }
  }

  function take(n) {
    const caret = field.selectionStart;
    field.focus();
    field.setRangeText(shown[n].text, caret - typed.length, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    typed = "";
    close(field);
  }

  opener.addEventListener("click", () => (finder.hidden ? open("", "") : close(opener)));
  input.addEventListener("input", draw);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[role=option]");
    if (row) take([...list.children].indexOf(row));
  });
  input.addEventListener("keydown", (event) => {
    const last = shown.length - 1;
    const to = { ArrowDown: active >= last ? 0 : active + 1, ArrowUp: active <= 0 ? last : active - 1 }[event.key];
    if (event.key === "Escape") close(field);
    else if (event.key === "Enter") active >= 0 && take(active);
    else if (to !== undefined && shown.length) mark(to);
    else return;
    event.preventDefault();
  });
  field.addEventListener("input", () => {
    const before = field.value.slice(0, field.selectionStart);
    const asked = /(?:^|\s)(::(\p{L}+))$/u.exec(before);
    if (asked && finder.hidden) open(asked[2], asked[1]);
  });
}

function made(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
