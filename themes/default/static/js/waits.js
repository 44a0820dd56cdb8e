// @ts-check
// How long questions have waited by the reader's own day, as in src/radar/questions.rs.
"use strict";

/** Updates how long ago questions were asked, and which have waited for longer than the notice. @param {string} today */
function updateWaits(today) {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-asked]"))) {
    const days = daysBetween(element.dataset.asked ?? today, today);
    element.textContent = days ? count(texts.questions.ago, days) : texts.questions.today;
  }
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-notice-until]"))) {
    element.classList.toggle("late", today > (element.dataset.noticeUntil ?? today));
  }
}
