// @ts-check
// The explanation of the freshness on a blip's page.
"use strict";

/** Updates the explanation to the reader's day. */
function updateExplanation() {
  const badge = /** @type {HTMLElement | null} */ (document.querySelector(".freshness .badge[data-until]"));
  const explanation = document.getElementById("explanation");
  const explanations = document.getElementById("explanations")?.textContent;
  if (!badge || !explanation || !explanations) return;
  const text = JSON.parse(explanations)[badge.classList[1]];
  if (text) explanation.textContent = text;
}

if (buildDate) everyPage(updateExplanation);
