// Renews "in 40 min" and "late by 3 h" each minute. The clock time beside it stays what it is.
function words(minutes, [min, hour, day, days]) {
  if (minutes < 60) return `${minutes} ${min}`;
  if (minutes < 1440) return `${Math.floor(minutes / 60)} ${hour}`;
  const count = Math.floor(minutes / 1440);
  return `${count} ${count === 1 ? day : days}`;
}

function renew() {
  for (const part of document.querySelectorAll("[data-cx-due]")) {
    const { cxDue, cxLeft, cxLateBy, cxUnits, cxNow } = part.dataset;
    const ahead = Date.parse(cxDue) - Date.now();
    const minutes = Math.floor(Math.abs(ahead) / 60000);
    const text = minutes
      ? (ahead > 0 ? cxLeft : cxLateBy).replace("{}", words(minutes, cxUnits.split(",")))
      : cxNow.split(",")[ahead > 0 ? 0 : 1];
    if (part.textContent !== text) part.textContent = text;
    part.closest(".due")?.classList.toggle("due--late", ahead <= 0);
  }
}

if (!document.documentElement.dataset.cxFrozen) setInterval(renew, 60000);
