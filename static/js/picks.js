// Rows chosen in a list: the bulk bar shows how many; Shift takes the rows between.
(() => {
  let last = null;
  const list = (node) => node.closest("[data-picks]");
  const rows = (root) => [...root.querySelectorAll("tbody input[data-pick]")];

  const refresh = (root) => {
    const all = rows(root);
    const chosen = all.filter((box) => box.checked);
    for (const box of all) box.closest("tr").setAttribute("aria-selected", String(box.checked));
    const head = root.querySelector("input[data-pick-all]");
    if (head) {
      head.checked = all.length > 0 && chosen.length === all.length;
      head.indeterminate = chosen.length > 0 && chosen.length < all.length;
    }
    const bar = root.querySelector("[data-bulk]");
    if (bar) {
      const whole = bar.querySelector("input[data-pick-whole]");
      bar.hidden = chosen.length === 0 && !(whole && whole.checked);
      bar.querySelectorAll("[data-chosen]").forEach((node) => { node.textContent = String(chosen.length); });
    }
  };
  const refreshAll = () => document.querySelectorAll("[data-picks]").forEach(refresh);

  document.addEventListener("click", (event) => {
    const box = event.target;
    if (box.matches("input[data-pick]") && list(box)) {
      const all = rows(list(box));
      if (event.shiftKey && last && all.includes(last)) {
        const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
        for (const each of all.slice(from, to + 1)) each.checked = box.checked;
      }
      last = box;
      refresh(list(box));
    }
    const clear = event.target.closest("[data-pick-none]");
    if (clear && list(clear)) {
      for (const each of rows(list(clear))) each.checked = false;
      const whole = list(clear).querySelector("input[data-pick-whole]");
      if (whole) whole.checked = false;
      refresh(list(clear));
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("input[data-pick-whole]") && list(event.target)) {
      for (const each of rows(list(event.target))) each.checked = event.target.checked;
      refresh(list(event.target));
    }
    if (!event.target.matches("input[data-pick-all]") || !list(event.target)) return;
    for (const each of rows(list(event.target))) each.checked = event.target.checked;
    refresh(list(event.target));
  });
  document.body.addEventListener("htmx:afterSettle", refreshAll);
  addEventListener("pageshow", refreshAll);
  refreshAll();
})();
