// Menus are plain disclosures; Esc and a press elsewhere close them, and focus goes back to their label.
const open = () => document.querySelectorAll("details[data-cx-menu][open]");
document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});
