// Whoever signs out leaves nothing on the device.
function forgetAll() {
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith("unsent/"))) localStorage.removeItem(key);
}

for (const form of document.querySelectorAll('form[action$="/logout/"]')) form.addEventListener("submit", forgetAll);
