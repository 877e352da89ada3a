// Whoever signs out leaves nothing on the device; what somebody else left there stays that person's.
const person = document.querySelector("[data-waiting]")?.dataset.person;

function forgetMine() {
  const mine = Object.keys(localStorage).filter((one) => /^(unsent|typed)\/(\d+)\//.exec(one)?.[2] === person);
  for (const key of mine) localStorage.removeItem(key);
}

for (const form of document.querySelectorAll('form[action$="/logout/"]')) form.addEventListener("submit", forgetMine);
