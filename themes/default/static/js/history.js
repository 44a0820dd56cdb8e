// @ts-check
// The table of all blips by all editions opens at its end: what readers know is today, and they go back from there.
"use strict";

/** Scrolls a table to today. @param {Element} box */
function showToday(box) {
  box.scrollLeft = box.scrollWidth;
}

for (const box of document.querySelectorAll(".lives")) {
  showToday(box);
  box.closest("details")?.addEventListener("toggle", () => showToday(box), { once: true });
}
