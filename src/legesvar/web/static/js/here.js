// Says that somebody reads or writes here, and shows who else does: after 2 s, then every 20 s while the page is seen.
// <p data-here data-here-url data-seen> and <p data-newer>. POST → {"here": "Siv leser nå", "newer": "" or a sentence}.

const FIRST = 2000;
const PAUSE = 20000;
const shown = document.querySelector("[data-here]");
const newer = document.querySelector("[data-newer]");
const field = document.getElementById("svar_text");
let wrote = 0;
let told = "";

const say = (place, text) => { if (place && place.textContent !== text) place.textContent = text; };

async function tell() {
  if (document.hidden) return;
  const body = new FormData();
  told = Date.now() - wrote < PAUSE ? "writing" : "reading";
  body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  body.append("doing", told);
  body.append("seen", shown.dataset.seen);
  try {
    const answer = await fetch(shown.dataset.hereUrl, {
      method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "error",
    });
    if (!answer.ok) return;
    const found = await answer.json();
    say(shown, found.here);
    say(newer, found.newer);
  } catch {
    // Without a network nobody is told; the next time will.
  }
}

if (shown) {
  field?.addEventListener("input", () => {
    wrote = Date.now();
    if (told === "reading") tell();
  });
  setTimeout(tell, FIRST);
  setInterval(tell, PAUSE);
  document.addEventListener("visibilitychange", tell);
}
