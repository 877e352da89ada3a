// Keeps each reason of a review as it is typed, for its reviewer alone; without scripts a button does the same.
const form = document.querySelector("#return-form[data-drafts]");
const words = form?.dataset ?? {}, PAUSE = 1000, AGAIN = 5000;
const tab = Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(16)).join("-");
const unsent = new Set();
let sequence = 0, timer = 0, running = false, failed = false;

const reasonOf = (target) => target.form === form ? target.closest("[data-reason]") : null;
const versionOf = (reason) => reason.querySelector('[name^="version-"]');
const token = () => /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? form.elements.csrfmiddlewaretoken.value;

function encode(reason) {
  const body = new URLSearchParams({ tab, sequence: ++sequence, slip: form.elements.slip.value });
  for (const input of reason.querySelectorAll("input, textarea, select")) {
    if (input.name && (input.type !== "checkbox" || input.checked)) body.append(input.name, input.value);
  }
  return body;
}

function say(reason, text, link) {
  const state = reason.querySelector("[data-state]");
  state.textContent = text;
  if (link) state.append(" ", Object.assign(document.createElement("a"), link));
}

function post(reason) {
  const headers = { Accept: "application/json", "X-CSRFToken": token() }, body = encode(reason);
  // Outlives the page, where the browser allows it for so much.
  const keepalive = body.toString().length < 60000;
  return fetch(words.drafts, { method: "POST", body, headers, redirect: "error", keepalive });
}

async function sendOne(reason) {
  unsent.delete(reason);
  failed = true;
  try {
    const response = await post(reason);
    if (response.status >= 500) throw new Error(response.statusText);
    const told = await response.json();
    if (response.status === 401) {
      unsent.add(reason);
      say(reason, words.ended, { href: told.sign_in, target: "_blank", textContent: words.endedLink });
      return false;
    }
    failed = false;
    if (told.version !== undefined) versionOf(reason).value = told.version;
    // What was typed in another window is told; the next key pressed here keeps this text instead.
    if (!unsent.has(reason)) say(reason, told.words ?? words.failed);
    return true;
  } catch {
    unsent.add(reason);
    say(reason, words.failed);
    schedule(AGAIN);
    return false;
  }
}

async function send() {
  if (running) return;
  running = true;
  for (const reason of [...unsent]) if (!(await sendOne(reason))) break;
  running = false;
}

function schedule(pause) {
  clearTimeout(timer);
  timer = setTimeout(send, pause);
}

addEventListener("input", ({ target }) => {
  const reason = form && reasonOf(target);
  if (!reason) return;
  unsent.add(reason);
  say(reason, words.waiting);
  schedule(PAUSE);
});
// Another tab of the questions, another page: what the pause still holds back goes now.
addEventListener("pagehide", () => unsent.forEach((reason) => post(reason)));
addEventListener("beforeunload", (event) => unsent.size && failed && event.preventDefault());
addEventListener("online", send);
addEventListener("focus", send);
form?.addEventListener("submit", () => unsent.clear());
