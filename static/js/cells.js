// A box of the Inventory page that is edited where it stands: Enter saves (it is a form), Escape leaves.
(() => {
  document.addEventListener("keydown", (event) => {
    const form = event.key === "Escape" && event.target.closest && event.target.closest("[data-cell-form]");
    const leave = form && form.querySelector("[data-cell-leave]");
    if (!leave) return;
    event.preventDefault();
    leave.click();
  });
  let column = -1; // of the box that was left
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const row = event.detail.target;
    const form = row && row.matches && row.matches("tr") && row.querySelector("[data-cell-form]");
    column = form ? form.closest("td").cellIndex : -1;
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const row = event.detail.elt;
    if (!row || !row.matches || !row.matches("tr")) return;
    const wrong = row.querySelector("[data-cell-form] .is-invalid");
    const box = wrong || row.querySelector("[data-cell-form] input[type=number]");
    if (box) { box.focus(); box.select(); return; }
    const pencil = column < 0 ? null : row.cells[column].querySelector("a.cb-cell");
    if (pencil) pencil.focus();
  });
})();
