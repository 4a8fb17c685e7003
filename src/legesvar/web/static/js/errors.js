// Moves focus to the list of what must be put right, and from its links into the fields.
// <section data-error-summary tabindex="-1"> with <a href="#field">

const summary = document.querySelector("[data-error-summary]");
if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest("fieldset, .ds-field") || field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}
