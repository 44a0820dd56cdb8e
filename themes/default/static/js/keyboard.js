// @ts-check
// The chart by keyboard: one tab stop, and arrow keys that move to the next blip in their direction.
"use strict";

/** @type {Record<string, [number, number]>} */
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Returns the blips that can have the focus, in the order of the page. @param {Blip[]} blips */
function reachable(blips) {
  return blips.filter(({ matches }) => matches);
}

/** Makes one blip the tab stop of the chart. @param {Blip[]} blips @param {Blip | undefined} stop */
function setTabStop(blips, stop) {
  for (const { link } of blips) {
    const tabindex = link === stop?.link ? "0" : "-1";
    if (link.getAttribute("tabindex") !== tabindex) link.setAttribute("tabindex", tabindex);
  }
}

/**
 * Returns the nearest blip in a direction; a blip off to the side counts as farther away.
 * @param {Blip} from
 * @param {Blip[]} blips
 * @param {[number, number]} direction
 */
function neighbour(from, blips, [dx, dy]) {
  const start = positionOf(from.link);
  let [nearest, least] = [/** @type {Blip | undefined} */ (undefined), Infinity];
  for (const blip of blips) {
    const { x, y } = positionOf(blip.link);
    const along = (x - start.x) * dx + (y - start.y) * dy;
    const sideways = Math.abs((x - start.x) * dy) + Math.abs((y - start.y) * dx);
    const far = along + 2 * sideways + (sideways > 2 * along ? 1e4 : 0);
    if (along > 0 && far < least) [nearest, least] = [blip, far];
  }
  return nearest;
}

/** @param {SVGSVGElement} chart @param {Blip[]} blips */
function initChartKeys(chart, blips) {
  const of = (/** @type {EventTarget | null} */ target) => blips.find(({ link }) => link === target);
  onFocus(chart, "focusin", (target) => setTabStop(blips, of(target)));
  chart.addEventListener("keydown", (event) => {
    const blip = of(event.target);
    if (!blip || event.altKey || event.ctrlKey || event.metaKey) return;
    const others = reachable(blips);
    const { key } = event;
    const to =
      key === "Home" ? others[0] : key === "End" ? others.at(-1) : DIRECTIONS[key] && (neighbour(blip, others, DIRECTIONS[key]) ?? blip);
    if (key === "Escape") blip.link.blur();
    if (!to) return;
    event.preventDefault();
    to.link.focus();
  });
  // The names of the quadrants link to the same pages as the headings below, so they need no tab stop.
  for (const name of chart.querySelectorAll(".sector > a:not(.blip)")) name.setAttribute("tabindex", "-1");
  setTabStop(blips, blips[0]);
}

/** Sets up the keys that work on the whole page. */
function initPageKeys() {
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("shortcuts"));
  for (const button of document.querySelectorAll("button.shortcuts")) button.addEventListener("click", () => dialog?.showModal());
  dialog?.querySelector("button")?.addEventListener("click", () => dialog.close());
  addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof Element && event.target.matches("input:not([type=checkbox], [type=range]), textarea, select");
    if (event.key === "Escape" && !dialog?.open) {
      highlight(undefined);
      closeFacets();
    }
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && field) field.focus();
    else if (event.key === "?" && dialog) dialog.showModal();
    else return;
    event.preventDefault();
  });
}

/** Closes the menus of the filter. @param {Element} [except] */
function closeFacets(except) {
  for (const open of /** @type {NodeListOf<HTMLDetailsElement>} */ (form?.querySelectorAll("details[open]") ?? [])) if (open !== except) open.open = false;
}
