// Opens a native dialog from any link or button; Esc closes it and focus returns to what opened it. A sheet that htmx fills opens once its content is there.
let opener = null;

function open(dialog) {
  if (!dialog.open) dialog.showModal();
}

document.addEventListener("click", (event) => {
  const from = event.target.closest("[data-cx-open]:not([data-cx-dial])");
  const dialog = from && document.getElementById(from.dataset.cxOpen);
  const filled = from?.hasAttribute("hx-get");
  if (dialog?.showModal && !event.ctrlKey && !event.metaKey && (!filled || window.htmx)) {
    event.preventDefault();
    opener = from;
    if (filled) from.dispatchEvent(new CustomEvent("cx:open"));
    else open(dialog);
    return;
  }
  event.target.closest("[data-cx-close]")?.closest("dialog")?.close();
  if (event.target.matches("dialog[open]")) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside && event.detail) event.target.close();
  }
});
document.addEventListener("close", () => {
  if (opener?.isConnected) opener.focus();
  opener = null;
}, true);

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.elt.matches("dialog")) open(event.detail.elt);
});
// What comes is no sheet (signed out, no connection, gone): the link leads to its page, which says why.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target } = event.detail;
  if (target.matches("dialog") && (xhr.status >= 400 || new URL(xhr.responseURL).pathname !== opener.pathname)) {
    event.detail.shouldSwap = false;
    window.location.assign(opener.href);
  }
});
document.addEventListener("htmx:sendError", (event) => {
  if (event.detail.target?.matches("dialog")) window.location.assign(opener.href);
});
