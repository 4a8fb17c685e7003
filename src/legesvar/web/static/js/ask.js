// Asks once before an answer is sent, with the patient's name and birth date in sight. Remembers which of the two
// buttons was chosen by key; Ctrl + Enter in the field presses it.
// <dialog id="sporsmal"> with [data-ask-answer], [data-ask-close] and <button data-send>; [data-choose=answer|close].

const form = document.getElementById("svarskjema");
const dialog = document.getElementById("sporsmal");
const buttons = new Map([...(form?.querySelectorAll('button[name="action"]') || [])].map((one) => [one.value, one]));
let chosen = "answer";
let agreed = false;

document.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-choose]")?.dataset.choose;
  if (choice) chosen = choice;
});

form?.addEventListener("submit", (event) => {
  const action = event.submitter?.value;
  if (agreed || !dialog || !["answer", "close"].includes(action) || !form.elements.text.value.trim()) return;
  event.preventDefault();
  for (const words of dialog.querySelectorAll("[data-ask]")) words.hidden = words.dataset.ask !== action;
  dialog.returnValue = "";
  dialog.showModal();
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "send") return;
    agreed = true;
    form.requestSubmit(event.submitter);
  }, { once: true });
});

form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.target !== form.elements.text) return;
  event.preventDefault();
  const button = buttons.get(chosen) || buttons.get("keep");
  if (button) form.requestSubmit(button);
});
addEventListener("pageshow", () => { agreed = false; });
