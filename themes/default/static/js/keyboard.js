// @ts-check
// The chart by keyboard: one tab stop, and arrow keys that move to the next blip in their direction.
"use strict";

/** @type {Record<string, [number, number]>} */
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Returns the blips that can have the focus, in the order of the page: of an enlarged quadrant only. @param {Blip[]} blips */
function reachable(blips) {
  const only = zoomedSector();
  return blips.filter(({ matches, sector }) => matches && (only < 0 || sector === only));
}

/** The tab stop of each drawing. @type {Map<SVGSVGElement, SVGAElement>} */
const tabStops = new Map();

/** Makes a blip the only tab stop of its drawing. @param {SVGAElement | undefined} link */
function setTabStop(link) {
  const chart = link?.ownerSVGElement;
  if (!link || !chart) return;
  tabStops.get(chart)?.setAttribute("tabindex", "-1");
  link.setAttribute("tabindex", "0");
  tabStops.set(chart, link);
}

/** Makes the first blip of each drawing that matches its tab stop. @param {Blip[]} blips */
function setTabStops(blips) {
  const links = reachable(blips).flatMap(({ links }) => links);
  for (const chart of charts) {
    tabStops.get(chart)?.setAttribute("tabindex", "-1");
    setTabStop(links.find((link) => link.ownerSVGElement === chart));
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
  // Other days add blips.
  const inChart = () => blips.filter(({ links }) => links.some((link) => link.ownerSVGElement === chart));
  const of = (/** @type {EventTarget | null} */ target) => blips.find(({ links }) => links.some((link) => link === target));
  onFocus(chart, "focusin", (target) => setTabStop(of(target)?.link));
  chart.addEventListener("keydown", (event) => {
    const blip = of(event.target);
    if (!blip || event.altKey || event.ctrlKey || event.metaKey) return;
    const others = reachable(inChart());
    const { key } = event;
    const to =
      key === "Home" ? others[0] : key === "End" ? others.at(-1) : DIRECTIONS[key] && (neighbour(blip, others, DIRECTIONS[key]) ?? blip);
    if (key === "Escape" && !view.zoom) blip.link.blur();
    if (!to) return;
    event.preventDefault();
    to.link.focus();
  });
  // The names of the quadrants link to the same pages as the headings below, so they need no tab stop.
  for (const name of chart.querySelectorAll(".sector > a:not(.blip)")) name.setAttribute("tabindex", "-1");
  for (const link of chart.querySelectorAll("a.blip")) link.setAttribute("tabindex", "-1");
  setTabStop(inChart()[0]?.links.find((link) => link.ownerSVGElement === chart));
}

/** Sets up the keys that work on the whole page. */
function initPageKeys() {
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("shortcuts"));
  for (const button of document.querySelectorAll("button.shortcuts")) button.addEventListener("click", () => dialog?.showModal());
  dialog?.querySelector("button")?.addEventListener("click", () => dialog.close());
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !dialog?.open) {
      highlight(undefined);
      closeFacets();
    }
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
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
