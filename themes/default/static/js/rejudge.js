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
    if (mark) redrawInList(mark, from, to);
    badge.className = `badge ${to}`;
    // In an index the date alone is shown.
    if (!(badge instanceof HTMLTimeElement)) badge.textContent = fill(texts.badge[to], { date: writeDate(until) });
    changes.push({ id: blip?.getAttribute("data-id") ?? "", badge, from, to });
  }
  return changes;
}

/** Draws the mark of a row for another freshness. @param {Element} mark @param {string} from @param {string} to */
function redrawInList(mark, from, to) {
  mark.classList.replace(from, to);
  const movements = MOVEMENTS.flatMap((name) => [`#m-${name}`, `#m-flag-${name}`]);
  for (const use of mark.querySelectorAll("use")) {
    const href = use.getAttribute("href") ?? "";
    if (href === `#m-${from}`) use.setAttribute("href", `#m-${to}`);
    else if (movements.includes(href)) use.setAttribute("href", href.replace(/m-(flag-)?/, isFlagged(to) ? "m-flag-" : "m-"));
  }
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
