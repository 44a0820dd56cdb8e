// @ts-check
// The blips on the chart of this page, as the rest of the script sees them. The page itself says most of
// it; the rest stands in its element `known` (src/page/finder.rs).
"use strict";

/**
 * @typedef {object} State where a blip stands on a day, and how good that is
 * @property {number} ring from the centre out; -1 if it is not on the chart
 * @property {string} movement
 * @property {string} freshness
 * @property {boolean} imposed
 * @property {number} left of the review time, in 24ths
 * @property {string[]} by who gave the last hands-on review
 * @property {string} on when that was; empty if never
 *
 * @typedef {object} Blip
 * @property {string} id
 * @property {string} name
 * @property {number} sector
 * @property {SVGAElement} link in the chart
 * @property {HTMLElement | null} row in the lists
 * @property {string} summary
 * @property {string} owners
 * @property {string[]} tags
 * @property {string[]} teams
 * @property {string[]} people
 * @property {State} state
 * @property {boolean} hit whether the filter lets it through
 *
 * @typedef {{ tags?: string[], teams?: string[], people?: string[], by?: string[], on?: string }} KnownBlip
 * @typedef {{ id: string, name: string }} Named
 * @typedef {{ rings: Named[], quadrants: Named[], blips: Record<string, KnownBlip> }} Known
 */

const STATES = ["fresh", "due", "expired", "unreviewed"];
const MOVES = ["new", "returned", "moved-in", "moved-out"];

/** Every chart of the page: a quadrant's has two, of which a screen shows one. */
const charts = /** @type {SVGSVGElement[]} */ ([...document.querySelectorAll(".chart")]);

/** @type {Known} */
const known = JSON.parse(document.getElementById("known")?.textContent || '{"rings":[],"quadrants":[],"blips":{}}');

/** Reads every blip of a chart. @param {SVGSVGElement} chart @returns {Blip[]} */
function readBlips(chart) {
  const links = /** @type {SVGAElement[]} */ ([...chart.querySelectorAll("a.blip")]);
  return links.map((link) => {
    const id = link.dataset.id ?? "";
    const row = /** @type {HTMLElement | null} */ (document.querySelector(`li[data-id="${id}"]`));
    const { tags = [], teams = [], people = [], by = [], on = "" } = known.blips[id] ?? {};
    const title = link.querySelector("title");
    // The card says it, and a browser would show it a second time.
    title?.remove();
    return {
      id,
      name: row?.querySelector("a")?.textContent ?? id,
      sector: Number(/sector-(\d)/.exec(link.closest(".sector")?.getAttribute("class") ?? "")?.[1]) - 1,
      link,
      row,
      summary: title?.textContent ?? "",
      owners: row?.querySelector(".owners")?.textContent ?? "",
      tags,
      teams,
      people,
      state: { ring: Number(link.dataset.ring), ...readMarks(link.classList), left: 0, by, on },
      hit: true,
    };
  });
}

/** @param {DOMTokenList} classes */
function readMarks(classes) {
  const one = (/** @type {string[]} */ names, /** @type {string} */ other) => names.find((name) => classes.contains(name)) ?? other;
  return { freshness: one(STATES, "fresh"), movement: one(MOVES, "unchanged"), imposed: classes.contains("imposed") };
}

/** @param {string} freshness */
function isFlagged(freshness) {
  return freshness === "expired" || freshness === "unreviewed";
}

/** Where a blip's dot stands in the chart. @param {SVGAElement} link */
function placeOf(link) {
  const [x = 0, y = 0] = link.getAttribute("transform")?.match(/-?[\d.]+/g)?.map(Number) ?? [];
  return { x, y };
}

/**
 * Draws the mark of a blip anew, from the shapes that lists use too.
 * @param {SVGAElement} link
 * @param {{ movement: string, freshness: string, imposed: boolean, left: number }} state
 */
function drawMark(link, { movement, freshness, imposed, left }) {
  const dot = link.querySelector(".blip-dot");
  if (!dot) return;
  const part = (/** @type {string} */ name) => (document.getElementById(`m-${name}`)?.innerHTML ?? "").replace("shape", "core");
  const { x, y } = placeOf(link);
  const { cx, cy } = link.ownerSVGElement?.dataset ?? {};
  const inward = (Math.atan2(Number(cy) - y, Number(cx) - x) * 180) / Math.PI + 90;
  const turn = movement.startsWith("moved") ? ` transform="rotate(${inward.toFixed(1)})"` : "";
  const dial = isFlagged(freshness) ? part(freshness) : part(freshness).replace('"dial"', `"dial" stroke-dasharray="${left} 24"`);
  dot.innerHTML = `${dial}<g${turn}>${part(movement)}</g>${imposed ? part("imposed") : ""}`;
  link.setAttribute("class", `blip ${freshness}${movement === "unchanged" ? "" : ` ${movement}`}${imposed ? " imposed" : ""}`);
}
