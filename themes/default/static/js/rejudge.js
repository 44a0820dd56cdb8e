// @ts-check
// A page outlives its build, so it is judged again by the reader's own calendar: the rule of
// src/freshness.rs, for reviews that the build knew. Time only runs forward: with a clock that is
// behind the build, the page stays as it was built.
"use strict";

/** @typedef {{ id: string, badge: HTMLElement, from: string, to: string }} Change */

/** The reader's civil date, as in `2026-04-14`. */
function readersDate() {
  const now = new Date();
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Days from one civil date to another. @param {string} from @param {string} to */
function daysBetween(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** @param {string} today @param {string} dueFrom @param {string} until */
function freshness(today, dueFrom, until) {
  return today > until ? "expired" : today >= dueFrom ? "due" : "fresh";
}

/** Judges every badge again, and changes those that are no longer right. @param {string} today @returns {Change[]} */
function rejudge(today) {
  /** @type {Change[]} */
  const changes = [];
  for (const badge of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".badge[data-until]"))) {
    const { dueFrom = "", until = "" } = badge.dataset;
    const to = freshness(today, dueFrom, until);
    const from = badge.classList[1];
    if (from === to) continue;
    badge.className = `badge ${to}`;
    badge.textContent = fill(texts.badge[to], { date: writeDate(until) });
    const blip = badge.closest("[data-id]");
    const mark = (badge.closest(".why") ?? blip)?.querySelector(".mark");
    mark?.classList.replace(from, to);
    const dial = mark?.firstElementChild;
    dial?.setAttribute("href", `#m-${to}`);
    dial?.removeAttribute("stroke-dasharray");
    redraw(blip?.getAttribute("data-id") ?? "", from, to);
    changes.push({ id: blip?.getAttribute("data-id") ?? "", badge, from, to });
  }
  return changes;
}

/** Changes the dot in the chart, and what it is called. @param {string} id @param {string} from @param {string} to */
function redraw(id, from, to) {
  const dot = document.querySelector(`.chart .blip[data-id="${id}"]`);
  if (!dot) return;
  dot.classList.replace(from, to);
  const label = dot.getAttribute("aria-label") ?? "";
  const at = label.lastIndexOf(texts.freshness[from]);
  if (at >= 0) dot.setAttribute("aria-label", label.slice(0, at) + texts.freshness[to] + label.slice(at + texts.freshness[from].length));
}
