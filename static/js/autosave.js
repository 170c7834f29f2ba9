// Keeps each answer as a person gives it. A program that only opens the page gives none; contact details wait for Send.
const form = document.querySelector("form[data-cx-keep]");
const PAUSE = 1200;
const FIRST = 2500;
const ASKING = ["reach", "name"];
const opened = Date.now();
let timer = null;
let touched = false;

async function keep() {
  clearTimeout(timer);
  timer = null;
  const fields = new FormData(form);
  for (const name of ASKING) fields.delete(name);
  try {
    const answer = await fetch(form.dataset.cxKeep, { method: "POST", body: new URLSearchParams(fields), keepalive: true });
    if (!answer.ok) return;
    // A text that is too long is not among what was kept: `draft.js` holds it on this device.
    const long = [...form.querySelectorAll("[data-cx-most]")].some((box) => box.value.length > Number(box.dataset.cxMost));
    for (const said of form.querySelectorAll("[data-cx-kept]")) said.hidden = (said.dataset.cxKept === "here") !== long;
    if (form.dataset.cxResume) history.replaceState(null, "", form.dataset.cxResume);
  } catch { /* the next answer tries again, and Send holds everything */ }
}

form?.addEventListener("input", (event) => {
  if (!event.isTrusted || ASKING.includes(event.target.name)) return;
  touched = true;
  clearTimeout(timer);
  timer = setTimeout(keep, Math.max(PAUSE, FIRST - (Date.now() - opened)));
});
form?.addEventListener("submit", () => { clearTimeout(timer); timer = null; touched = false; });
document.addEventListener("visibilitychange", () => { if (touched && timer && document.visibilityState === "hidden" && Date.now() - opened > FIRST) keep(); });
