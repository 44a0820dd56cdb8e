// @ts-check
// The sentence on a blip's page that says why it is as fresh as it is.
"use strict";

/** Writes the sentence again, with the reader's days. @param {string} today @param {Texts} texts */
function rewriteWhy(today, texts) {
  const badge = /** @type {HTMLElement | null} */ (document.querySelector(".why .badge[data-until]"));
  const because = document.getElementById("because");
  if (!badge || !because || !texts.why) return;
  const sentence = texts.why[/** @type {"due" | "expired"} */ (badge.classList[1])];
  const days = Math.abs(daysBetween(today, badge.dataset.until ?? today));
  if (sentence) because.textContent = fill(sentence, { days: count(texts.day, days) });
}
