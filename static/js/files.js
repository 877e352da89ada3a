// Sends a file while its page stays open: a line that breaks costs neither the page nor the choice of the file. The
// portal keeps the same content once, so that it may be sent again until it is there.
import { post } from "./unsent.js";

const form = document.querySelector("form[data-file]"), words = form.dataset;
const says = form.querySelector("[data-says]");
const AGAIN = [2000, 5000, 10000, 20000];
let isSending = false;

const pause = (time) => new Promise((go) => { setTimeout(go, time); });

function say(text, file, link) {
  says.textContent = text.replace("{name}", file.name);
  if (link) says.append(" ", Object.assign(document.createElement("a"), link));
  says.hidden = false;
}

// Whether the device still gives the file away: it may have been changed or moved meanwhile.
const isReadable = (file) => file.slice(0, 1).arrayBuffer().then(() => true, () => false);

// What the portal said of the file; undefined where the device does not give it away any more.
async function send(file) {
  for (let failures = 0; await isReadable(file); failures += 1) {
    say(failures ? words.again : words.sending, file);
    const body = new FormData(form);
    body.delete("csrfmiddlewaretoken"); // It goes in a header, which is renewed.
    try {
      return await post(form.action, body, file.size);
    } catch {
      say(words.broken, file);
      await pause(AGAIN[Math.min(failures, AGAIN.length - 1)]);
    }
  }
}

form.addEventListener("submit", async (event) => {
  const [file] = form.elements.file.files;
  if (!file) return;
  event.preventDefault();
  if (isSending) return;
  isSending = true;
  const answer = await send(file);
  isSending = false;
  if (!answer) say(words.gone, file);
  else if (answer.told.state === "answered") location.assign(form.action);
  else if (answer.status === 401) say(words.ended, file, { href: answer.told.sign_in, target: "_blank", textContent: words.endedLink });
  else say(answer.told.words ?? words.refused, file);
});
addEventListener("beforeunload", (event) => isSending && event.preventDefault());
