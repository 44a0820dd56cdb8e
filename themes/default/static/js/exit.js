// @ts-check
// What it would cost to leave a blip: an estimate that has expired by the reader's day says so.
"use strict";

/** @param {string} today */
function updateEstimates(today) {
  for (const estimate of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-holds-until]"))) {
    const { holdsUntil = "", expired = "" } = estimate.dataset;
    if (today <= holdsUntil) continue;
    estimate.textContent = expired;
  }
}

if (buildDate) everyPage(() => updateEstimates(today));
