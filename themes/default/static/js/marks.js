// @ts-check
// Draws marks, from the parts of the sprite: in the chart and in lists. src/chart/mark.rs puts them together in the same
// way.
"use strict";

/** @typedef {{ movement: string, freshness: string, imposed: boolean, outside: boolean }} MarkState */

/** The marks made so far, to be copied, by their classes. @type {Map<string, SVGGElement>} */
const knownMarks = new Map();

/** The mark of each blip of a chart, once it was drawn here: its classes and its direction. @type {WeakMap<SVGAElement, string>} */
const shownMarks = new WeakMap();

/**
 * Draws the mark of a blip in the chart again if its state or its direction is another.
 * @param {SVGAElement} link
 * @param {MarkState} state
 */
function drawMark(link, state) {
  const turn = state.movement.startsWith("moved") ? inward(link) : "";
  const shown = shownMarks.get(link) ?? (turn ? "" : `${markClasses(readClasses(link.classList))} `);
  const wanted = `${markClasses(state)} ${turn}`;
  if (shown === wanted && link.classList.contains("blip")) return;
  shownMarks.set(link, wanted);
  setMarkClasses(link, "blip", state);
  const mark = copiedMark(state);
  const turning = /** @type {SVGElement | null} */ (mark.querySelector("[data-around]"));
  turning?.setAttribute("transform", `rotate(${turn} ${turning.dataset.around})`);
  link.querySelector(".blip-dot")?.replaceChildren(mark);
}

/** Draws a mark in a list, where the centre is above. @param {Element} mark the `svg` @param {MarkState} state */
function writeMark(mark, state) {
  setMarkClasses(mark, "mark", state);
  mark.setAttribute("viewBox", "-11.5 -11.5 23 23");
  mark.setAttribute("aria-hidden", "true");
  mark.replaceChildren(copiedMark(state));
}

/** Returns the classes of a state. @param {MarkState} state */
function markClasses({ movement, freshness, imposed, outside }) {
  return [freshness, movement === "unchanged" ? "" : movement, imposed ? "imposed" : outside ? "set-from-outside" : ""].filter(Boolean).join(" ");
}

/** Replaces the classes of a state, and keeps all others. @param {Element} element @param {string} kind @param {MarkState} state */
function setMarkClasses({ classList }, kind, state) {
  classList.remove(...FRESHNESS, ...MOVEMENTS, "imposed", "set-from-outside");
  classList.add(kind, ...markClasses(state).split(" "));
}

/** Returns the direction of the centre, in degrees from the top. @param {SVGAElement} link */
function inward(link) {
  const { x, y } = positionOf(link);
  const { cx, cy } = link.ownerSVGElement?.dataset ?? {};
  return ((Math.atan2(Number(cy) - y, Number(cx) - x) * 180) / Math.PI + 90).toFixed(1);
}

/** Returns a new mark, which points up. @param {MarkState} state @returns {SVGGElement} */
function copiedMark(state) {
  const classes = markClasses(state);
  const known = knownMarks.get(classes) ?? makeMark(state);
  knownMarks.set(classes, known);
  return /** @type {SVGGElement} */ (known.cloneNode(true));
}

/** @param {MarkState} state */
function makeMark({ movement, freshness, imposed, outside }) {
  const group = () => document.createElementNS("http://www.w3.org/2000/svg", "g");
  const part = (/** @type {string} */ name) => {
    const copy = /** @type {Element} */ (document.getElementById(`m-${name}`)?.cloneNode(true) ?? group());
    copy.removeAttribute("id");
    return copy;
  };
  const [mark, inside] = [group(), group()];
  inside.setAttribute("class", "state");
  if (movement !== "unchanged") inside.append(part(isFlagged(freshness) ? `flag-${movement}` : movement));
  inside.append(part(freshness));
  mark.append(inside);
  if (imposed || outside) mark.append(part(imposed ? "imposed" : "set-from-outside"));
  return mark;
}
