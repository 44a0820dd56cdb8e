// @ts-check
// How long somebody has not practised, on the reader's day.
"use strict";

/** Updates the months since people stopped practising. @param {string} today */
function updateStopped(today) {
  const { stopped, stopped_lately: stoppedLately, ago, lately } = texts.hands;
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-stopped]"))) {
    const { stopped: day = today, by } = element.dataset;
    const months = monthsBetween(day, today);
    if (months < 1) element.textContent = by ? fill(stoppedLately, { by }) : lately;
    else element.textContent = by ? count(stopped, months, { by }) : count(ago, months);
  }
}

if (buildDate && today > buildDate) everyPage(() => updateStopped(today));
