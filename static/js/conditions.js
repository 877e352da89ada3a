// Opens and closes questions as their conditions say, at once; the portal decides the same again when it saves.
const form = document.querySelector("form[data-answers]");
const elsewhere = JSON.parse(form?.dataset.elsewhere || "{}");

function chosen(key) {
  const question = form.querySelector(`[data-question="${CSS.escape(key)}"]`);
  if (!question) return elsewhere[key] ?? [];
  // An answer that is itself closed opens nothing.
  if (question.hidden) return [];
  return [...question.querySelectorAll("input:checked")].map((input) => input.value).filter(Boolean);
}

function holds(condition) {
  const codes = chosen(condition.question);
  return condition.values
    ? codes.some((code) => condition.values.includes(code))
    : codes.some((code) => !condition.except.includes(code));
}

function openAndClose() {
  // In the order of the form: a question's conditions look back only.
  for (const question of form.querySelectorAll("[data-needs]")) {
    question.hidden = !JSON.parse(question.dataset.needs).every((entry) => entry.some(holds));
  }
}

function untickOthers(input) {
  const boxes = input.closest("[data-question]").querySelectorAll('input[type="checkbox"]');
  for (const other of boxes) {
    if (other !== input && ("exclusive" in input.dataset || "exclusive" in other.dataset)) other.checked = false;
  }
}

form?.addEventListener("change", (event) => {
  if (event.target.type === "checkbox" && event.target.checked) untickOthers(event.target);
  if (event.target.matches("input[type=checkbox], input[type=radio]")) openAndClose();
});
if (form) openAndClose();
