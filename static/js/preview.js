// The mail beside the form that words it. Its frame is a page of its own, so the form is posted into a fresh frame,
// which leaves no step in the history and takes the old one's place once it is drawn. Without a script the form's
// Preview button posts into the frame that is there.
(() => {
  let drawn = 0;
  const redraw = () => {
    const old = document.querySelector("iframe[data-preview]:not([data-next])");
    const button = document.querySelector("[data-preview-button]");
    if (!old || !button) return;
    document.querySelectorAll("iframe[data-next]").forEach((late) => late.remove());
    const next = old.cloneNode();
    next.removeAttribute("src");
    next.name = `mail-preview-${(drawn += 1)}`; // a frame keeps the name that it was born with
    next.dataset.next = "";
    next.hidden = true;
    old.after(next);
    button.formTarget = next.name;
    button.form.requestSubmit(button);
    next.addEventListener("load", () => {
      if (!next.isConnected) return;
      delete next.dataset.next;
      next.hidden = false;
      old.remove();
    }, { once: true });
  };
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.matches && event.target.matches("[data-redraws]")) redraw();
  });

  // <form data-guarded>: leaving with something typed and not saved asks first.
  let typed = false;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && "guarded" in form.dataset && !event.target.matches("[data-unguarded]")) typed = true;
  });
  document.addEventListener("submit", (event) => {
    if (!event.submitter || !event.submitter.formTarget) typed = false;
  });
  addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
})();
