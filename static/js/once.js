// A second press while the first is under way does nothing; the server would answer it the same anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.cxSent) {
    event.preventDefault();
    return;
  }
  form.dataset.cxSent = "1";
  form.setAttribute("aria-busy", "true");
  setTimeout(() => { delete form.dataset.cxSent; form.removeAttribute("aria-busy"); }, 10000);
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-cx-sent]")) {
    delete form.dataset.cxSent;
    form.removeAttribute("aria-busy");
  }
});
