// What was typed and the portal has not acknowledged: kept on the device for the person who typed it, and sent.
// A body is what a page's form posts for one answer; nothing here knows more of it than that its tab comes first.
const AGAIN = [2000, 5000, 10000, 20000];
// A save lasts as long as bytes move: a minute of standstill, and what a line of 1 kB/s needs for all of it.
const STANDSTILL = 60000, EACH = 1;

export const token = () => /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1]
  ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

// Whether the portal holds a body now, as the answer or beside it: what it refuses stays on the device.
const isTaken = (status) => [200, 409].includes(status);
const asList = (held) => [...held].map(([key, body]) => ({ key, url: key.split("#")[0], body }));
// The same form with letters as they are, which take a half or a third of the line; UTF-8 in any case.
const inLetters = (body) => body.replace(/(?:%[89A-F][0-9A-F])+/g, decodeURIComponent);

const asJson = (text) => {
  try { return JSON.parse(text); } catch { return {}; }
};

// Post a body or a form with its file: {status, told}, what the portal answered. Rejects while it can't be reached.
export const post = (url, body, size = body.length, isAgain = false) => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest();
  let timer = 0;
  const moved = () => {
    clearTimeout(timer);
    timer = setTimeout(() => request.abort(), STANDSTILL + EACH * size);
  };
  request.upload.onprogress = request.upload.onload = request.onprogress = moved;
  request.onerror = request.onabort = reject;
  request.onloadend = () => clearTimeout(timer);
  request.onload = () => {
    const { status } = request, told = asJson(request.responseText);
    // Some other page than the portal's word, as of a network that wants a sign-in of its own: nothing arrived.
    if (status >= 500 || told.state === "cut" || (isTaken(status) && !told.state)) reject();
    // The browser had lost the cookie of the token; the answer has set it anew.
    else resolve(told.state === "token" && !isAgain ? post(url, body, size, true) : { status, told });
  };
  request.open("POST", url);
  request.setRequestHeader("Accept", "application/json");
  const isText = typeof body === "string";
  if (isText) request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
  request.setRequestHeader("X-CSRFToken", token());
  moved();
  request.send(isText ? inLetters(body) : body);
});

// One person's store and its way to the portal. It tells:
// "change"    something was kept or settled, in this window or in another one
// "sending"   {url}
// "failed"    {url}: the line broke; it is sent again by itself
// "answered"  {url, body, status, told, isTaken, isLatest}: isLatest unless something newer was typed meanwhile
export class Unsent extends EventTarget {
  #held; // By address and tab: what is typed in two windows waits side by side.
  #refused = new Set(); // Kept until typed anew, or until the page is looked at again.
  #mine; #keeps; #failures = 0; #running = null; #timer = 0;

  // keeps: whether this device may hold anything at all; on a shared computer only the page itself does.
  constructor(person, keeps = true) {
    super();
    this.#mine = `unsent/${person}/`;
    this.#keeps = keeps;
    this.#held = this.#stored();
    addEventListener("storage", () => this.#tell("change"));
    addEventListener("online", () => this.again());
    addEventListener("focus", () => this.#held.size && this.again());
  }

  // All that waits on the device or in this window, for the addresses that begin so: [{key, url, body}].
  list(under = "") {
    return asList(new Map([...this.#stored(), ...this.#held])).filter(({ url }) => url.startsWith(under));
  }

  // What this window sends: typed here, or left by an earlier one; not what was refused.
  waiting() {
    return asList(this.#held).filter(({ key }) => !this.#refused.has(key));
  }

  // Whether the device holds it too; the page holds it in any case.
  keep(url, body) {
    const key = `${url}#${/^tab=([^&]*)/.exec(body)?.[1] ?? ""}`;
    this.#held.set(key, body);
    this.#refused.delete(key);
    let isKept = this.#keeps;
    try {
      if (isKept) localStorage.setItem(this.#mine + key, body);
    } catch {
      isKept = false; // The device has no room.
    }
    this.#tell("change");
    return isKept;
  }

  // Forget what was acknowledged, unless something newer was typed meanwhile.
  settle({ key, body }) {
    if (this.#held.get(key) !== body) return false;
    this.#held.delete(key);
    if (this.#keeps && localStorage.getItem(this.#mine + key) === body) localStorage.removeItem(this.#mine + key);
    this.#tell("change");
    return true;
  }

  // Send after a pause, in milliseconds.
  schedule(pause) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.send(), pause);
  }

  again() {
    this.#refused.clear();
    this.#failures = 0;
    this.schedule(0);
  }

  // Send what waits; whether all of it was taken or refused.
  send() {
    return (this.#running ??= this.#drain().finally(() => { this.#running = null; }));
  }

  // One after the other: on a bad line two requests at once only slow each other.
  async #drain() {
    for (let one = this.waiting()[0]; one; one = this.waiting()[0]) {
      this.#tell("sending", one);
      try {
        this.#answered(one, await post(one.url, one.body));
      } catch {
        this.#failures += 1;
        this.#tell("failed", one);
        this.schedule(AGAIN[Math.min(this.#failures, AGAIN.length) - 1]);
        return false;
      }
    }
    return true;
  }

  #answered(one, { status, told }) {
    this.#failures = 0;
    const taken = isTaken(status);
    if (!taken) this.#refused.add(one.key);
    this.#tell("answered", { ...one, status, told, isTaken: taken, isLatest: !taken || this.settle(one) });
  }

  #stored() {
    const keys = this.#keeps ? Object.keys(localStorage).filter((key) => key.startsWith(this.#mine)) : [];
    return new Map(keys.map((key) => [key.slice(this.#mine.length), localStorage.getItem(key)]));
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
