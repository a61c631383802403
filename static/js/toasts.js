// Toasts leave after a while, unless they warn, or somebody points at them or is in them.
(() => {
  const STAY_MS = 7000;
  const box = () => document.getElementById("toasts");
  const drop = (toast) => toast.remove();
  const arm = (toast) => {
    if ("stays" in toast.dataset || "armed" in toast.dataset) return;
    toast.dataset.armed = "";
    const tick = () => (toast.matches(":hover, :focus-within") ? setTimeout(tick, 1000) : drop(toast));
    setTimeout(tick, STAY_MS);
  };
  const armAll = () => document.querySelectorAll("[data-toast]").forEach(arm);

  document.addEventListener("click", (event) => {
    const closer = event.target.closest("[data-toast] [data-close]");
    if (closer) drop(closer.closest("[data-toast]"));
  });
  document.body.addEventListener("htmx:afterSettle", armAll);
  document.body.addEventListener("htmx:oobAfterSwap", armAll);
  armAll();

  const toast = (text, stays = false) => {
    if (!text || !box()) return;
    const node = document.createElement("div");
    node.className = "cb-toast";
    node.dataset.toast = "";
    if (stays) node.dataset.stays = "";
    node.append(Object.assign(document.createElement("span"), { textContent: text }));
    const close = Object.assign(document.createElement("button"), { type: "button", textContent: "×", className: "cb-toast__close" });
    close.dataset.close = "";
    close.setAttribute("aria-label", document.body.dataset.close || "Close");
    node.append(close);
    box().append(node);
    arm(node);
  };
  window.cratebook = Object.assign(window.cratebook || {}, { toast });
})();
