// Keeps what is typed in forms marked data-cx-draft on this device: gone when sent, at sign-out, or after a day.
const PREFIX = "cx-draft:";
const DAY = 24 * 3600 * 1000;
const kept = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
const keeps = (control) => control.name && !["hidden", "password", "file", "submit"].includes(control.type);

function read(form) {
  const values = {};
  for (const control of form.elements) {
    if (!keeps(control)) continue;
    if (control.type === "radio" || control.type === "checkbox") {
      if (control.checked) (values[control.name] ??= []).push(control.value);
    } else if (control.value) values[control.name] = [control.value];
  }
  return values;
}

function fill(form, values) {
  for (const control of form.elements) {
    if (!keeps(control) || !(control.name in values)) continue;
    if (control.type === "radio" || control.type === "checkbox") control.checked = values[control.name].includes(control.value);
    else if (!control.value) control.value = values[control.name][0];
  }
}

for (const key of kept()) if (Date.now() - (JSON.parse(localStorage[key]).at ?? 0) > DAY) localStorage.removeItem(key);

function keepAll(part) {
  for (const form of part.querySelectorAll("form[data-cx-draft]")) {
    const key = `${PREFIX}${form.dataset.cxDraft}`;
    const draft = localStorage.getItem(key);
    // A form that came back with errors already holds what was typed.
    if (draft && !form.querySelector(".field--error")) fill(form, JSON.parse(draft).values);
    form.addEventListener("input", () => localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: read(form) })));
    form.addEventListener("submit", () => { if (navigator.onLine) localStorage.removeItem(key); });
  }
}

keepAll(document);
document.addEventListener("htmx:afterSettle", (event) => keepAll(event.detail.elt));

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-cx-forget]")) kept().forEach((key) => localStorage.removeItem(key));
});
