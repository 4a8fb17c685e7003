// The keys of the workbench: a key presses, or goes to, the element that carries it as data-key; j and k move among the
// rows. Off in fields and dialogs, with Ctrl, Alt and Meta, and for those who turned them off (no [data-shortcuts]).

const FIELDS = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";
const help = document.getElementById("hurtigtaster");

function step(by) {
  const rows = [...document.querySelectorAll("a.work")];
  const from = rows.findIndex((row) => row === document.activeElement);
  const at = from >= 0 ? from : rows.findIndex((row) => row.hasAttribute("aria-current"));
  rows[Math.min(Math.max(at + by, 0), rows.length - 1)]?.focus();
}

function press(key) {
  const found = document.querySelector(`[data-key="${CSS.escape(key)}"]`)
    || (key === "/" && document.querySelector('a[href^="/klinikk/sok/"]'));
  if (!found) return false;
  if (found.matches(FIELDS)) found.focus();
  else found.click();
  return true;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href="#hurtigtaster"]');
  if (!link || !help) return;
  event.preventDefault();
  help.showModal();
});

document.addEventListener("click", (event) => {
  const field = document.getElementById(event.target.closest('a[data-key][href^="#"]')?.hash.slice(1) || "-");
  if (!field || event.defaultPrevented) return;
  event.preventDefault();
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
});

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (!document.querySelector("[data-shortcuts]") || event.defaultPrevented || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest?.(FIELDS)) return;
  if (document.querySelector("dialog[open]")) return;
  if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
  else if (key === "o" && document.activeElement?.matches("a.work")) document.activeElement.click();
  else if (!press(key)) return;
  event.preventDefault();
});

// The row of the dialogue that somebody comes back from.
function left() {
  const from = /^\/klinikk\/dialog\/[^/]+\//.exec(document.referrer && new URL(document.referrer).pathname);
  return from && document.querySelector(`a.work[href^="${CSS.escape(from[0])}"]`);
}

// A page that opened by itself, after an answer, is read from its top, or from the part that its address names; the list
// from what was done, or where one was.
const opened = document.getElementById("sak");
const part = location.hash && document.getElementById(location.hash.slice(1));
const start = part || opened || document.querySelector("[data-receipt]") || left();
if (start && !document.querySelector("[data-error-summary]")) {
  if (start.tabIndex < 0) start.tabIndex = -1;
  start.focus({ preventScroll: start === opened });
}
