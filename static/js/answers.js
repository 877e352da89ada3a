// Saves each answer as it is typed. What the portal has not acknowledged waits on the device and is sent again.
const form = document.querySelector("form[data-answers]");
const words = form.dataset, keeps = words.keeps === "yes", mine = `unsent/${words.person}/`;
const PAUSE = 1000, LONGEST_PAUSE = 4000, TIMEOUT = 20000, AGAIN = [2000, 5000, 10000, 20000];
const tab = Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(16)).join("-");
const unsent = new Map(), tabs = new Map();
const stuck = new Set(); // Refused by the portal: kept until typed anew, or until the page is looked at again.
let sequence = 0, failures = 0, running = null, timer = 0, waitingSince = 0;

const questionAt = (url) => form.querySelector(`[data-save="${CSS.escape(url)}"]`);
const versionOf = (question) => question.querySelector('[name$=":version"]');
const token = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? form.elements.csrfmiddlewaretoken.value;

function encode(question) {
  const url = question.dataset.save, body = new URLSearchParams();
  for (const input of question.querySelectorAll("input, textarea")) {
    const chosen = !["radio", "checkbox"].includes(input.type) || input.checked;
    if (input.name && chosen) body.append(input.name, input.value);
  }
  body.append("tab", tabs.get(url) ?? tab);
  body.append("sequence", ++sequence);
  return body.toString();
}

function fill(question, held) {
  for (const input of question.querySelectorAll("input, textarea")) {
    if (["radio", "checkbox"].includes(input.type)) input.checked = held.getAll(input.name).includes(input.value);
    else if (held.has(input.name)) input.value = held.get(input.name);
  }
}

function keep(url, body) {
  unsent.set(url, body);
  if (!keeps) return false;
  try {
    localStorage.setItem(mine + url, body);
    return true;
  } catch {
    return false; // The device has no room: the page itself still holds it.
  }
}

// Forget what was acknowledged, unless something newer was typed meanwhile.
function settle(url, body) {
  if (unsent.get(url) !== body) return false;
  unsent.delete(url);
  if (keeps) localStorage.removeItem(mine + url);
  return true;
}

function say(question, text, link) {
  const state = question?.querySelector("[data-state]");
  if (!state) return;
  state.textContent = text;
  if (link) state.append(" ", Object.assign(document.createElement("a"), link));
}

function schedule(pause) {
  clearTimeout(timer);
  timer = setTimeout(send, pause);
}

function again() {
  stuck.clear();
  failures = 0;
  schedule(0);
}

const waiting = () => [...unsent].filter(([url]) => !stuck.has(url));
const send = () => (running ??= drain().finally(() => { running = null; }));

// One after the other: on a bad line two requests at once only slow each other.
async function drain() {
  waitingSince = 0;
  for (const [url, body] of waiting()) if (!(await sendOne(url, body))) break;
  if (waiting().length) schedule(failures ? AGAIN[Math.min(failures, 4) - 1] : 0);
}

async function sendOne(url, body) {
  const question = questionAt(url);
  say(question, words.sending);
  try {
    const headers = { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token() };
    const response = await fetch(url, { method: "POST", body, headers, redirect: "error", signal: AbortSignal.timeout(TIMEOUT) });
    if (response.status >= 500) throw new Error(response.statusText);
    acknowledge(url, body, question, response.status, await response.json().catch(() => ({})));
    failures = 0;
    return true;
  } catch {
    failures += 1;
    say(question, keeps ? words.waiting : words.shared);
    return false;
  }
}

function acknowledge(url, body, question, status, told) {
  if (status === 401 || ![200, 409].includes(status)) {
    stuck.add(url);
    const link = status === 401 && { href: told.sign_in, target: "_blank", textContent: words.endedLink };
    say(question, link ? words.ended : (told.words ?? words.failed), link);
    return;
  }
  if (status === 200 && question) versionOf(question).value = told.version;
  document.querySelector("[data-others]").textContent = told.others;
  if (!settle(url, body)) {
    if (question) keep(url, encode(question));
  } else if (status === 200) {
    say(question, told.words);
  } else {
    say(question, `${told.words} ${told.by}: ${told.theirs}`, { href: words.conflicts, textContent: words.both });
  }
}

form.addEventListener("input", (event) => {
  const question = event.target.closest("[data-question]");
  if (!question) return;
  stuck.delete(question.dataset.save);
  say(question, keep(question.dataset.save, encode(question)) ? words.waiting : words.shared);
  waitingSince ||= Date.now();
  schedule(Math.max(0, Math.min(PAUSE, waitingSince + LONGEST_PAUSE - Date.now())));
});
form.addEventListener("submit", async (event) => {
  // What was refused goes with the whole page, which says what is wrong.
  if (!waiting().length) return;
  event.preventDefault();
  do await send(); while (waiting().length && !failures);
  if (!waiting().length) form.requestSubmit(event.submitter);
});
addEventListener("online", again);
addEventListener("focus", () => unsent.size && again());
addEventListener("beforeunload", (event) => waiting().length && !keeps && event.preventDefault());

for (const key of keeps ? Object.keys(localStorage).filter((one) => one.startsWith(mine)) : []) {
  const url = key.slice(mine.length), body = localStorage.getItem(key), held = new URLSearchParams(body);
  unsent.set(url, body);
  tabs.set(url, held.get("tab"));
  sequence = Math.max(sequence, Number(held.get("sequence")));
  const question = questionAt(url);
  if (question) fill(question, held);
}
if (unsent.size) again();
