// A button that prints the page; without a script there is none.
(() => {
  document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });
  document.addEventListener("click", (event) => {
    if (event.target.closest && event.target.closest("[data-print]")) print();
  });
})();
