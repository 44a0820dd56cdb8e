// @ts-check
// How long questions have waited by the reader's own day, as in src/radar/questions.rs.
"use strict";

/** Updates how long ago questions were asked, and which have waited for longer than the notice. @param {string} today */
function updateWaits(today) {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-asked]"))) {
    const { asked = "", noticeUntil } = element.dataset;
    const days = daysBetween(asked, today);
    element.textContent = days ? count(texts.questions.ago, days) : texts.questions.today;
    if (noticeUntil) element.classList.toggle("late", today > noticeUntil);
  }
}
