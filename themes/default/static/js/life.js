// @ts-check
// The life of a blip is drawn up to the day on which its review runs out, or to the end of the year. What is ahead of the
// reader's day fades.
"use strict";

/** Fades what is ahead. @param {string} today */
function fadeAhead(today) {
  for (const life of /** @type {NodeListOf<SVGSVGElement>} */ (document.querySelectorAll("svg.life"))) {
    const { first = "", last = "" } = life.dataset;
    const share = daysBetween(first, today) / daysBetween(first, last);
    if (!(share >= 0 && share < 1)) continue;
    const x = `${(share * 100).toFixed(1)}%`;
    const width = `${(100 - share * 100).toFixed(1)}%`;
    life.insertAdjacentHTML("beforeend", `<rect class="ahead" x="${x}" width="${width}" height="100%"/><line class="now" x1="${x}" x2="${x}" y2="100%"/>`);
  }
}

if (buildDate) everyPage(() => fadeAhead(today));
