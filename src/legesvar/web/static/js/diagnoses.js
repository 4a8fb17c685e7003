// Offers the diagnoses that fit what is being written, in the browser's own list. Without it the server finds them.

const box = document.querySelector("[data-diagnoses]");
if (box) {
  const field = box.querySelector("input:not([type=radio])");
  const list = box.querySelector("datalist");
  let latest = 0;
  field.setAttribute("list", list.id);
  field.autocomplete = "off";
  field.addEventListener("input", async () => {
    const turn = ++latest;
    if (field.value.trim().length < 2) return;
    const address = new URL(box.dataset.diagnoses, location.href);
    address.searchParams.set("q", field.value);
    const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
    if (!answer || !answer.ok || turn !== latest) return;
    const { codes } = await answer.json();
    if (turn !== latest) return;
    list.replaceChildren(...codes.map((value) => Object.assign(document.createElement("option"), { value })));
  });
}
