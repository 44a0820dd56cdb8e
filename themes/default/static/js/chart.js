// @ts-check
// Updates the texts of the chart when the state of a blip has changed.
"use strict";

/** Returns the position of a blip on its chart. @param {SVGAElement} link */
function positionOf(link) {
  const [x = 0, y = 0] = link.getAttribute("transform")?.match(/-?[\d.]+/g)?.map(Number) ?? [];
  return { x, y };
}

/**
 * Listens for the focus of the blips of a chart. The listener is on what is around the chart, because an SVG that
 * listens for the focus becomes a tab stop of its own in Chromium, and Tab would stop there.
 * @param {SVGSVGElement} chart
 * @param {"focusin" | "focusout"} type
 * @param {(target: Element) => void} listener
 */
function onFocus(chart, type, listener) {
  chart.parentElement?.addEventListener(type, ({ target }) => {
    if (target instanceof Element && target !== chart && chart.contains(target)) listener(target);
  });
}

/** Sets the accessible name of a blip: its ring, quadrant, movement and freshness. @param {Blip} blip */
function setAccessibleName({ links, name, sector, state }) {
  const values = { name, ring: chartData.rings[state.ring].name, quadrant: chartData.quadrants[sector].name, movement: texts.movement[state.movement], freshness: describeState(state) };
  for (const link of links) link.setAttribute("aria-label", fill(texts.chart.label, values));
}

/** Returns the freshness in words, and who set the ring. @param {{ freshness: string, imposed: boolean, outside: boolean }} state */
function describeState({ freshness, imposed, outside }) {
  const words = texts.freshness[freshness];
  const setBy = imposed ? texts.chart.imposed : outside ? texts.chart["set-from-outside"] : "";
  return setBy ? fill(texts.chart.note, { blips: words, flagged: setBy }) : words;
}

/** Updates the counts below the names of the quadrants and on the rim: those of the build, where no blip is drawn. @param {Blip[]} blips */
function updateSectorNotes(blips) {
  if (!blips.length) return;
  for (const sector of document.querySelectorAll(".chart .sector")) {
    const note = sector.querySelector(".sector-note");
    const inSector = blips.filter((blip) => blip.state.ring >= 0 && sector.classList.contains(`sector-${blip.sector + 1}`));
    const flagged = inSector.filter(({ state }) => isFlagged(state.freshness)).length;
    const total = count(texts.chart.blips, inSector.length);
    updateRim(sector, inSector);
    if (note) note.textContent = flagged ? fill(texts.chart.note, { blips: total, flagged: count(texts.chart.flagged, flagged) }) : total;
  }
}
