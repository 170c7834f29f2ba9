// Something late shows in the tab: a count before the title and another icon.
const late = Number(document.documentElement.dataset.cxLate ?? 0);
if (late > 0) {
  document.title = `(${late}) ${document.title}`;
  const link = document.querySelector("link[rel=icon]");
  if (link?.dataset.late) link.href = link.dataset.late;
}
