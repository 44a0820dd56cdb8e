// @ts-check
// Search, filter, chart and address together.
"use strict";

/**
 * Shows what the form asks for, and keeps doing so.
 * @param {Blip[]} blips
 * @param {() => string} day that the chart shows; empty for today
 * @returns {() => void} what to call when the blips themselves have changed
 */
function offerFinder(blips, day) {
  if (!form) return () => {};
  /** @type {Blip[]} */
  let found = [];
  const show = () => {
    found = filter(blips);
    showHits(blips);
    stopAt(blips, blips.find(({ hit }) => hit));
  };
  const change = () => {
    show();
    writeAddress(day());
  };
  form.addEventListener("input", change);
  // Ready before the first letter.
  document.getElementById("find")?.addEventListener("focus", () => blips.forEach(indexed), { once: true });
  form.addEventListener("reset", (event) => {
    // The browser would empty it later than this.
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
