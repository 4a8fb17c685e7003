// Moves focus to the list of what must be put right, and from its links into the fields. A page that is nothing but one
// question starts in its form: at what is chosen, or at the first field.
// <section data-error-summary tabindex="-1"> with <a href="#field">; <form data-start>

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
} else {
  const form = document.querySelector("form[data-start]");
  const fields = "input:not([type=hidden]), select, textarea";
  (form?.querySelector("input:checked") || form?.querySelector(`:is(${fields}):not([data-standard-texts] *)`))?.focus();
}
