// @ts-check
// The sentence on a blip's page that says why it is as fresh as it is.
"use strict";

/** Writes the sentence again, with the reader's days. @param {string} today */
function rewriteWhy(today) {
  const badge = /** @type {HTMLElement | null} */ (document.querySelector(".why .badge[data-until]"));
  const because = document.getElementById("because");
  const sentences = document.getElementById("sentences")?.textContent;
  if (!badge || !because || !sentences) return;
  const sentence = JSON.parse(sentences)[badge.classList[1]];
  const days = Math.abs(daysBetween(today, badge.dataset.until ?? today));
  if (sentence) because.textContent = fill(sentence, { days: count(texts.units.day, days) });
}

if (builtOn && today > builtOn) rewriteWhy(today);
