// Saves what is being written: 2 s after the last key, when a field is left, and when the page is left.
// <form data-autosave-url="…"> with <p data-draft-status data-saved="… {time}" data-trouble-text data-signed-out>
// The server answers 200 with {"time": "08.31", "left": 1800}; 401 when nobody is logged in; 409 with {"error"} when
// it is not taken. Nothing is posted unless something changed, and nothing after the form itself is sent: a late draft
// must not outlive the message.

const PAUSE = 2000;
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

  function tell(text, trouble) {
    if (!status) return;
    status.textContent = text;
    status.toggleAttribute("data-trouble", trouble);
  }

  async function save(keepalive = false) {
    clearTimeout(timer);
    const now = fingerprint(form);
    if (sent || now === saved || (running && !keepalive)) return;
    running = new AbortController();
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
      if (answer.status === 409) {
        tell((await answer.json()).error, true); // sent, or written in elsewhere: asking again would not help
        return;
      }
      if (!answer.ok) throw new Error(answer.status);
      const { time, left } = await answer.json();
      saved = now;
      tell((status?.dataset.saved || "").replace("{time}", time), false);
      document.dispatchEvent(new CustomEvent("session:seen", { detail: { left } }));
      if (fingerprint(form) !== saved) timer = setTimeout(save, PAUSE);
    } catch (trouble) {
      if (sent || trouble.name === "AbortError") return;
      tell(status?.dataset.troubleText || "", true);
      timer = setTimeout(save, TROUBLE_PAUSE);
    } finally {
      running = null;
    }
  }

  if (saved === null) timer = setTimeout(save, PAUSE);
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("focusout", () => {
    clearTimeout(timer);
    timer = setTimeout(save, LEFT);
  });
  document.addEventListener("session:ending", () => save(true));
  addEventListener("online", () => save(false));
  // Where the app's worker stands between, what a page asks as it is hidden goes down with it: ask before. On a phone
  // that puts the page away nothing comes before.
  addEventListener("beforeunload", () => save(true));
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
