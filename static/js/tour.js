// Leads through the points of the tour's step that this page holds: [data-tour-bar] with [data-tour-point="selector"].
// Begins by itself once for each page and step in a tab, then by the button [data-tour-show]; the page works without it.
(() => {
  const bar = document.querySelector("[data-tour-bar]");
  const make = window.driver && window.driver.js && window.driver.js.driver;
  if (!bar || !make) return;
  const words = bar.dataset;
  const isShown = (element) => element.getClientRects().length > 0;
  const points = [...bar.querySelectorAll("[data-tour-point]")]
    .map((point) => ({
      element: [...document.querySelectorAll(point.dataset.tourPoint)].find(isShown),
      text: point.textContent.trim(),
    }))
    .filter((point) => point.element);
  if (!points.length) return;

  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const wrote = (text) => ({ popover }) => {
    popover.title.textContent = words.title;
    // Its <header> and <footer> would be landmarks of the page.
    popover.title.setAttribute("role", "presentation");
    popover.footer.setAttribute("role", "presentation");
    popover.description.textContent = text;
    popover.closeButton.setAttribute("aria-label", words.close);
    popover.nextButton.textContent = popover.nextButton.classList.contains("driver-popover-done-btn") ? words.done : words.next;
    popover.previousButton.textContent = words.previous;
  };
  // A text field may not say that it is expanded; the dialog names itself.
  const plain = (element) => ["aria-haspopup", "aria-expanded", "aria-controls"].forEach((name) => element.removeAttribute(name));
  const show = () => {
    let last = points[0].element;
    make({
      animate: !isStill,
      smoothScroll: !isStill,
      popoverClass: "cb-tourpop",
      overlayOpacity: 0.45,
      stagePadding: 6,
      steps: points.map(({ element, text }) => ({
        element,
        popover: { title: " ", description: " ", onPopoverRender: (popover) => wrote(text)({ popover }) },
        onHighlighted: () => { last = element; plain(element); },
      })),
      // The driver gives the focus back to where it was before; the control is where the person goes on.
      onDestroyed: () => setTimeout(() => last.focus()),
    }).drive();
  };

  const opener = bar.querySelector("[data-tour-show]");
  opener.hidden = false;
  opener.addEventListener("click", show);
  const seen = `tour:${bar.dataset.tourBar}:${location.pathname}`;
  const remembered = (write) => {
    try {
      return write ? sessionStorage.setItem(seen, "1") : sessionStorage.getItem(seen);
    } catch {
      return "1"; // no storage: only when asked
    }
  };
  if (remembered(false) || document.querySelector("[role=alert], .is-invalid")) return;
  remembered(true);
  show();
})();
