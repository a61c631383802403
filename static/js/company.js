// The details of a company: the currency follows the country until it is chosen by hand, and the time zone
// begins with this device's. Without a script both are chosen.
(() => {
  "use strict";
  const country = document.querySelector("select[name=country][data-currencies]");
  const currency = document.querySelector("select[name=currency]");
  const zone = document.querySelector("select[name=time_zone]");
  if (!country || !currency || !zone) return;
  const currencies = JSON.parse(country.dataset.currencies);
  let chosen = false;
  currency.addEventListener("change", () => { chosen = true; });
  country.addEventListener("change", () => {
    const usual = currencies[country.value];
    if (!chosen && usual) currency.value = usual;
  });
  if (zone.value === "UTC") {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (zone.querySelector(`option[value="${CSS.escape(here)}"]`)) zone.value = here;
  }
})();
