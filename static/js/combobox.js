// Search as one types. The field asks the server by htmx; it answers a listbox of links (they open) or of
// buttons with data-value (they fill the field named by data-combobox-value). Arrows walk, Enter takes, Escape closes.
(() => {
  const listOf = (field) => document.getElementById(field.getAttribute("aria-controls"));
  const options = (field) => { const list = listOf(field); return list ? [...list.querySelectorAll("[role=option]")] : []; };
  const active = (field) => options(field).find((option) => option.getAttribute("aria-selected") === "true");

  const select = (field, option) => {
    for (const each of options(field)) each.setAttribute("aria-selected", each === option ? "true" : "false");
    if (option) {
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  };
  const show = (field, isOpen) => {
    const list = listOf(field);
    const shown = isOpen && options(field).length > 0;
    field.setAttribute("aria-expanded", String(shown));
    if (list) list.hidden = !shown;
    if (!shown) select(field, null);
  };
  const take = (field, option) => {
    const target = field.dataset.comboboxValue && document.querySelector(field.dataset.comboboxValue);
    if (option.dataset.value !== undefined && target) {
      target.value = option.dataset.value;
      field.value = option.dataset.text || option.textContent.trim();
      target.dispatchEvent(new Event("change", { bubbles: true }));
      show(field, false);
      field.focus();
    } else option.click();
  };

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.matches || !field.matches("[data-combobox]")) return;
    const all = options(field);
    const at = all.indexOf(active(field));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Escape") { show(field, false); return; }
    if (event.key === "Enter" && at >= 0) { event.preventDefault(); take(field, all[at]); return; }
    if (to === undefined || all.length === 0 || ((event.key === "Home" || event.key === "End") && at < 0)) return;
    event.preventDefault();
    show(field, true);
    select(field, all[(to + all.length) % all.length]);
  });
  document.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option][data-value]");
    if (option) {
      const list = option.closest("[role=listbox]");
      const field = list && document.querySelector(`[data-combobox][aria-controls="${list.id}"]`);
      if (field) take(field, option);
    }
    for (const field of document.querySelectorAll("[data-combobox]")) {
      const box = field.closest(".cb-combo");
      if (box && !box.contains(event.target)) show(field, false);
    }
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-combobox]") && event.target.value) show(event.target, true);
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    for (const field of document.querySelectorAll("[data-combobox]")) {
      if (field !== document.activeElement) continue;
      if (!active(field)) select(field, null); // the option it named is gone
      show(field, true);
    }
  });
})();
