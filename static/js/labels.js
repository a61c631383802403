// A line of labels: those the company has already are added by a click. Without this, they are typed.
(() => {
  const split = (text) => text.split(",").map((label) => label.trim()).filter(Boolean);
  const same = (one, other) => one.toLowerCase() === other.toLowerCase();

  const refresh = (field) => {
    const offers = document.querySelector(`[data-offers-for="${CSS.escape(field.id)}"]`);
    if (!offers) return;
    const typed = split(field.value);
    for (const button of offers.querySelectorAll("[data-offer]")) {
      button.hidden = typed.some((label) => same(label, button.dataset.offer));
    }
    offers.hidden = !offers.querySelector("[data-offer]:not([hidden])");
  };
  const refreshAll = () => {
    for (const offers of document.querySelectorAll("[data-offers-for]")) {
      const field = document.getElementById(offers.dataset.offersFor);
      if (field) refresh(field);
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-offer]");
    if (!button) return;
    const field = document.getElementById(button.closest("[data-offers-for]").dataset.offersFor);
    field.value = [...split(field.value), button.dataset.offer].join(", ");
    refresh(field);
    field.focus();
  });
  document.addEventListener("input", (event) => {
    if (event.target.id) refresh(event.target);
  });
  document.body.addEventListener("htmx:afterSettle", refreshAll);
  addEventListener("pageshow", refreshAll);
  refreshAll();
})();
