// Keeps the worklist up to date: asks every 20 seconds while the page is looked at, and at once when it is again.
// <div id="liste" data-stamp="…" hx-get hx-trigger="liste:oppdater" hx-swap="innerMorph"> around <div data-waiting="3">
// The server answers 304 while nothing has changed; whoever may not ask any more gets the whole page anew.

const PAUSE = 20000;
const list = document.getElementById("liste");
let stamp = list?.dataset.stamp;

function ask() {
  if (!document.hidden) list.dispatchEvent(new CustomEvent("liste:oppdater"));
}

function count() {
  const waiting = list.querySelector("[data-waiting]")?.dataset.waiting;
  document.title = (waiting ? `(${waiting}) ` : "") + document.title.replace(/^\(\d+\+?\) /, "");
}

if (list) {
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement === list) ctx.request.headers["If-None-Match"] = stamp;
  });
  document.addEventListener("htmx:before:response", (event) => {
    const { ctx } = event.detail;
    if (ctx.sourceElement !== list || ctx.response.status === 304) return;
    const fresh = ctx.response.status === 200 && !ctx.response.raw.redirected && ctx.response.headers.get("ETag");
    if (fresh) {
      stamp = fresh;
      return;
    }
    event.preventDefault(); // what is no list must not stand in its place
    if (ctx.response.raw.redirected || [401, 403].includes(ctx.response.status)) location.reload();
  });
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => { if (ctx.sourceElement === list) count(); });
  document.addEventListener("visibilitychange", ask);
  addEventListener("focus", ask);
  setInterval(ask, PAUSE);
}
