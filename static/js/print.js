// A print button, shown only where the browser can print.
for (const button of document.querySelectorAll("[data-cx-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
