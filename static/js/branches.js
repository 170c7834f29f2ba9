// Questions that hang on another answer come and go as that answer is given. The server decides again.
const form = document.querySelector("form.survey");

function given(name) {
  return [...form.elements]
    .filter((control) => control.name === name && (["radio", "checkbox"].includes(control.type) ? control.checked : control.value.trim()))
    .map((control) => control.value);
}

function holds({ field, op, value }, shown) {
  const answers = shown.get(field) === false ? [] : given(field);
  if (op === "not_answered") return answers.length === 0;
  if (!answers.length) return false;
  if (op === "answered") return true;
  if (op === "at_most") return Number(answers[0]) <= value;
  if (op === "at_least") return Number(answers[0]) >= value;
  return answers.includes(String(value)) === (op === "is");
}

function decide() {
  const shown = new Map();
  for (const part of form.querySelectorAll("[data-cx-if]")) {
    const visible = holds(JSON.parse(part.dataset.cxIf), shown);
    part.hidden = !visible;
    for (const control of part.querySelectorAll("[name]")) shown.set(control.name, visible);
  }
}

if (form?.querySelector("[data-cx-if]")) {
  if (form.elements.asked) form.elements.asked.value = "*";
  form.addEventListener("input", decide);
  decide();
}
