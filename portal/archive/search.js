// Looks through the titles of the archive; works from a file, without a server. Without scripts the lists do.
(function () {
  "use strict";
  const form = document.querySelector("[data-search]");
  const titles = window.archiveTitles;
  if (!form || !titles) return;
  const box = form.querySelector("input");
  const list = document.querySelector("[data-found]");
  const state = document.querySelector("[data-state]");
  const MOST = 100;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const looked = titles.map(([title, href, more]) => ({ title, href, text: plain(`${title} ${more}`) }));

  function show() {
    const words = plain(box.value).split(/\s+/).filter(Boolean);
    const found = words.length ? looked.filter((one) => words.every((word) => one.text.includes(word))) : [];
    list.replaceChildren(
      ...found.slice(0, MOST).map((one) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = one.href;
        link.textContent = one.title;
        item.append(link);
        return item;
      }),
    );
    state.textContent = words.length ? `${state.dataset.label} ${found.length}` : "";
  }

  form.hidden = false;
  box.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
})();
