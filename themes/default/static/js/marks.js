// @ts-check
// Draws marks, from the parts of the sprite: in the chart and in lists. src/chart/mark.rs puts them together in the same
// way.
"use strict";

/** @typedef {{ movement: string, freshness: string, imposed: boolean, outside: boolean }} MarkState */

/** The marks made so far, to be copied, by their classes. @type {Map<string, DocumentFragment>} */
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

/** The classes of states: all that a mark can change. */
const STATE_CLASSES = new Set([...FRESHNESS, ...MOVEMENTS, "imposed", "set-from-outside"]);

/** Replaces the classes of a state, and keeps all others. @param {Element} element @param {string} kind @param {MarkState} state */
function setMarkClasses(element, kind, state) {
  const others = (element.getAttribute("class") ?? "").split(" ").filter((name) => name && name !== kind && !STATE_CLASSES.has(name));
  // All at once, since each change of a class costs the browser a look at its style.
  element.setAttribute("class", [kind, markClasses(state), ...others].join(" "));
}

/** Returns the direction of the centre, in degrees from the top. @param {SVGAElement} link */
function inward(link) {
  const { x, y } = positionOf(link);
  const { cx, cy } = link.ownerSVGElement?.dataset ?? {};
  return ((Math.atan2(Number(cy) - y, Number(cx) - x) * 180) / Math.PI + 90).toFixed(1);
}

/** Returns a new mark, which points up. @param {MarkState} state @returns {DocumentFragment} */
function copiedMark(state) {
  const classes = markClasses(state);
  const known = knownMarks.get(classes) ?? makeMark(state);
  knownMarks.set(classes, known);
  return /** @type {DocumentFragment} */ (known.cloneNode(true));
}

/** @param {MarkState} state */
function makeMark({ movement, freshness, imposed, outside }) {
  const part = (/** @type {string} */ name) => {
    const group = /** @type {SVGElement | null} */ (/** @type {unknown} */ (document.getElementById(`m-${name}`)));
    const shapes = [...(group?.children ?? [])].map((shape) => /** @type {SVGElement} */ (shape.cloneNode()));
    const around = group?.dataset.around;
    if (around) for (const shape of shapes) shape.dataset.around = around;
    return shapes;
  };
  const moved = movement === "unchanged" ? [] : part(isFlagged(freshness) ? `flag-${movement}` : movement);
  const shapes = [...moved, ...part(freshness)];
  const mark = document.createDocumentFragment();
  if (imposed || outside) {
    const inside = document.createElementNS("http://www.w3.org/2000/svg", "g");
    inside.setAttribute("class", "state");
    inside.append(...shapes);
    mark.append(inside, ...part(imposed ? "imposed" : "set-from-outside"));
  } else mark.append(...shapes);
  return mark;
}
