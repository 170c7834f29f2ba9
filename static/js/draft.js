// Keeps what is typed in forms marked data-cx-draft on this device: gone when sent, at sign-out, or after a day.
// Of forms marked data-cx-draft-long only what is too long to be kept by the server, until it was shortened.
const PREFIX = "cx-draft:";
const DAY = 24 * 3600 * 1000;
const kept = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
const keeps = (control) => control.name && !["hidden", "password", "file", "submit"].includes(control.type);
const isLong = (control) => "cxMost" in control.dataset && control.value.length > Number(control.dataset.cxMost);

function read(form, long) {
  const values = {};
  for (const control of form.elements) {
    if (!keeps(control) || (long && !isLong(control))) continue;
    if (control.type === "radio" || control.type === "checkbox") {
      if (control.checked) (values[control.name] ??= []).push(control.value);
    } else if (control.value) values[control.name] = [control.value];
  }
  return values;
}

function fill(form, values, long) {
  for (const control of form.elements) {
    if (!keeps(control) || !(control.name in values)) continue;
    if (control.type === "radio" || control.type === "checkbox") control.checked = values[control.name].includes(control.value);
    else if (long || !control.value) control.value = values[control.name][0];
    if (long) control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

for (const key of kept()) if (Date.now() - (JSON.parse(localStorage[key]).at ?? 0) > DAY) localStorage.removeItem(key);

function keepAll(part) {
  for (const form of part.querySelectorAll("form[data-cx-draft], form[data-cx-draft-long]")) {
    const long = "cxDraftLong" in form.dataset;
    const key = `${PREFIX}${form.dataset.cxDraft ?? form.dataset.cxDraftLong}`;
    const draft = localStorage.getItem(key);
    // A form that came back with errors already holds what was typed.
    if (draft && !form.querySelector(".field--error")) fill(form, JSON.parse(draft).values, long);
    const save = () => {
      const values = read(form, long);
      if (long && !Object.keys(values).length) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
    };
    // What the server refused for its length came back with the page, and would be gone with it.
    if (long) save();
    form.addEventListener("input", save);
    form.addEventListener("submit", () => { if (navigator.onLine) localStorage.removeItem(key); });
  }
}

keepAll(document);
document.addEventListener("htmx:afterSettle", (event) => keepAll(event.detail.elt));

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-cx-forget]")) kept().forEach((key) => localStorage.removeItem(key));
});
