// What htmx swaps is announced, errors get the focus, failures are said aloud.
(() => {
  const announcer = () => document.getElementById("announcer");
  const announce = (text) => { if (text && announcer()) announcer().textContent = text; };

  const focusErrors = (root) => {
    const box = root.querySelector("[data-errors]");
    if (box) box.focus();
  };
  focusErrors(document);

  document.body.addEventListener("htmx:afterSettle", (event) => {
    const swapped = event.detail.elt;
    if (!swapped || !swapped.querySelector) return;
    focusErrors(swapped);
    const spoken = swapped.matches("[data-announce]") ? swapped : swapped.querySelector("[data-announce]");
    if (spoken) announce(spoken.dataset.announce);
  });

  // An answer that is a whole page (signed out, not found, broken) is not a fragment: show it as the page it is.
  document.body.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 401 || status === 403 || status === 404) location.reload();
    else if (status >= 500 || status === 429) window.cratebook.toast(document.body.dataset.failed, true);
  });
  document.body.addEventListener("htmx:sendError", () => window.cratebook.toast(document.body.dataset.offline, true));

  window.cratebook = Object.assign(window.cratebook || {}, { announce });
})();
