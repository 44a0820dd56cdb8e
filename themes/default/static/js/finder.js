// @ts-check
// Connects search and filter with the chart, the lists and the address.
"use strict";

/**
 * Shows the blips that match the form, whenever it changes.
 * @param {Blip[]} blips
 * @param {() => string} day of the chart; empty for today
 * @returns {() => void} to call when the blips themselves have changed
 */
function initFinder(blips, day) {
  if (!form) return () => {};
  /** @type {Blip[]} */
  let found = [];
  const show = () => {
    found = filter(blips);
    showMatches(blips);
    showStatement(day(), found.length, blips.filter(({ state }) => state.ring >= 0).length);
    setTabStops(blips);
  };
  const change = () => {
    show();
    writeAddress(day());
  };
  form.addEventListener("input", change);
  // The search field is outside of the form that it belongs to.
  document.getElementById("find")?.addEventListener("input", change);
  // Prepares the search before the first letter.
  document.getElementById("find")?.addEventListener("focus", () => blips.forEach(searchWords), { once: true });
  form.addEventListener("reset", (event) => {
    // The browser would reset the form only after this event.
    event.preventDefault();
    fillForm(new Map());
    change();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    found[0]?.link.focus();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.getElementById("find")?.focus();
  });
  document.addEventListener("click", ({ target }) => closeFacets(target instanceof Element ? (target.closest("#finder details") ?? undefined) : undefined));
  if (location.hash === "#find") document.getElementById("find")?.focus();
  return show;
}
