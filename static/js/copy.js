// Copies a field's text and says so; the button shows only where copying works.
for (const button of document.querySelectorAll("[data-cx-copy]")) button.hidden = !navigator.clipboard;
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-cx-copy]");
  const source = button && document.querySelector(button.dataset.cxCopy);
  if (!source) return;
  await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
  const label = button.querySelector("span") ?? button;
  const before = label.textContent;
  label.textContent = button.dataset.cxCopied;
  document.dispatchEvent(new CustomEvent("cx:say", { detail: button.dataset.cxCopied }));
  setTimeout(() => { label.textContent = before; }, 2000);
});
