// @ts-check
// The rim of the chart on another day: src/chart/svg/rim.rs for the script.
"use strict";

/** The distance between two parts of the rim, along it. */
const RIM_GAP = 4;

/** Draws the rim of a sector for some blips: their shares of fresh, due and flagged. @param {Element} sector @param {Blip[]} blips */
function updateRim(sector, blips) {
  const rim = /** @type {SVGGElement | null} */ (sector.querySelector(".rim"));
  const { cx, cy } = rim?.ownerSVGElement?.dataset ?? {};
  if (!rim) return;
  const [radius, from, to] = [rim.dataset.radius, rim.dataset.from, rim.dataset.to].map(Number);
  const counts = [0, 0, 0];
  for (const { state } of blips) counts[isFlagged(state.freshness) ? 2 : state.freshness === "due" ? 1 : 0] += 1;
  const gap = RIM_GAP / radius;
  const length = to - from - gap * (counts.filter(Boolean).length - 1);
  const at = (/** @type {number} */ angle) => `${(Number(cx) + radius * Math.cos(angle)).toFixed(1)} ${(Number(cy) + radius * Math.sin(angle)).toFixed(1)}`;
  let start = from;
  [...rim.children].forEach((part, index) => {
    const end = start + (length * counts[index]) / Math.max(blips.length, 1);
    const arc = `A${radius} ${radius} 0 0 1 `;
    part.setAttribute("d", counts[index] ? `M${at(start)}${arc}${at((start + end) / 2)}${arc}${at(end)}` : "");
    if (counts[index]) start = end + gap;
  });
}
