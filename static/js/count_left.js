// Shows how many characters a box holds and may hold: always where it counts down, else once there is little room left.
// A box that takes what is pasted whole (data-cx-most) also says so when it is too much; the server refuses that in words.
const SOON = 0.9;

function countAll(part) {
  for (const box of part.querySelectorAll("textarea[data-cx-count][maxlength], [data-cx-most]")) {
    const most = Number(box.dataset.cxMost ?? box.maxLength);
    const line = document.createElement("span");
    line.className = "count-left";
    line.setAttribute("aria-hidden", "true");
    const show = () => {
      const now = box.value.length;
      line.hidden = "cxMost" in box.dataset && now < most * SOON;
      line.classList.toggle("count-left--over", now > most);
      line.textContent = `${now} / ${most}`;
    };
    box.after(line);
    box.addEventListener("input", show);
    show();
  }
}

countAll(document);
document.addEventListener("htmx:afterSettle", (event) => countAll(event.detail.elt));
