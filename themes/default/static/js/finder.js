// @ts-check
// Connects search and filter with the chart, the lists and the address.
"use strict";

/**
 * Shows the blips that match the form, whenever it changes.
 * @param {Blip[]} blips
 * @returns {() => void} to call when the blips or the form have changed
 */
function initFinder(blips) {
  if (!form) return () => {};
  const show = () => {
    const found = filter(blips);
    showMatches(blips);
    showStatement(view.day, found, blips.filter(({ state }) => state.ring >= 0).length);
    setTabStops(blips);
    if (field?.value && !canSearch) loadSearch().then(show, () => {});
  };
  const change = (/** @type {string} */ step) => {
    nextFrame(show);
    writeAddress(step);
  };
  // The field of the search belongs to the form, and is elsewhere on the page.
  document.addEventListener("input", ({ target }) => {
    if (target instanceof HTMLInputElement && target.form === form) change(target === field ? "q" : "");
  });
  form.addEventListener("reset", (event) => {
    // The browser would reset the form only after this event.
    event.preventDefault();
    fillForm(new Map());
    change("");
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", ({ target }) => closeFacets(target instanceof Element ? (target.closest("#finder details") ?? undefined) : undefined));
  if (location.hash === "#find") field?.focus();
  return show;
}
