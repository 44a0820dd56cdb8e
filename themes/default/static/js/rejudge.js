// @ts-check
// A page outlives its build, so it is judged again by the reader's own calendar: the rule of
// src/freshness.rs, for reviews that the build knew. Time only runs forward: with a clock that is
// behind the build, the page stays as it was built.
"use strict";

/** @typedef {{ id: string, badge: HTMLElement, from: string, to: string }} Change */

/** Judges every badge again, and changes those that are no longer right. @param {string} today @returns {Change[]} */
function rejudge(today) {
  /** @type {Change[]} */
  const changes = [];
  for (const badge of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".badge[data-until]"))) {
    const { dueFrom = "", until = "", since = "" } = badge.dataset;
    const to = freshness(today, dueFrom, until);
    const from = badge.classList[1];
    const blip = badge.closest("[data-id]");
    const mark = (badge.closest(".why") ?? blip)?.querySelector(".mark");
    const dial = mark?.firstElementChild;
    dial?.setAttribute("href", `#m-${to}`);
    dial?.setAttribute("stroke-dasharray", `${timeLeft(today, since, until)} 24`);
    if (from === to) continue;
    mark?.classList.replace(from, to);
    badge.className = `badge ${to}`;
    badge.textContent = fill(texts.badge[to], { date: writeDate(until) });
    changes.push({ id: blip?.getAttribute("data-id") ?? "", badge, from, to });
  }
  return changes;
}

/**
 * Does the same for the chart: its dots by the badges in the lists.
 * @param {Blip[]} blips
 * @param {string} today
 */
function rejudgeChart(blips, today) {
  for (const blip of blips) {
    const { until = "", since = "", dueFrom = "" } = /** @type {HTMLElement | null} */ (blip.row?.querySelector(".badge"))?.dataset ?? {};
    if (!until) continue;
    const left = timeLeft(today, since, until);
    const is = freshness(today, dueFrom, until);
    if (is === blip.state.freshness && left === timeLeft(builtOn, since, until)) continue;
    Object.assign(blip.state, { freshness: is, left });
    drawMark(blip.link, blip.state);
    nameLink(blip);
  }
  noteSectors(blips);
}
