// Says when the network is gone, and stops saying it when it is back.
const line = document.querySelector("[data-cx-offline]");
const show = () => { if (line) line.hidden = navigator.onLine; };
window.addEventListener("online", show);
window.addEventListener("offline", () => {
  show();
  document.dispatchEvent(new CustomEvent("cx:say", { detail: line?.textContent ?? "" }));
});
show();
