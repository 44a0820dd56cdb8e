// @ts-check
// Reads the blips on the charts of this page: from the charts, from the lists, and from the element `chart-data`.
"use strict";

/**
 * @typedef {object} State of a blip on a day
 * @property {number} ring from the centre out; -1 if it is not on the chart
 * @property {string} movement
 * @property {string} freshness
 * @property {boolean} imposed
 * @property {boolean} outside whether the ring was set from outside
 * @property {boolean} unremembered whether nobody who still builds remembers it; known of the day of the build only
 * @property {boolean} second whether the last review that counts is second-hand
 * @property {string[]} by the people of the last review that counts
 * @property {string} on the day of that review; empty without one
 * @property {string} until the last day on which it holds; empty without one
 * @property {Exit} [exit] the estimate of what leaving would cost, if one holds
 *
 * @typedef {[count: number, unit: string, date: string, until: string, costly: boolean]} Exit
 *
 * @typedef {object} Blip
 * @property {string} id
 * @property {string} name
 * @property {number} sector
 * @property {SVGAElement[]} links one in each drawing that has it: the whole radar, the slice of its quadrant
 * @property {SVGAElement} link that which the screen shows
 * @property {HTMLElement | null} row in the lists
 * @property {string} summary
 * @property {string} owners
 * @property {string} questions how many wait for an answer, in words
 * @property {string[]} tags
 * @property {string[]} teams
 * @property {string[]} people
 * @property {string} use `used`, `unused` or `unknown`; empty if no repository was scanned
 * @property {Exit} [exit] the estimate of what leaving would cost
 * @property {State} state
 * @property {boolean} matches whether it matches the filter
 *
 * @typedef {{ tags?: string[], teams?: string[], people?: string[], use?: string, unremembered?: boolean, second?: boolean, by?: string[], on?: string, exit?: Exit,
 *   owners?: string, questions?: number }} ChartDataBlip
 * @typedef {{ id: string, name: string }} Named
 * @typedef {{ rings: Named[], quadrants: Named[], blips: Record<string, ChartDataBlip> }} ChartData
 */

const FRESHNESS = ["fresh", "due", "expired", "unreviewed"];
const MOVEMENTS = ["new", "returned", "moved-in", "moved-out"];

/** All drawings of the page, of which a screen shows some: the whole radar or its slices, a quadrant large or narrow. */
const charts = /** @type {SVGSVGElement[]} */ ([...document.querySelectorAll(".chart")]);

/** The drawings that this screen shows. @type {Set<SVGSVGElement>} */
const shownCharts = new Set(charts.filter((chart) => chart.getClientRects().length));

/** @type {ChartData} */
const chartData = JSON.parse(document.getElementById("chart-data")?.textContent || '{"rings":[],"quadrants":[],"blips":{}}');

/** Reads every blip of the page. @returns {Blip[]} */
function readBlips() {
  const rows = new Map(/** @type {HTMLElement[]} */ ([...document.querySelectorAll("li[data-id]")]).map((row) => [row.dataset.id, row]));
  /** @type {Map<string, Blip>} */
  const blips = new Map();
  for (const link of /** @type {NodeListOf<SVGAElement>} */ (document.querySelectorAll(".chart a.blip"))) {
    const id = link.dataset.id ?? "";
    const known = blips.get(id);
    if (known) known.links.push(link);
    else blips.set(id, readBlip(id, link, rows.get(id) ?? null));
    // The card has the summary too; a browser would show it a second time as a tooltip.
    link.querySelector("title")?.remove();
  }
  return [...blips.values()];
}

/** @param {string} id @param {SVGAElement} link @param {HTMLElement | null} row @returns {Blip} */
function readBlip(id, link, row) {
  const { tags = [], teams = [], people = [], use = "", unremembered = false, second = false, by = [], on = "", exit } = chartData.blips[id] ?? {};
  const waiting = chartData.blips[id]?.questions ?? 0;
  const asked = waiting ? count(texts.questions.of_blip, waiting) : "";
  const badge = /** @type {HTMLElement | null | undefined} */ (row?.querySelector(".badge"));
  const text = (/** @type {string} */ part) => row?.querySelector(part)?.textContent ?? "";
  return withLink({
    id,
    name: text("a") || id,
    sector: sectorOf(link),
    links: [link],
    row,
    summary: link.querySelector("title")?.textContent ?? "",
    owners: text(".owners") || (chartData.blips[id]?.owners ?? ""),
    questions: text(".asks") || asked,
    tags,
    teams,
    people,
    use,
    exit,
    state: { ring: Number(link.dataset.ring), ...readClasses(link.classList), unremembered, second, by, on, until: badge?.dataset.until ?? "", exit: exitOn(exit, today) },
    matches: true,
  });
}

/** Returns the number of the quadrant that an element of the chart is in. @param {Element} element */
function sectorOf(element) {
  return Number(/sector-(\d)/.exec(element.closest(".sector")?.getAttribute("class") ?? "")?.[1]) - 1;
}

/** Adds the link that the screen shows. @param {Omit<Blip, "link">} blip @returns {Blip} */
function withLink(blip) {
  Object.defineProperty(blip, "link", { get: () => blip.links.find(isShown) ?? blip.links[0] });
  return /** @type {Blip} */ (blip);
}

/** Whether the screen shows the drawing of a link. @param {SVGAElement} link */
function isShown({ ownerSVGElement: chart }) {
  return !!chart && shownCharts.has(chart);
}

/** Returns an estimate if it holds on a day. @param {Exit | undefined} exit @param {string} day */
function exitOn(exit, day) {
  return exit && exit[2] <= day && day <= exit[3] ? exit : undefined;
}

/** @param {DOMTokenList} classes */
function readClasses(classes) {
  const one = (/** @type {string[]} */ names, /** @type {string} */ other) => names.find((name) => classes.contains(name)) ?? other;
  return { freshness: one(FRESHNESS, "fresh"), movement: one(MOVEMENTS, "unchanged"), imposed: classes.contains("imposed"), outside: classes.contains("set-from-outside") };
}

/** @param {string} freshness */
function isFlagged(freshness) {
  return freshness === "expired" || freshness === "unreviewed";
}

{
  const observer = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      const chart = /** @type {SVGSVGElement} */ (target);
      if (contentRect.width) shownCharts.add(chart);
      else shownCharts.delete(chart);
    }
  });
  for (const chart of charts) observer.observe(chart);
}
