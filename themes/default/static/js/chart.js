// @ts-check
// Updates the marks and texts of the chart when the state of a blip has changed.
"use strict";

/** Returns the position of a blip on its chart. @param {SVGAElement} link */
function positionOf(link) {
  const [x = 0, y = 0] = link.getAttribute("transform")?.match(/-?[\d.]+/g)?.map(Number) ?? [];
  return { x, y };
}

/** The marks drawn so far, to be copied, by their state. @type {Map<string, SVGGElement>} */
const drawnMarks = new Map();

/** The state that the mark of a blip shows, once it was drawn here. @type {WeakMap<SVGAElement, string>} */
const shownMarks = new WeakMap();

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

/**
 * Draws the mark of a blip again if its state or its direction is another.
 * @param {SVGAElement} link
 * @param {MarkState} state
 */
function drawMark(link, state) {
  const classes = markClasses(state);
  const turn = state.movement.startsWith("moved") ? inward(link) : "";
  const shown = shownMarks.get(link) ?? (turn ? "" : `${markClasses(readClasses(link.classList))} `);
  const wanted = `${classes} ${turn}`;
  if (shown === wanted && link.classList.contains("blip")) return;
  shownMarks.set(link, wanted);
  link.classList.remove(...FRESHNESS, ...MOVEMENTS, "imposed", "set-from-outside");
  link.classList.add("blip", ...classes.split(" "));
  const mark = /** @type {SVGGElement} */ (copiedMark(classes, state).cloneNode(true));
  const turning = mark.querySelector("[data-around]");
  if (turning instanceof SVGElement) turning.setAttribute("transform", `rotate(${turn} ${turning.dataset.around})`);
  link.querySelector(".blip-dot")?.replaceChildren(mark);
}

/** @typedef {{ movement: string, freshness: string, imposed: boolean, outside: boolean }} MarkState */

/** Returns the classes of a state, in the order of src/chart/mark.rs. @param {MarkState} state */
function markClasses({ movement, freshness, imposed, outside }) {
  return [freshness, movement === "unchanged" ? "" : movement, imposed ? "imposed" : outside ? "set-from-outside" : ""].filter(Boolean).join(" ");
}

/** Returns the direction of the centre, in degrees from the top. @param {SVGAElement} link */
function inward(link) {
  const { x, y } = positionOf(link);
  const { cx, cy } = link.ownerSVGElement?.dataset ?? {};
  return ((Math.atan2(Number(cy) - y, Number(cx) - x) * 180) / Math.PI + 90).toFixed(1);
}

/** Returns the mark of a state, made of the parts of the sprite. @param {string} classes @param {MarkState} state */
function copiedMark(classes, { movement, freshness, imposed, outside }) {
  const known = drawnMarks.get(classes);
  if (known) return known;
  const group = () => document.createElementNS("http://www.w3.org/2000/svg", "g");
  const part = (/** @type {string} */ name) => {
    const copy = document.getElementById(`m-${name}`)?.cloneNode(true) ?? group();
    /** @type {Element} */ (copy).removeAttribute("id");
    return copy;
  };
  const [mark, inside] = [group(), group()];
  inside.setAttribute("class", "state");
  if (movement !== "unchanged") inside.append(part(isFlagged(freshness) ? `flag-${movement}` : movement));
  inside.append(part(freshness));
  mark.append(inside);
  if (imposed || outside) mark.append(part(imposed ? "imposed" : "set-from-outside"));
  drawnMarks.set(classes, mark);
  return mark;
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

/** Updates the counts below the names of the quadrants and on the rim. @param {Blip[]} blips */
function updateSectorNotes(blips) {
  const drawn = new Set(blips.flatMap(({ links }) => links.map((link) => link.ownerSVGElement)));
  // A page may have several charts, and a screen shows one of them.
  for (const sector of [...drawn].flatMap((chart) => [...(chart?.querySelectorAll(".sector") ?? [])])) {
    const note = sector.querySelector(".sector-note");
    const inSector = blips.filter((blip) => blip.state.ring >= 0 && sector.classList.contains(`sector-${blip.sector + 1}`));
    const flagged = inSector.filter(({ state }) => isFlagged(state.freshness)).length;
    const total = count(texts.chart.blips, inSector.length);
    updateRim(sector, inSector);
    if (note) note.textContent = flagged ? fill(texts.chart.note, { blips: total, flagged: count(texts.chart.flagged, flagged) }) : total;
  }
}
