// Says that a chosen file is too large before it is sent: on a slow line that would take minutes and be refused.
for (const input of document.querySelectorAll("input[type=file][data-most]")) input.addEventListener("change", () => {
  const isTooLarge = [...input.files].some((file) => file.size > Number(input.dataset.most));
  input.setCustomValidity(isTooLarge ? input.dataset.tooLarge : "");
  input.reportValidity();
});
