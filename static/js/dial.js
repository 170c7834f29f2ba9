// Pressing Call keeps the start time; coming back within the hour opens the log sheet of the same customer with that time filled in.
const KEY = "cx-dialled";
const HOUR = 3600 * 1000;
const path = (address) => new URL(address, window.location.href).pathname;

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-cx-dial]");
  if (link?.dataset.cxDial) sessionStorage.setItem(KEY, JSON.stringify({ at: new Date().toISOString(), log: path(link.dataset.cxDial) }));
});

function kept() {
  const call = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  return call?.log && Date.now() - Date.parse(call.at) < HOUR ? call : null;
}

function fill(call) {
  const form = [...document.forms].find((one) => one.elements.started_at && path(one.action) === call.log);
  if (!form) return null;
  if (!form.elements.started_at.value) form.elements.started_at.value = call.at;
  sessionStorage.removeItem(KEY);
  return form;
}

function back() {
  const call = document.visibilityState === "visible" && kept();
  if (!call) return;
  const sheet = fill(call)?.closest("dialog");
  if (sheet && !sheet.open) sheet.showModal();
  else [...document.querySelectorAll("a[data-cx-open][hx-get]")].find((one) => path(one.href) === call.log)?.click();
}

document.addEventListener("visibilitychange", back);
document.addEventListener("htmx:afterSettle", () => { const call = kept(); if (call) fill(call); });
window.addEventListener("load", back);
