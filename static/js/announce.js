// Says one line politely to screen readers, through the status region every page has.
document.addEventListener("cx:say", (event) => {
  const region = document.getElementById("status");
  if (!region) return;
  region.textContent = "";
  setTimeout(() => { region.textContent = event.detail; }, 50);
});
