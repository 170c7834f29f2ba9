// A page for a big screen renews itself every so many seconds; a press on its box makes it stand still.
const box = document.querySelector("[data-cx-reload]");
if (box) {
  box.closest("label").hidden = false;
  setInterval(() => {
    if (box.checked) location.reload();
  }, Number(box.dataset.cxReload) * 1000);
}
