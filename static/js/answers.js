// The page of questions: saves each answer as it is typed, and opens and closes questions as their conditions say.
// The version that a text was typed over stands in the names of its question's controls, Q014~7:en (sending.py).
import { Unsent, token } from "./unsent.js";

const form = document.querySelector("form[data-answers]"), line = document.querySelector("[data-line]");
const words = form.dataset, keeps = words.keeps === "yes", unsent = new Unsent(words.person, keeps);
const report = words.conflicts.replace(/conflicts\/$/, ""), PAUSE = 1000, LONGEST_PAUSE = 4000;
const tab = Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(16)).join("-");
const tabs = new Map(); // Of questions whose text an earlier page left unsent: they go on as that page's.
const held = new Map(); // Of questions that the portal holds as this page shows them: what they say.
let sequence = 0, waitingSince = 0, isAway = false, isRenewed = false;
const questionAt = (url) => form.querySelector(`[data-save="${CSS.escape(url)}"]`);
const tabOf = (url) => tabs.get(url) ?? tab;
const isOfThisPage = ({ url, body }) => body.startsWith(`tab=${tabOf(url)}&`);
const isPicked = (input) => !["radio", "checkbox"].includes(input.type) || input.checked;
const controlsOf = (question) => [...question.querySelectorAll("input, textarea")];
const saidIn = (question) => JSON.stringify(controlsOf(question).filter(isPicked).map(({ name, value }) => [name, value]));
const isUntouched = (input) => input.value === input.defaultValue && input.checked === input.defaultChecked;
const partOf = (name) => name.replace(/^[^~:]+(~\d+)?/, "");

function encode(question) {
  const body = new URLSearchParams({ tab: tabOf(question.dataset.save), sequence: ++sequence });
  body.append("slip", form.elements.slip.value); // Whose page this is, whoever is signed in by now.
  for (const { name, value } of controlsOf(question).filter(isPicked)) body.append(name, value);
  body.append("end", form.elements.end.value);
  return body.toString();
}

// From now on the question shows this version.
function bind(question, version, shown, isHeld = false) {
  for (const input of question.querySelectorAll("[name]")) input.name = input.name.replace(/~\d+/, `~${version}`);
  for (const button of question.querySelectorAll("button")) button.value = button.value.replace(/~\d+/, `~${version}`);
  question.querySelector('[name$=":shown"]').value = shown;
  if (isHeld) held.set(question, saidIn(question));
}

// Show what an earlier page left, as typed over what that page had shown; whatever grammar that page spoke.
function takeUp({ key, url, body }) {
  const question = questionAt(url), left = new URLSearchParams(body);
  const fields = [...left].filter(([name]) => question && /^[^~:]+/.exec(name)?.[0] === question.dataset.question);
  if (!fields.length) return;
  const parts = new URLSearchParams(fields.map(([name, value]) => [partOf(name), value]));
  for (const input of controlsOf(question)) {
    const values = parts.getAll(partOf(input.name));
    if (["radio", "checkbox"].includes(input.type)) input.checked = values.includes(input.value);
    else if (values.length) input.value = values[0];
    input.closest("details")?.toggleAttribute("open", Boolean(input.value)); // What was typed is in sight.
  }
  bind(question, parts.get(":version") ?? /~(\d+)/.exec(fields[0][0])[1], parts.get(":shown") ?? "");
  tabs.set(url, left.get("tab"));
  sequence = Math.max(sequence, Number(left.get("sequence")));
  if (left.has("end")) return;
  unsent.settle({ key, body });
  unsent.keep(url, encode(question));
}

function say(url, text, link) {
  const state = questionAt(url)?.querySelector("[data-state]");
  if (!state) return;
  state.textContent = questionAt(url).querySelector('[id$="-error"]')?.textContent === text ? "" : text; // Not twice.
  if (link) state.append(" ", Object.assign(document.createElement("a"), link));
}

function sayAbove() {
  const n = unsent.list(report).length, isOffline = n && (isAway || !navigator.onLine);
  line.textContent = isOffline ? (n === 1 ? words.offlineOne : words.offline.replace("{n}", n)) : words.renewed;
  line.hidden = !(isOffline || isRenewed);
}

function answered({ detail }) {
  const { url, status, told, isTaken, isLatest } = detail, question = questionAt(url);
  isAway = false;
  if (!question || !isOfThisPage(detail)) return;
  if (!isTaken) {
    const link = status === 401 && { href: told.sign_in, target: "_blank", textContent: words.endedLink };
    return say(url, link ? words.ended : (told.words ?? words.failed), link);
  }
  if (told.shown !== undefined) bind(question, told.version, told.shown, isLatest);
  for (const [key, text] of Object.entries(told.remarks)) document.getElementById(`${key}-remark`)?.replaceChildren(text);
  isRenewed = told.code !== words.code;
  document.querySelector("[data-others]").textContent = told.others;
  if (!isLatest) unsent.keep(url, encode(question));
  else if (status === 200) say(url, told.words);
  else say(url, `${told.words} ${told.by}: ${told.theirs}`, { href: words.conflicts, textContent: words.both });
}

unsent.addEventListener("sending", ({ detail }) => {
  waitingSince = 0;
  if (isOfThisPage(detail)) say(detail.url, words.sending);
});
unsent.addEventListener("failed", ({ detail }) => {
  isAway = true;
  if (isOfThisPage(detail)) say(detail.url, keeps ? words.broken : words.shared);
});
unsent.addEventListener("answered", answered);
for (const name of ["change", "failed", "answered"]) unsent.addEventListener(name, sayAbove);
for (const name of ["online", "offline"]) addEventListener(name, sayAbove);
form.addEventListener("input", (event) => {
  const question = event.target.closest("[data-question]");
  if (!question) return;
  if (event.target.matches("[type=checkbox], [type=radio]")) openAndClose(event.target);
  say(question.dataset.save, unsent.keep(question.dataset.save, encode(question)) ? words.waiting : words.shared);
  waitingSince ||= Date.now();
  unsent.schedule(Math.max(0, Math.min(PAUSE, waitingSince + LONGEST_PAUSE - Date.now())));
});
// Whichever form of the page is sent, what was typed goes first; what was refused goes with the whole page.
for (const one of document.querySelectorAll("main form[method=post]")) one.addEventListener("submit", async (event) => {
  form.elements.tab.value = tab;
  form.elements.sequence.value = ++sequence;
  one.elements.csrfmiddlewaretoken.value = token();
  if (!unsent.waiting().length) return;
  event.preventDefault();
  if (await unsent.send()) one.requestSubmit(event.submitter);
});
// What the portal holds need not go again with the whole page: on a slow line a long text takes a minute.
form.addEventListener("formdata", ({ formData }) => {
  const same = [...held].filter(([question, said]) => said === saidIn(question));
  for (const { name } of same.flatMap(([question]) => controlsOf(question))) formData.delete(name);
});
addEventListener("beforeunload", (event) => !keeps && unsent.waiting().length && event.preventDefault());

// -- conditions: decided here at once, and by the portal again when it saves --------------------------------
const elsewhere = JSON.parse(words.elsewhere || "{}");
function chosen(key) { // An answer that is itself closed opens nothing.
  const question = form.querySelector(`[data-question="${CSS.escape(key)}"]`);
  if (!question) return elsewhere[key] ?? [];
  return question.hidden ? [] : [...question.querySelectorAll("input:checked")].map((input) => input.value).filter(Boolean);
}

const holds = ({ question, values, except }) =>
  chosen(question).some((code) => (values ? values.includes(code) : !except.includes(code)));

function openAndClose(ticked) {
  const boxes = ticked?.checked ? ticked.closest("[data-question]").querySelectorAll("[type=checkbox]") : [];
  for (const other of boxes) {
    if (other !== ticked && ("exclusive" in ticked.dataset || "exclusive" in other.dataset)) other.checked = false;
  }
  // In the order of the form: a question's conditions look back only.
  for (const question of form.querySelectorAll("[data-needs]")) {
    question.hidden = !JSON.parse(question.dataset.needs).every((entry) => entry.some(holds));
  }
}

// -- what earlier pages left: a page that is still open sends its own by itself -----------------------------
for (const one of form.querySelectorAll("[data-stands]")) if (controlsOf(one).every(isUntouched)) held.set(one, saidIn(one));
const open = (await navigator.locks?.query())?.held.map(({ name }) => name) ?? [];
navigator.locks?.request(`page/${tab}`, () => new Promise(() => {}));
for (const one of unsent.list()) if (!open.includes(`page/${/^tab=([^&]*)/.exec(one.body)?.[1]}`)) takeUp(one);
openAndClose();
if (unsent.list().length) unsent.again();
