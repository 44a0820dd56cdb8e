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
    const { dueFrom = "", until = "" } = badge.dataset;
    const to = freshness(today, dueFrom, until);
    const from = badge.classList[1];
    const blip = badge.closest("[data-id]");
    if (from === to) continue;
    const mark = (badge.closest(".freshness") ?? blip)?.querySelector(".mark");
    if (mark) writeMark(mark, { ...readClasses(mark.classList), freshness: to });
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
    const { until = "", dueFrom = "" } = /** @type {HTMLElement | null} */ (blip.row?.querySelector(".badge"))?.dataset ?? {};
    if (!until) continue;
    const is = freshness(today, dueFrom, until);
    if (is === blip.state.freshness) continue;
    blip.state.freshness = is;
    for (const link of blip.links) drawMark(link, blip.state);
    setAccessibleName(blip);
  }
  updateSectorNotes(blips);
}
