// <b data-until="2026-11-25T17:00:00Z" data-over="Closed">in 3 hours</b> counts down; a radio button beside it closes with it.
(() => {
  const written = (seconds) => {
    const unit = (name, count) => new Intl.NumberFormat(document.documentElement.lang || "en", {
      style: "unit", unit: name, unitDisplay: "short",
    }).format(count);
    const minutes = Math.ceil(seconds / 60);
    if (seconds < 60) return unit("second", Math.ceil(seconds));
    if (minutes < 60) return unit("minute", minutes);
    return `${unit("hour", Math.floor(minutes / 60))} ${unit("minute", minutes % 60)}`;
  };
  const tick = (node) => {
    const seconds = (Date.parse(node.dataset.until) - Date.now()) / 1000;
    if (seconds > 0) {
      if (seconds < 48 * 3600) node.textContent = written(seconds);
      return;
    }
    node.textContent = node.dataset.over;
    const radio = node.closest("label") && node.closest("label").querySelector("input[type=radio]");
    if (radio && !radio.disabled) {
      radio.disabled = true;
      radio.checked = false;
      radio.closest("label").classList.add("cb-choice--off");
    }
  };
  const all = () => document.querySelectorAll("[data-until]").forEach(tick);
  all();
  setInterval(all, 1000);
})();
