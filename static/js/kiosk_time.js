// The second page of a kiosk: after a while it asks whether somebody is still there, then sends what stands there. More time starts anew.
const form = document.querySelector("form[data-cx-kiosk-time]");

if (form) {
  const dialog = document.querySelector("[data-cx-kiosk-dialog]");
  const seconds = Number(form.dataset.cxKioskTime) * 1000;
  const warning = Number(form.dataset.cxKioskWarn) * 1000;
  let timer;

  function start() {
    clearTimeout(timer);
    timer = setTimeout(warn, seconds);
  }

  function warn() {
    dialog.showModal();
    timer = setTimeout(() => form.requestSubmit(), warning);
  }

  dialog.addEventListener("close", start);
  dialog.querySelector("[data-cx-kiosk-wait]").addEventListener("click", () => dialog.close());
  for (const name of ["input", "click", "keydown"]) document.addEventListener(name, () => { if (!dialog.open) start(); });
  start();
}
