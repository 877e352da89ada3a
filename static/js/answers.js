// The page of questions: saves each answer as it is typed, and opens and closes questions as their conditions say.
import { Unsent } from "./unsent.js";

const form = document.querySelector("form[data-answers]");
const words = form.dataset, keeps = words.keeps === "yes", unsent = new Unsent(words.person, keeps);
const PAUSE = 1000, LONGEST_PAUSE = 4000;
const tab = Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(16)).join("-");
const tabs = new Map();
let sequence = 0, waitingSince = 0;

const questionAt = (url) => form.querySelector(`[data-save="${CSS.escape(url)}"]`);
const versionOf = (question) => question.querySelector('[name$=":version"]');

function encode(question) {
  const url = question.dataset.save, body = new URLSearchParams();
  body.append("tab", tabs.get(url) ?? tab);
  body.append("sequence", ++sequence);
  for (const input of question.querySelectorAll("input, textarea")) {
    const chosen = !["radio", "checkbox"].includes(input.type) || input.checked;
    if (input.name && chosen) body.append(input.name, input.value);
  }
  return body.toString();
}

function fill(question, held) {
  for (const input of question.querySelectorAll("input, textarea")) {
    if (["radio", "checkbox"].includes(input.type)) input.checked = held.getAll(input.name).includes(input.value);
    else if (held.has(input.name)) input.value = held.get(input.name);
  }
}

function say(question, text, link) {
  const state = question?.querySelector("[data-state]");
  if (!state) return;
  state.textContent = text;
  if (link) state.append(" ", Object.assign(document.createElement("a"), link));
}

function answered({ detail: { url, status, told, isTaken, isLatest } }) {
  const question = questionAt(url);
  if (!isTaken) {
    const link = status === 401 && { href: told.sign_in, target: "_blank", textContent: words.endedLink };
    say(question, link ? words.ended : (told.words ?? words.failed), link);
    return;
  }
  if (status === 200 && question) versionOf(question).value = told.version;
  document.querySelector("[data-others]").textContent = told.others;
  if (!isLatest) {
    if (question) unsent.keep(url, encode(question));
  } else if (status === 200) {
    say(question, told.words);
  } else {
    say(question, `${told.words} ${told.by}: ${told.theirs}`, { href: words.conflicts, textContent: words.both });
  }
}

unsent.addEventListener("sending", ({ detail }) => {
  waitingSince = 0;
  say(questionAt(detail.url), words.sending);
});
unsent.addEventListener("failed", ({ detail }) => say(questionAt(detail.url), keeps ? words.waiting : words.shared));
unsent.addEventListener("answered", answered);
form.addEventListener("input", (event) => {
  const question = event.target.closest("[data-question]");
  if (!question) return;
  if (event.target.matches("[type=checkbox], [type=radio]")) openAndClose(event.target);
  say(question, unsent.keep(question.dataset.save, encode(question)) ? words.waiting : words.shared);
  waitingSince ||= Date.now();
  unsent.schedule(Math.max(0, Math.min(PAUSE, waitingSince + LONGEST_PAUSE - Date.now())));
});
form.addEventListener("submit", async (event) => {
  // What was refused goes with the whole page, which says what is wrong.
  if (!unsent.waiting().length) return;
  event.preventDefault();
  if (await unsent.send()) form.requestSubmit(event.submitter);
});
addEventListener("beforeunload", (event) => unsent.waiting().length && !keeps && event.preventDefault());

for (const { url, body } of unsent.list()) {
  const held = new URLSearchParams(body), question = questionAt(url);
  tabs.set(url, held.get("tab"));
  sequence = Math.max(sequence, Number(held.get("sequence")));
  if (question) fill(question, held);
}
if (unsent.list().length) unsent.again();

// -- conditions: decided here at once, and by the portal again when it saves --------------------------------

const elsewhere = JSON.parse(words.elsewhere || "{}");

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

function openAndClose(ticked) {
  if (ticked?.checked) untickOthers(ticked);
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

openAndClose();
