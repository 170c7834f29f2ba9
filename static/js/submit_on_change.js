// A list marked data-cx-submit sends its form when changed; the form's own button is for those without script.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-cx-submit]")) event.target.form?.requestSubmit();
});
for (const button of document.querySelectorAll("[data-cx-submit-button]")) button.hidden = true;
