// A live region that has not been renewed for five minutes says so itself.
const opened = Date.now();
setInterval(() => {
  for (const part of document.querySelectorAll("[data-cx-as-of]:not([data-cx-told])")) {
    if (Date.now() - opened < Number(part.dataset.cxAsOf) * 1000) continue;
    part.dataset.cxTold = "";
    part.append(` · ${part.dataset.cxStale}`);
  }
}, 30000);
