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
 * @property {Exit} [exit] the estimate of what leaving would cost, if one holds
 *
 * @typedef {[count: number, unit: string, date: string, until: string, costly: boolean]} Exit
 *
 * @typedef {object} Blip
 * @property {string} id
 * @property {string} name
 * @property {number} sector
 * @property {SVGAElement} link in the chart
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
 * @typedef {{ tags?: string[], teams?: string[], people?: string[], use?: string, unremembered?: boolean, second?: boolean, by?: string[], on?: string, exit?: Exit }} ChartDataBlip
 * @typedef {{ id: string, name: string }} Named
 * @typedef {{ rings: Named[], quadrants: Named[], blips: Record<string, ChartDataBlip> }} ChartData
 */

const FRESHNESS = ["fresh", "due", "expired", "unreviewed"];
const MOVEMENTS = ["new", "returned", "moved-in", "moved-out"];

/** All charts of the page: the page of a quadrant has two, of which a screen shows one. */
const charts = /** @type {SVGSVGElement[]} */ ([...document.querySelectorAll(".chart")]);

/** @type {ChartData} */
const chartData = JSON.parse(document.getElementById("chart-data")?.textContent || '{"rings":[],"quadrants":[],"blips":{}}');

/** Reads every blip of a chart. @param {SVGSVGElement} chart @returns {Blip[]} */
function readBlips(chart) {
  const links = /** @type {SVGAElement[]} */ ([...chart.querySelectorAll("a.blip")]);
  return links.map((link) => {
    const id = link.dataset.id ?? "";
    const row = /** @type {HTMLElement | null} */ (document.querySelector(`li[data-id="${id}"]`));
    const { tags = [], teams = [], people = [], use = "", unremembered = false, second = false, by = [], on = "", exit } = chartData.blips[id] ?? {};
    const title = link.querySelector("title");
    // The card has the summary too; a browser would show it a second time as a tooltip.
    title?.remove();
    return {
      id,
      name: row?.querySelector("a")?.textContent ?? id,
      sector: Number(/sector-(\d)/.exec(link.closest(".sector")?.getAttribute("class") ?? "")?.[1]) - 1,
      link,
      row,
      summary: title?.textContent ?? "",
      owners: row?.querySelector(".owners")?.textContent ?? "",
      questions: row?.querySelector(".asks")?.textContent ?? "",
      tags,
      teams,
      people,
      use,
      exit,
      state: { ring: Number(link.dataset.ring), ...readClasses(link.classList), unremembered, second, by, on, exit: exitOn(exit, today) },
      matches: true,
    };
  });
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
