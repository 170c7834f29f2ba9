// Ticking rows: all at once, a range with Shift, and a bar that counts. Without script every row has its own box.
let last = null;
const boxes = (scope) => [...scope.querySelectorAll("[data-cx-select]")];

function count(scope) {
  const all = boxes(scope);
  const chosen = all.filter((box) => box.checked).length;
  for (const bar of scope.querySelectorAll("[data-cx-bulk]")) {
    bar.hidden = chosen === 0;
    const text = bar.querySelector("[data-cx-bulk-count]");
    if (text) text.textContent = chosen;
  }
  const head = scope.querySelector("[data-cx-select-all]");
  if (!head) return;
  head.checked = chosen > 0 && chosen === all.length;
  head.indeterminate = chosen > 0 && chosen < all.length;
}

document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-cx-select], [data-cx-select-all]");
  const scope = box?.closest("form, [data-cx-list]");
  if (!scope) return;
  if (box.matches("[data-cx-select-all]")) boxes(scope).forEach((other) => { other.checked = box.checked; });
  else if (event.shiftKey && last && scope.contains(last)) {
    const all = boxes(scope);
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    all.slice(from, to + 1).forEach((other) => { other.checked = box.checked; });
  }
  last = box;
  count(scope);
});

for (const bar of document.querySelectorAll("[data-cx-bulk]")) count(bar.closest("form, [data-cx-list]") ?? document);
