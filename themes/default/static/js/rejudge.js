// @ts-check
// A page outlives its build, so it is judged again on the reader's own day, with the rule of src/radar/freshness.rs
// and the reviews of the build. If the reader's clock is behind the build, the page stays as it is.
"use strict";

/** @typedef {{ id: string, badge: HTMLElement, from: string, to: string }} Change */

/** Updates every badge, and returns the changes. @param {string} today @returns {Change[]} */
function rejudge(today) {
  /** @type {Change[]} */
  const changes = [];
  for (const badge of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".badge[data-until]"))) {
    const { dueFrom = "", until = "", since = "" } = badge.dataset;
    const to = freshness(today, dueFrom, until);
    const from = badge.classList[1];
    const blip = badge.closest("[data-id]");
    const mark = (badge.closest(".freshness") ?? blip)?.querySelector(".mark");
    const dial = mark?.firstElementChild;
    dial?.setAttribute("href", `#m-${to}`);
    dial?.setAttribute("stroke-dasharray", `${timeLeft(today, since, until)} 24`);
    if (from === to) continue;
    mark?.classList.replace(from, to);
    badge.className = `badge ${to}`;
    // In an index the date alone is shown.
    if (!(badge instanceof HTMLTimeElement)) badge.textContent = fill(texts.badge[to], { date: writeDate(until) });
    changes.push({ id: blip?.getAttribute("data-id") ?? "", badge, from, to });
  }
  return changes;
}

/**
 * Updates the blips of the chart from the badges in the lists.
 * @param {Blip[]} blips
 * @param {string} today
 */
function rejudgeChart(blips, today) {
  for (const blip of blips) {
    const { until = "", since = "", dueFrom = "" } = /** @type {HTMLElement | null} */ (blip.row?.querySelector(".badge"))?.dataset ?? {};
    if (!until) continue;
    const left = timeLeft(today, since, until);
    const is = freshness(today, dueFrom, until);
    if (is === blip.state.freshness && left === timeLeft(buildDate, since, until)) continue;
    Object.assign(blip.state, { freshness: is, left });
    for (const link of blip.links) drawMark(link, blip.state);
    setAccessibleName(blip);
  }
  updateSectorNotes(blips);
}
