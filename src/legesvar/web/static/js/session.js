// Warns 2 minutes before the session ends. Asks the server only at the two moments that matter (warning and end),
// and without extending anything: another tab, or a new log-in elsewhere, may have moved the end.
// <dialog data-session data-left="1800" data-status-url data-extend-url data-ended-url data-one data-two data-final>
// GET status → 200 {"left": seconds, "final": true when it cannot be extended} or 401; POST extend → the same.

const WARN = 120;
const dialog = document.querySelector("dialog[data-session]");
const title = dialog?.querySelector("h2");
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("legesvar-session") : null;
let ends = 0;
let timer = 0;
let closed = null;

function left() {
  return Math.round((ends - Date.now()) / 1000);
}

function move(seconds, tell) {
  if (!Number.isFinite(seconds)) return;
  ends = Date.now() + seconds * 1000;
  if (seconds > WARN && dialog.open) {
    dialog.close();
    closed?.focus?.();
  }
  if (tell) tabs?.postMessage(seconds);
  plan();
}

function plan() {
  clearTimeout(timer);
  const rest = left();
  if (rest <= 0) timer = setTimeout(end, 0);
  else if (rest <= WARN) timer = setTimeout(warn, dialog.open ? Math.min(rest, rest > 60 ? rest - 60 : rest) * 1000 : 0);
  else timer = setTimeout(ask, (rest - WARN) * 1000);
}

async function fetched(url, options) {
  const answer = await fetch(url, {
    headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "error", ...options,
  });
  if (answer.status === 401) return { left: 0 };
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

async function ask() {
  try {
    const now = await fetched(dialog.dataset.statusUrl);
    if (now.left > WARN + 5) return move(now.left, false);
    if (now.final) {
      dialog.querySelector("[data-session-text]").textContent = dialog.dataset.final;
      dialog.querySelector("[data-session-extend]").hidden = true;
    }
    ends = Date.now() + now.left * 1000;
  } catch {
    // Without a network the clock here is the best there is.
  }
  warn();
}

function warn() {
  if (left() <= 0) return end();
  title.textContent = left() <= 65 ? dialog.dataset.one : dialog.dataset.two;
  if (!dialog.open) {
    document.dispatchEvent(new CustomEvent("session:ending"));
    closed = document.activeElement;
    dialog.showModal();
  }
  plan();
}

async function end() {
  try {
    const now = await fetched(dialog.dataset.statusUrl);
    if (now.left > 0) return move(now.left, true);
  } catch {
    timer = setTimeout(end, 10000);
    return;
  }
  location.replace(dialog.dataset.endedUrl);
}

async function extend(event) {
  event.preventDefault();
  try {
    const now = await fetched(dialog.dataset.extendUrl, { method: "POST", body: new FormData(event.target) });
    if (now.left <= 0) return end();
    move(now.left, true);
    if (dialog.open) dialog.close();
  } catch {
    event.target.submit();
  }
}

if (dialog) {
  dialog.querySelector("[data-session-extend]").addEventListener("submit", extend);
  // Whoever presses Escape is there: hiding the warning alone would log them out unawares.
  dialog.addEventListener("cancel", (event) => {
    const again = dialog.querySelector("[data-session-extend]");
    if (again.hidden) return;
    event.preventDefault();
    again.requestSubmit();
  });
  document.addEventListener("session:seen", (event) => move(event.detail.left, true));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) plan(); });
  addEventListener("pageshow", plan);
  tabs?.addEventListener("message", (event) => move(event.data, false));
  move(Number(dialog.dataset.left), true);
}
