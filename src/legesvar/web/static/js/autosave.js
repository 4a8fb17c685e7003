// Saves what is being written: 2 s after the last key, every 5 s while keys come, when a field is left, and when the page
// is left. Whoever leaves while it cannot be saved is asked first.
// <form data-autosave-url="…"> with <p data-draft-status data-saved="… {time}" data-trouble-text data-signed-out>
// The server answers 200 with {"time": "08.31", "left": 1800}; 401 when nobody is logged in; 403 to whom it is no longer
// theirs to write; 409 with {"error"} when it is not taken. Nothing is posted unless something changed, and nothing after the form itself is sent: a late draft
// must not outlive the message.

const PAUSE = 2000;
const LONGEST = 5000;
const LEFT = 500; // long enough for the click that took the focus to turn out to be the one that sends the form
const TROUBLE_PAUSE = 10000;

function contents(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
}
const fingerprint = (form) => JSON.stringify([...contents(form)]);
const isUntouched = (field) => ["checkbox", "radio"].includes(field.type)
  ? field.checked === field.defaultChecked
  : field.defaultValue === undefined || field.value === field.defaultValue;

function watch(form) {
  const status = form.querySelector("[data-draft-status]") || document.querySelector("[data-draft-status]");
  // On a slow line somebody writes before this script has come, and a browser may have put back what stood here.
  let saved = [...form.elements].every(isUntouched) ? fingerprint(form) : null;
  let timer = 0;
  let running = null;
  let sent = false;
  let since = 0; // when what is not saved began to be written
  let failed = false;

  function tell(text, trouble) {
    if (!status) return;
    status.textContent = text;
    status.toggleAttribute("data-trouble", trouble);
  }

  function wait(pause) {
    clearTimeout(timer);
    since ||= Date.now();
    timer = setTimeout(save, Math.max(0, Math.min(pause, since + LONGEST - Date.now())));
  }

  async function save(keepalive = false) {
    clearTimeout(timer);
    const now = fingerprint(form);
    if (sent || now === saved || (running && !keepalive)) return;
    running = new AbortController();
    since = 0;
    try {
      const answer = await fetch(form.dataset.autosaveUrl, {
        method: "POST",
        body: contents(form),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        redirect: "error",
        keepalive,
        signal: keepalive ? undefined : running.signal,
      });
      if (answer.status === 401) {
        tell(status?.dataset.signedOut || "", true);
        return;
      }
      if (answer.status === 403 || answer.status === 409) {
        // Not theirs any more, sent, or written in elsewhere: asking again would not help.
        failed = true;
        tell(answer.status === 409 ? (await answer.json()).error : status?.dataset.refused || "", true);
        return;
      }
      if (!answer.ok) throw new Error(answer.status);
      const { time, left } = await answer.json();
      saved = now;
      failed = false;
      tell((status?.dataset.saved || "").replace("{time}", time), false);
      document.dispatchEvent(new CustomEvent("session:seen", { detail: { left } }));
      if (fingerprint(form) !== saved) wait(PAUSE);
    } catch (trouble) {
      if (sent || trouble.name === "AbortError") return;
      failed = true;
      tell(status?.dataset.troubleText || "", true);
      timer = setTimeout(save, TROUBLE_PAUSE);
    } finally {
      running = null;
    }
  }

  if (saved === null) wait(PAUSE);
  form.addEventListener("input", () => wait(PAUSE));
  form.addEventListener("focusout", () => wait(LEFT));
  document.addEventListener("session:ending", () => save(true));
  addEventListener("online", () => save(false));
  // Where the app's worker stands between, what a page asks as it is hidden goes down with it: ask before. On a phone
  // that puts the page away nothing comes before.
  addEventListener("beforeunload", (event) => {
    if (failed && !sent && fingerprint(form) !== saved) event.preventDefault();
    save(true);
  });
  addEventListener("pagehide", () => save(true));
  document.addEventListener("submit", (event) => {
    if (event.target !== form || event.defaultPrevented) return;
    sent = true;
    clearTimeout(timer);
    running?.abort();
  });
  addEventListener("pageshow", () => { sent = false; });
}

document.querySelectorAll("form[data-autosave-url]").forEach(watch);
