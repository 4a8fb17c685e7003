// Counts what is left to write, exactly as the server will (core/text.py): the same breaks, letters and blanks.
// <p data-count-of="id [id …]" data-limit="500" data-left-one data-left data-over-one data-over-many>

const BLANKS =
  "\t\n \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b" +
  "\u2028\u2029\u202f\u205f\u2060\u3000\ufeff";
const UNWANTED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff]/gu;
const ENDS = new RegExp(`^[${BLANKS}]+|[${BLANKS}]+$`, "g");
const clusters = "Segmenter" in Intl ? new Intl.Segmenter("nb", { granularity: "grapheme" }) : null;

export function normalise(text) {
  return text.replace(/\r\n?/g, "\n").replace(UNWANTED, "").normalize("NFC").replace(ENDS, "");
}

export function count(text) {
  const plain = normalise(text);
  if (!clusters) return [...plain].length;
  let number = 0;
  for (const _ of clusters.segment(plain)) number += 1;
  return number;
}

function words(left, { leftOne, left: leftMany, overOne, overMany }) {
  if (left < 0) return left === -1 ? overOne : overMany.replace("{n}", -left);
  return left === 1 ? leftOne : leftMany.replace("{n}", left);
}

function watch(shown) {
  const fields = shown.dataset.countOf.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
  const limit = Number(shown.dataset.limit);
  // Read aloud once the person pauses, not for every key.
  const spoken = document.createElement("span");
  spoken.className = "ds-sr-only";
  spoken.setAttribute("aria-live", "polite");
  shown.after(spoken);
  let pause = 0;

  function show(speak) {
    const left = limit - fields.reduce((sum, field) => sum + count(field.value), 0);
    shown.textContent = words(left, shown.dataset);
    shown.toggleAttribute("data-over", left < 0);
    clearTimeout(pause);
    if (speak) pause = setTimeout(() => { spoken.textContent = shown.textContent; }, 1500);
  }
  for (const field of fields) field.addEventListener("input", () => show(true));
  addEventListener("pageshow", () => show(false));
  show(false);
}

document.querySelectorAll("[data-count-of]").forEach(watch);
