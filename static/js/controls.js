// Small controls: quantity box, copy button, double submit, submit on change.
(() => {
  const number = (text, fallback) => {
    const value = Number.parseInt(text, 10);
    return Number.isNaN(value) ? fallback : value;
  };
  const settle = (input, wanted) => {
    const multiple = number(input.dataset.multiple, 1);
    const min = number(input.dataset.min, 0);
    const max = number(input.dataset.max, Infinity);
    const value = Math.min(Math.max(wanted, min), max);
    const next = String(value % multiple === 0 || value === max ? value : Math.ceil(value / multiple) * multiple);
    const changed = input.value !== next;
    input.value = next;
    input.closest("[data-step]").classList.toggle("has", next !== "0");
    return changed;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step-by]");
    if (!button) return;
    const input = button.closest("[data-step]").querySelector("input");
    const way = number(button.dataset.stepBy, 1) * number(input.dataset.multiple, 1);
    if (settle(input, number(input.value, 0) + way)) input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.addEventListener("change", (event) => {
    if (event.isTrusted && event.target.matches("[data-step] input")) settle(event.target, number(event.target.value, 0));
  }, true);
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches || !event.target.matches("[data-step] input")) return;
    const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!way) return;
    event.preventDefault();
    const input = event.target;
    if (settle(input, number(input.value, 0) + way * number(input.dataset.multiple, 1))) input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // A click while the answer to an earlier one is under way is not lost with the swapped box: it is added to the new one.
  const waiting = new Map();
  const stepOf = (element) => element && element.querySelector && element.querySelector("[data-step] input");
  document.addEventListener("htmx:beforeRequest", (event) => {
    const input = stepOf(event.detail.elt);
    if (input) input.dataset.sent = input.value;
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const target = event.detail.target;
    const input = stepOf(target);
    if (!input || input.dataset.sent === undefined) return;
    const more = number(input.value, 0) - number(input.dataset.sent, 0);
    if (more) waiting.set(target.id, more);
  });
  document.addEventListener("htmx:afterSettle", () => {
    for (const [id, more] of waiting) {
      waiting.delete(id);
      const input = stepOf(document.getElementById(id));
      if (input && settle(input, number(input.value, 0) + more)) input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });

  // <form data-with="id">: what stands in that form is sent with this one, so that nothing typed there is passed over.
  document.addEventListener("formdata", (event) => {
    const other = document.getElementById(event.target.dataset.with || "");
    if (!other) return;
    const own = new Set(event.formData.keys());
    for (const [name, value] of new FormData(other)) if (!own.has(name)) event.formData.append(name, value);
  });

  // <button data-copy="text" data-copied="Copied"> or data-copy-from="id of a field".
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-copy-from]");
    if (!button) return;
    const field = button.dataset.copyFrom && document.getElementById(button.dataset.copyFrom);
    const text = field ? field.value : button.dataset.copy;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      if (!field) return;
      field.select();
      document.execCommand("copy");
    }
    window.cratebook.toast(button.dataset.copied);
    window.cratebook.announce(button.dataset.copied);
  });

  // A form is sent once: a second click waits for the answer to the first.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (event.submitter && event.submitter.formTarget) return; // into a frame: this page stays
    if ("sending" in form.dataset) { event.preventDefault(); return; }
    if (form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete]")) return;
    form.dataset.sending = "";
    form.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sending]").forEach((form) => {
      delete form.dataset.sending;
      form.removeAttribute("aria-busy");
    });
  });

  // <select data-submit>: changing it sends its form; without script the form's button does.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]") && event.target.form) event.target.form.requestSubmit();
  });
})();
