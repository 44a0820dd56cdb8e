// @ts-check
// What follows from badges that changed: the counts beside them, the days overdue, the notice.
"use strict";

/** Each blip once. @param {Change[]} changes @returns {Change[]} */
function distinct(changes) {
  return [...new Map(changes.map((change) => [change.id, change])).values()];
}

/** Corrects every count by the changes within its scope. @param {Change[]} changes */
function recount(changes) {
  for (const element of document.querySelectorAll("[data-count]")) {
    const scope = element.closest("[data-scope='page']") ? document : element.closest("[data-scope]");
    const of = element.getAttribute("data-count");
    const is = (/** @type {string} */ state) => Number(state === of || (of === "flagged" && state === "expired"));
    const inside = distinct(changes.filter(({ badge }) => scope?.contains(badge)));
    const more = inside.reduce((sum, { from, to }) => sum + is(to) - is(from), 0);
    if (more) element.textContent = String(Number(element.textContent) + more);
  }
}

/** Counts the days on the board on. @param {Change[]} changes @param {string} today */
function recountDays(changes, today) {
  for (const { badge, to } of changes) {
    if (to !== "expired" || !badge.closest(".board")) continue;
    const days = document.createElement("span");
    days.dataset.overdue = "0";
    badge.after(days);
  }
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-overdue]"))) {
    const badge = /** @type {HTMLElement | null} */ (element.previousElementSibling);
    const { until } = badge?.dataset ?? {};
    const days = until ? daysBetween(until, today) : Number(element.dataset.overdue) + daysBetween(builtOn, today);
    element.textContent = fill(texts.reviews.overdue[until ? "expired" : "unreviewed"], { days: count(texts.units.day, days) });
  }
}

/** Says what has run out since the build. @param {Change[]} changes */
function notify(changes) {
  const expired = distinct(changes.filter(({ to }) => to === "expired")).length;
  const notice = document.getElementById("since-build");
  if (!notice || !expired) return;
  notice.hidden = false;
  notice.textContent = count(texts.notice, expired, { date: writeDate(builtOn) });
}
