// @ts-check
// The sentence at the chart: which day it shows, how many blips, and by which filter. The title of the page and the
// label of the chart say the same, so that a bookmark, a print and a screen reader do.
"use strict";

const statement = document.getElementById("statement");
const titleOfPage = document.title;

/**
 * Writes the sentence.
 * @param {string} day of the chart; empty for today
 * @param {number} found how many blips match the filter
 * @param {number} all how many there are on that day
 */
function showStatement(day, found, all) {
  if (!statement) return;
  const filters = chosenFilters();
  const shown = day || today;
  const edition = [...document.querySelectorAll("#timeline a[data-day]")].find((stop) => stop.getAttribute("data-day") === shown)?.textContent;
  const time = shown < today ? "past" : shown > today ? "future" : "now";
  const date = edition && time === "past" ? fill(texts.statement.edition, { date: writeLongDate(shown), name: edition }) : writeLongDate(shown);
  const blips = !filters.length ? count(texts.chart.blips, all) : found ? count(texts.finder.found, found, { all: String(all) }) : texts.finder.none;
  const sentence = fill(texts.statement[time], { date, blips });
  const text = filters.length ? fill(texts.statement.filter, { statement: sentence, filters: filters.join("; ") }) : sentence;
  if (statement.textContent === text) return;
  statement.textContent = text;
  const isPlain = !filters.length && time === "now";
  document.title = isPlain ? titleOfPage : `${text} · ${titleOfPage}`;
  for (const chart of charts) {
    chart.dataset.label ??= chart.getAttribute("aria-label") ?? "";
    chart.setAttribute("aria-label", isPlain ? chart.dataset.label : `${titleOfPage}. ${text}`);
  }
}

/** Returns the words of the filter: what is searched for, then the choices of each group. @returns {string[]} */
function chosenFilters() {
  const inputs = inputsOf();
  const query = inputs.find(({ name }) => name === "q")?.value.trim();
  /** @type {Map<string, string[]>} */
  const chosen = new Map();
  for (const input of inputs.filter(({ checked }) => checked)) {
    const group = input.closest("details")?.querySelector("summary")?.firstChild?.textContent?.trim() ?? "";
    const choice = group ? (input.labels?.[0]?.querySelector("span")?.textContent ?? "") : texts.statement.flagged;
    chosen.set(group, [...(chosen.get(group) ?? []), choice.trim()]);
  }
  const groups = [...chosen].map(([group, choices]) => (group ? `${group}: ${choices.join(", ")}` : choices.join(", ")));
  return [...(query ? [fill(texts.statement.query, { query })] : []), ...groups];
}

/** Says in the footer which day the page speaks of. @param {string} day */
function showBuildDay(day) {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-as-of]"))) {
    element.textContent = fill(element.dataset.asOf ?? "", { date: writeLongDate(day) });
  }
}
