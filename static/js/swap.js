// After htmx has replaced a part: busy marks go, focus stays where it was or goes to the new part's heading.
// A part that comes by itself, while nothing is focused, takes no focus.
let focused = "", asked = false;
document.addEventListener("htmx:beforeRequest", (event) => {
  asked = document.activeElement !== null && document.activeElement !== document.body;
  event.detail.target?.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:beforeSwap", () => { focused = document.activeElement?.id ?? ""; });
document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt;
  part.removeAttribute("aria-busy");
  if (!asked || (document.activeElement && document.activeElement !== document.body)) return;
  const target = (focused && document.getElementById(focused)) || part.querySelector("[autofocus], [data-cx-notice], h1, h2, h3, a, button") || part;
  if (!target.matches("a, button, input, select, textarea, [tabindex]")) target.tabIndex = -1;
  target.focus();
});
document.addEventListener("htmx:responseError", (event) => event.detail.target?.removeAttribute("aria-busy"));
document.addEventListener("htmx:sendError", (event) => event.detail.target?.removeAttribute("aria-busy"));
