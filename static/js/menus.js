// Menus are <details>: they open without us. Here: one at a time, Escape and a click outside close, arrows walk.
(() => {
  const open = () => document.querySelectorAll("details.cb-menu[open]");
  const close = (menu, { focus = false } = {}) => {
    menu.open = false;
    if (focus) menu.querySelector("summary").focus();
  };
  const items = (menu) => [...menu.querySelectorAll(".cb-panel a[href], .cb-panel button, .cb-panel input:not([type=hidden])")];

  document.addEventListener("click", (event) => {
    const closer = event.target.closest("details.cb-menu [data-close]");
    if (closer) return close(closer.closest("details.cb-menu"), { focus: true });
    for (const menu of open()) if (!menu.contains(event.target)) close(menu);
  });
  document.addEventListener("focusin", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) close(menu);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = event.target.closest && event.target.closest("details.cb-menu[open]");
      if (menu) close(menu, { focus: true });
      else for (const each of open()) close(each, { focus: true });
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const menu = event.target.closest && event.target.closest("details.cb-menu");
    if (!menu || event.target.matches("input, textarea, select")) return;
    if (!menu.open) {
      if (event.target.tagName !== "SUMMARY" || event.key !== "ArrowDown") return;
      menu.open = true;
    }
    const all = items(menu);
    const step = event.key === "ArrowDown" ? 1 : -1;
    const next = all[(all.indexOf(event.target) + step + all.length) % all.length];
    if (next) { next.focus(); event.preventDefault(); }
  });

  // Keeps the panel on the screen: a menu near the right edge opens to the left.
  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (!menu.matches || !menu.matches("details.cb-menu") || !menu.open) return;
    const panel = menu.querySelector(".cb-panel");
    menu.classList.remove("is-flipped");
    if (panel.getBoundingClientRect().right > document.documentElement.clientWidth - 8) menu.classList.add("is-flipped");
  }, true);

  // Ctrl K (or Cmd K) and "/" go to the search.
  document.addEventListener("keydown", (event) => {
    const field = document.querySelector("[data-shortcut=k]");
    const typing = event.target.matches && event.target.matches("input, textarea, select, [contenteditable]");
    if (!field) return;
    if (((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") || (event.key === "/" && !typing)) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });

  // Dialogs: <button data-dialog="id"> opens <dialog id="id">, [data-close] in it closes it.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) document.getElementById(opener.dataset.dialog).showModal();
    const closer = event.target.closest("dialog [data-close]");
    if (closer) closer.closest("dialog").close();
  });
})();
