// Pictures of a product: dropped or chosen they are sent at once; dragged they change places. Without a script there
// is a button for each.
(() => {
  const zone = (event) => event.target.closest && event.target.closest("form[data-drop]");
  const hasFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");

  document.addEventListener("dragover", (event) => {
    const form = zone(event);
    if (!form || !hasFiles(event)) return;
    event.preventDefault();
    form.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => {
    const form = zone(event);
    if (form && !form.contains(event.relatedTarget)) form.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    const form = zone(event);
    if (!form || !hasFiles(event)) return;
    event.preventDefault();
    form.classList.remove("is-over");
    const input = form.querySelector("input[data-drop-files]");
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("form[data-drop] input[data-drop-files]") && event.target.files.length) event.target.form.requestSubmit();
  });
  document.addEventListener("htmx:xhr:progress", (event) => {
    const form = event.target.closest && event.target.closest("form[data-drop]");
    if (!form || !event.detail.lengthComputable) return;
    const bar = form.querySelector("progress");
    bar.hidden = false;
    if (event.detail.loaded < event.detail.total) bar.value = (100 * event.detail.loaded) / event.detail.total;
    else bar.removeAttribute("value"); // all is sent, and is being drawn
  });

  let dragged = null;
  const place = (event) => dragged && event.target.closest && event.target.closest("[data-order] > [data-picture]");
  document.addEventListener("dragstart", (event) => {
    const item = event.target.closest && event.target.closest("[data-order] > [data-picture]");
    if (!item) return;
    if (event.target.closest("input, textarea")) { event.preventDefault(); return; } // text is chosen, nothing is moved
    dragged = item;
    event.dataTransfer.effectAllowed = "move";
    item.classList.add("is-dragged");
  });
  document.addEventListener("dragover", (event) => {
    const item = place(event);
    if (!item) return;
    event.preventDefault();
    for (const each of item.parentElement.children) each.classList.toggle("is-over", each === item && each !== dragged);
  });
  document.addEventListener("drop", (event) => {
    const item = place(event);
    if (!item) return;
    event.preventDefault();
    const form = dragged.querySelector("form[data-place]");
    if (item !== dragged) {
      const to = [...item.parentElement.children].indexOf(item) + 1;
      window.htmx.ajax("POST", form.action, { source: form, target: "#pictures", swap: "outerHTML", values: { position: to } });
    }
  });
  document.addEventListener("dragend", () => {
    if (dragged) for (const each of dragged.parentElement.children) each.classList.remove("is-over", "is-dragged");
    dragged = null;
  });
})();
