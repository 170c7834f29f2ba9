// One key, one act: data-cx-key names it on the link or button. Rests while typing; can be switched off.
const off = document.documentElement.dataset.cxShortcuts === "off";
const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");

function move(step) {
  const items = [...document.querySelectorAll("[data-cx-item]")];
  if (!items.length) return false;
  const here = items.findIndex((item) => item.contains(document.activeElement));
  const next = items[Math.min(Math.max(here + step, 0), items.length - 1)];
  (next.matches("a, button") ? next : next.querySelector("a[href], button"))?.focus();
  return true;
}

function press(key) {
  if (key === "j" || key === "k") return move(key === "j" ? 1 : -1);
  if (key === "?") {
    const list = document.getElementById("shortcuts");
    list?.showModal();
    return Boolean(list);
  }
  if (key === "/") {
    const search = document.querySelector("input[data-cx-search]") ?? document.querySelector("a[data-cx-search]");
    if (search?.matches("a")) search.click();
    else search?.focus();
    return Boolean(search);
  }
  const item = document.activeElement?.closest("[data-cx-item]");
  const selector = `[data-cx-key="${CSS.escape(key)}"]`;
  const target = item?.querySelector(selector) ?? document.querySelector(selector);
  target?.click();
  return Boolean(target);
}

if (!off) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && document.querySelector("details[data-cx-menu][open]")) return;
    if (press(event.key)) event.preventDefault();
  });
}
