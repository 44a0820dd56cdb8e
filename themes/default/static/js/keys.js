// @ts-check
// The chart by keyboard: one stop in the tab order, arrows to the neighbour in that direction.
"use strict";

/** @type {Record<string, [number, number]>} */
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Those that can be reached, in the order of the page. @param {Blip[]} blips */
function reachable(blips) {
  return blips.filter(({ hit }) => hit);
}

/** Makes one blip the chart's stop. @param {Blip[]} blips @param {Blip | undefined} stop */
function stopAt(blips, stop) {
  for (const blip of blips) blip.link.setAttribute("tabindex", blip === stop ? "0" : "-1");
}

/**
 * The nearest blip in a direction; one that lies askew counts as farther.
 * @param {Blip} from
 * @param {Blip[]} blips
 * @param {[number, number]} direction
 */
function neighbour(from, blips, [dx, dy]) {
  const here = placeOf(from.link);
  let [best, least] = [/** @type {Blip | undefined} */ (undefined), Infinity];
  for (const blip of blips) {
    const { x, y } = placeOf(blip.link);
    const along = (x - here.x) * dx + (y - here.y) * dy;
    const askew = Math.abs((x - here.x) * dy) + Math.abs((y - here.y) * dx);
    const far = along + 2 * askew + (askew > 2 * along ? 1e4 : 0);
    if (along > 0 && far < least) [best, least] = [blip, far];
  }
  return best;
}

/** @param {SVGSVGElement} chart @param {Blip[]} blips */
function offerKeys(chart, blips) {
  const of = (/** @type {EventTarget | null} */ target) => blips.find(({ link }) => link === target);
  chart.addEventListener("focusin", ({ target }) => stopAt(blips, of(target)));
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
  // The quadrants' names lead where the headings below lead; here they would be stops among the blips.
  for (const name of chart.querySelectorAll(".sector > a:not(.blip)")) name.setAttribute("tabindex", "-1");
  stopAt(blips, blips[0]);
}

/** The keys that hold on the whole page. */
function offerPageKeys() {
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("keys"));
  const find = document.getElementById("find");
  const home = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a.brand"));
  for (const button of document.querySelectorAll("button.keys")) button.addEventListener("click", () => dialog?.showModal());
  dialog?.querySelector("button")?.addEventListener("click", () => dialog.close());
  addEventListener("keydown", (event) => {
    const writing = event.target instanceof Element && event.target.matches("input:not([type=checkbox], [type=range]), textarea, select");
    if (event.key === "Escape" && !dialog?.open) {
      comeForward(undefined);
      closeFacets();
    }
    if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && find) find.focus();
    else if (event.key === "/" && home) location.href = `${home.href}#find`;
    else if (event.key === "?" && dialog) dialog.showModal();
    else return;
    event.preventDefault();
  });
}

/** @param {Element} [except] */
function closeFacets(except) {
  for (const open of /** @type {NodeListOf<HTMLDetailsElement>} */ (form?.querySelectorAll("details[open]") ?? [])) if (open !== except) open.open = false;
}
