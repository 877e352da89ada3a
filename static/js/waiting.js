// Names what was typed on this device and not sent yet, on every page of its report; sends it, or shows it to copy.
// Submitting waits for it. Of one person only: whoever else signed in here is neither shown nor asked about it.
import { Unsent } from "./unsent.js";

const line = document.querySelector("[data-waiting]"), words = line.dataset;
const says = line.querySelector("[data-says]"), list = line.querySelector("[data-list]");
const sendButton = line.querySelector("[data-send]"), forgetButton = line.querySelector("[data-forget]");
const submission = document.querySelector("form[data-submission]"), isFrozen = words.frozen === "yes";
const labels = new Map((words.labels ?? "").split("|").map((one) => one.split("=")));
const refusals = new Map(); // Why the portal did not take a text, by its key.
let unsent = open(), isSigned = true, isAway = false, isBusy = false, isMeant = false, goesAnyway = false;

function open() {
  const one = new Unsent(words.person, words.keeps === "yes");
  one.addEventListener("answered", ({ detail: { key, status, told, isTaken } }) => {
    if (isTaken) refusals.delete(key);
    else refusals.set(key, told.words ?? "");
    isSigned = status !== 401;
    isAway = false;
  });
  one.addEventListener("failed", () => { isAway = true; });
  for (const name of ["change", "answered", "failed"]) one.addEventListener(name, show);
  return one;
}

// The language of the page may have changed since.
const waiting = () => unsent.list().filter(({ url }) => url.includes(words.report));
const keyOf = (url) => /\/answers\/([^/]+)\//.exec(url)?.[1] ?? "";
// Where many reports are meant: KEN/NR4/Q020.
const placeOf = (url) => decodeURIComponent(url.replace(/^.*\/reports\/|answers\/|\/$/g, ""));
const labelOf = (url) => words.question.replace("{label}", labels.get(keyOf(url)) || placeOf(url));

// Everything of a body that somebody typed or chose.
function textOf({ url, body }) {
  const key = keyOf(url), values = [];
  for (const [name, value] of new URLSearchParams(body)) {
    const part = name.startsWith(key) ? name.slice(key.length).replace(/^~\d+/, "") : ":version";
    if (!/^:(version|shown)$/.test(part) && value) values.push(value);
  }
  return values.join("\n");
}

function entry(one) {
  const item = document.createElement("li"), why = refusals.get(one.key);
  item.textContent = [labelOf(one.url), why].filter(Boolean).join(": ");
  if (isFrozen || why) {
    const box = Object.assign(document.createElement("textarea"), { readOnly: true, rows: 4, value: textOf(one), dir: "auto" });
    box.setAttribute("aria-label", labelOf(one.url));
    item.append(box);
  }
  return item;
}

function sentence(n) {
  const said = [n === 1 ? words.one : words.many.replace("{n}", n)];
  if (isFrozen) said.push(words.left);
  else if (!isSigned) said.push(words.ended);
  else if (!navigator.onLine) said.push(words.offline);
  else if (isAway) said.push(words.failed);
  else if (refusals.size) said.push(words.refused);
  if (isMeant) said.unshift(words.unsubmitted);
  return said.join(" ");
}

function show() {
  const held = waiting();
  if (!held.length && line.hidden) return;
  line.hidden = false;
  says.textContent = isBusy ? words.sending : held.length ? sentence(held.length) : words.sent;
  list.replaceChildren(...held.map(entry));
  sendButton.hidden = !held.length || isFrozen || isBusy;
  forgetButton.hidden = !held.length || !(isFrozen || refusals.size);
  line.querySelector("[data-reload]").hidden = Boolean(held.length) || isBusy;
  line.querySelector("[data-sign-in]").hidden = isSigned || !held.length;
  line.querySelector("[data-anyway]").hidden = !submission || !held.length || isBusy || !isMeant;
}

// Also what another window has left since this page was opened.
async function sendAll() {
  unsent = open();
  isBusy = true;
  show();
  await unsent.send();
  isBusy = false;
  show();
  return !waiting().length;
}

sendButton.addEventListener("click", sendAll);
forgetButton.addEventListener("click", () => {
  unsent = open();
  for (const one of waiting()) unsent.settle(one);
});
submission?.addEventListener("submit", async (event) => {
  if (goesAnyway || !waiting().length) return;
  event.preventDefault();
  isMeant = true;
  if (await sendAll()) submission.requestSubmit(event.submitter);
  else line.scrollIntoView();
});
line.querySelector("[data-anyway]").addEventListener("click", () => {
  goesAnyway = true;
  submission.requestSubmit();
});
for (const name of ["online", "offline", "pageshow"]) addEventListener(name, show);
show();
