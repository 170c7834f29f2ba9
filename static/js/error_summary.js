// After a refused form the reader stands at the summary; each of its links goes to the control itself.
const summary = document.querySelector("[data-cx-error-summary]");
summary?.focus();
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-cx-error-summary] a[href^='#']");
  const control = link && document.getElementById(link.hash.slice(1));
  if (!control) return;
  event.preventDefault();
  control.scrollIntoView({ block: "center" });
  control.focus();
});
