// Runs before the first paint: a theme nobody chose follows the device.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  if ("chosen" in root.dataset) return;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => { root.dataset.bsTheme = dark.matches ? "dark" : "light"; };
  follow();
  dark.addEventListener("change", follow);
})();
