// Keeps what is typed to the lines of a review on the device, for the person who typed it, until the portal shows it as
// said: an ended session or a closed window loses nothing. Nothing is sent by itself: what a Party says stays said.
import { token } from "./unsent.js";

const note = document.querySelector("[data-typed]"), form = document.querySelector("form[data-lines]");
const words = note.dataset, keeps = words.keeps === "yes", mine = `typed/${words.person}/${words.typed}#`;
const list = note.querySelector("[data-list]"), state = document.querySelector("[data-state]");
const touched = new Set();
let isSent = false;

const lines = [...(form?.querySelectorAll("[data-line]") ?? [])];
const nameOf = (line) => line.dataset.line;
const controlsOf = (line) => [...line.querySelectorAll("input, textarea")];
const isPicked = ({ type, checked }) => type !== "radio" || checked;
const bodyOf = (line) => new URLSearchParams(controlsOf(line).filter(isPicked).map(({ name, value }) => [name, value]));
const part = (body, name, one) => (body.get(`${name}-${one}`) ?? "").replace(/\r\n?/g, "\n").trim();
const isSame = (one, other, name) => ["verdict", "words"].every((of) => part(one, name, of) === part(other, name, of));
const left = () => keeps ? Object.keys(localStorage).filter((key) => key.startsWith(mine)).sort() : [];
const leftAt = (name) => new URLSearchParams(localStorage.getItem(mine + name));

function keep(line) {
  try {
    if (keeps) localStorage.setItem(mine + nameOf(line), bodyOf(line));
    return keeps;
  } catch {
    return false; // The device has no room.
  }
}

// As typed over what that page had shown: a newer word of the Party meets it, and is not passed over.
function putBack(line, body) {
  for (const input of controlsOf(line)) {
    if (input.type === "radio") input.checked = (body.get(input.name) ?? "") === input.value;
    else if (body.has(input.name)) input.value = body.get(input.name);
  }
  for (const one of line.querySelectorAll("details")) one.open ||= Boolean(part(body, nameOf(line), "words"));
}

// Whoever objects says why; whoever agrees after all does not say again what was objected to.
function choose(line, verdict) {
  const box = line.querySelector("textarea"), objected = line.querySelector("[value=objects]").defaultChecked;
  if (verdict === "objects") line.querySelector("details").open = true;
  else if (verdict === "agrees" && objected && box.value === box.defaultValue) box.value = "";
}

function tell(line) {
  const link = document.createElement("a"), item = document.createElement("li");
  Object.assign(link, { href: `#${nameOf(line)}`, textContent: line.dataset.label });
  item.append(link);
  list.append(item);
}

// What the review, closed by now, takes no more: to be copied.
function showToCopy(key) {
  const name = key.slice(mine.length), said = part(leftAt(name), name, "words");
  if (!said) return;
  const item = document.createElement("li"), label = document.createElement("label");
  const box = Object.assign(document.createElement("textarea"), { readOnly: true, rows: 4, value: said, dir: "auto" });
  // The line as the page calls it.
  label.append(document.getElementById(name)?.querySelector("h3").textContent ?? name, box);
  item.append(label);
  list.append(item);
}

function takeUp(line) {
  const name = nameOf(line), body = leftAt(name);
  if (!body.has(`${name}-words`)) return;
  // What came back with a fault is on the page already, at the version that is to be answered now.
  if (words.typedBack === "yes") keep(line);
  else if (isSame(body, bodyOf(line), name)) localStorage.removeItem(mine + name);
  else {
    putBack(line, body);
    tell(line);
  }
}

if (form) lines.forEach(takeUp);
else left().forEach(showToCopy);
note.hidden = !list.children.length;
note.querySelector("[data-forget]").addEventListener("click", () => {
  for (const key of left()) localStorage.removeItem(key);
  form?.reset();
  note.hidden = true;
});
form?.addEventListener("input", ({ target }) => {
  const line = target.closest("[data-line]");
  if (!line) return;
  if (target.type === "radio") choose(line, target.value);
  touched.add(line);
  state.textContent = keep(line) ? words.kept : words.shared;
});
form?.addEventListener("submit", () => {
  // Whoever signed in again in another window has another token.
  form.elements.csrfmiddlewaretoken.value = token();
  isSent = true;
});
addEventListener("beforeunload", (event) => !keeps && touched.size && !isSent && event.preventDefault());
