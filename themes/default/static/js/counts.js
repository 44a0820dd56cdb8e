// @ts-check
// Updates what depends on badges: the counts, the days overdue, the notice of expired reviews.
"use strict";

/** Returns one change per blip. @param {Change[]} changes @returns {Change[]} */
function uniqueBlips(changes) {
  return [...new Map(changes.map((change) => [change.id, change])).values()];
}

/** Shows a number. A zero is good news, so it is never red. @param {Element} element @param {number} n */
function showNumber(element, n) {
  element.textContent = String(n);
  element.classList.toggle("zero", n === 0);
}

/** Updates every count by the changes within its scope. @param {Change[]} changes */
function updateCounts(changes) {
  for (const element of document.querySelectorAll("[data-count]")) {
    const scope = element.closest("[data-scope='page']") ? document : element.closest("[data-scope]");
    const of = element.getAttribute("data-count");
    const is = (/** @type {string} */ state) => Number(state === of || (of === "flagged" && state === "expired"));
    const inside = uniqueBlips(changes.filter(({ badge }) => scope?.contains(badge)));
    const more = inside.reduce((sum, { from, to }) => sum + is(to) - is(from), 0);
    if (more) showNumber(element, Number(element.textContent) + more);
  }
}

/** Updates the days overdue. @param {Change[]} changes @param {string} today */
function updateOverdueDays(changes, today) {
  for (const { badge, to } of changes) {
    if (to !== "expired" || !badge.closest(".counting")) continue;
    const days = document.createElement("span");
    Object.assign(days.dataset, { since: badge.dataset.until, of: "expired" });
    badge.after(days);
  }
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-since]"))) {
    const { since = today, of = "" } = element.dataset;
    element.textContent = fill(texts.reviews.overdue[of], { days: count(texts.units.day, daysBetween(since, today)) });
  }
}

/** Shows how many reviews have expired since the build. @param {Change[]} changes */
function showNotice(changes) {
  const expired = uniqueBlips(changes.filter(({ to }) => to === "expired")).length;
  const notice = document.getElementById("since-build");
  if (!notice || !expired) return;
  notice.hidden = false;
  notice.textContent = count(texts.notice, expired, { date: writeDate(buildDate) });
}
