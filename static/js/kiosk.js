// The kiosk: a press is sent or, without connection, kept here and sent later under its own key; thanks for five seconds; no second press meanwhile.
const form = document.querySelector("form[data-cx-kiosk]");
const REST = 5000;
const DAY = 24 * 3600 * 1000;

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

if (form) {
  const queueName = `cx-kiosk:${form.dataset.cxKiosk}`;
  const restName = `${queueName}:pressed`;
  const thanks = document.querySelector("[data-cx-kiosk-thanks]");
  const queue = () => JSON.parse(localStorage.getItem(queueName) ?? "[]").filter((item) => Date.now() - item.at < DAY);
  const keep = (items) => localStorage.setItem(queueName, JSON.stringify(items));
  const rests = () => Date.now() - Number(localStorage.getItem(restName) ?? 0) < REST;
  const post = (fields) => fetch(form.action, { method: "POST", body: new URLSearchParams(fields) });
  let flushing = false;

  async function flush() {
    if (flushing || !navigator.onLine) return;
    flushing = true;
    try {
      for (const item of queue()) {
        const answer = await post({ ...item.fields, at: item.at });
        if (answer.status >= 500) break;
        keep(queue().filter((other) => other.fields.key !== item.fields.key));
      }
    } catch { /* still without connection: the next round tries again */ }
    flushing = false;
  }

  function home() {
    thanks.hidden = true;
    form.hidden = false;
    form.elements.key.value = newKey();
  }

  function thank() {
    form.hidden = true;
    thanks.hidden = false;
    thanks.focus();
    const left = REST - (Date.now() - Number(localStorage.getItem(restName) ?? 0));
    setTimeout(home, Math.max(left, 0));
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (rests()) return;
    localStorage.setItem(restName, String(Date.now()));
    const fields = { ...Object.fromEntries(new FormData(form, event.submitter)), rested: 1 };
    thank();
    try {
      const answer = await post(fields);
      if (answer.status >= 500) throw new Error("not kept");
      if (new URL(answer.url).searchParams.has("more")) location.assign(answer.url);
    } catch {
      keep([...queue(), { fields, at: Date.now() }]);
    }
  }, true);

  if (rests()) thank();
  flush();
  window.addEventListener("online", flush);
  setInterval(flush, 30000);
}
