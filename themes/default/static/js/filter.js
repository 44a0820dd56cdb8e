// @ts-check
// The filter: which blips match the form, and how many match each choice. A blip has to match one choice in
// each group that has any.
"use strict";

/** The values of a blip in each group of the filter. @type {Record<string, (blip: Blip) => string[]>} */
const FACETS = {
  ring: ({ state }) => [chartData.rings[state.ring].id],
  quadrant: ({ sector }) => [chartData.quadrants[sector].id],
  movement: ({ state }) => [state.movement],
  freshness: ({ state }) => [state.freshness, ...(state.imposed ? ["imposed"] : []), ...(state.outside ? ["set-from-outside"] : []), ...(state.unremembered ? ["unremembered"] : [])],
  use: ({ use }) => (use ? [use] : []),
  flagged: ({ state }) => (isFlagged(state.freshness) ? ["yes"] : []),
  exit: ({ state }) => [state.exit ? (state.exit[4] ? "costly" : "cheap") : "unknown"],
  team: ({ teams }) => teams,
  owner: ({ people }) => people,
  tag: ({ tags }) => tags,
};

const form = /** @type {HTMLFormElement | null} */ (document.getElementById("finder"));

/**
 * Returns how badly each blip matches the query, by its id; none without a query, or while the search is loading.
 * @param {string} query
 */
function searchCosts(query) {
  return canSearch && query.trim() ? new Map(search(query).map(({ entry, cost }) => [entry.id, cost])) : undefined;
}

/**
 * Finds the blips that match the form, shows how many each choice has, and returns how many match.
 * @param {Blip[]} blips
 */
function filter(blips) {
  const data = new FormData(form ?? undefined);
  const costs = searchCosts(String(data.get("q") ?? ""));
  const groups = Object.entries(FACETS).map(([name, has]) => ({ name, has, chosen: new Set(data.getAll(name)) }));
  /** @type {Map<string, number>} */
  const counts = new Map();
  let found = 0;
  for (const blip of blips) {
    blip.matches = false;
    if (blip.state.ring < 0 || (costs && !costs.has(blip.id))) continue;
    const failed = groups.filter(({ has, chosen }) => chosen.size && !has(blip).some((value) => chosen.has(value)));
    blip.matches = failed.length === 0;
    if (blip.matches) found += 1;
    // A choice counts the blips that it would show, so blips that fail only in its own group count too.
    for (const group of failed.length ? failed.slice(0, failed.length === 1 ? 1 : 0) : groups)
      for (const value of group.has(blip)) counts.set(`${group.name}=${value}`, (counts.get(`${group.name}=${value}`) ?? 0) + 1);
  }
  showCounts(counts, groups);
  const active = !!costs || groups.some(({ chosen }) => chosen.size);
  form?.querySelector("[type=reset]")?.toggleAttribute("hidden", !active);
  return found;
}

/** The choices of the filter with what shows their numbers, found once. @type {{ name: string, value: string, label: Element | undefined, total: Element | null | undefined }[] | undefined} */
let knownChoices;

function choices() {
  knownChoices ??= inputsOf().filter(({ type }) => type === "checkbox").map(({ name, value, labels }) => ({ name, value, label: labels?.[0], total: labels?.[0]?.querySelector("[data-n]") }));
  return knownChoices;
}

/** @param {Map<string, number>} counts @param {{ name: string, chosen: Set<unknown> }[]} groups */
function showCounts(counts, groups) {
  for (const { name, value, label, total } of choices()) {
    const n = counts.get(`${name}=${value}`) ?? 0;
    if (total && total.textContent !== String(n)) showNumber(total, n);
    if (label?.classList.contains("empty") !== (n === 0)) label?.classList.toggle("empty");
  }
  for (const { name, chosen } of groups) {
    const total = form?.querySelector(`details[data-of="${name}"] [data-chosen]`);
    if (total) total.textContent = chosen.size ? String(chosen.size) : "";
  }
}

/** The list of each row, found once. @type {WeakMap<Element, Element | null>} */
const listsOfRows = new WeakMap();

/** @param {Element} row */
function listOf(row) {
  const known = listsOfRows.get(row);
  if (known !== undefined) return known;
  const list = row.closest(".ring-list");
  listsOfRows.set(row, list);
  return list;
}

/** Shows the matching blips in chart and lists, and hides the others. Touches only what changes. @param {Blip[]} blips */
function showMatches(blips) {
  /** @type {Map<Element, number>} */
  const left = new Map([...document.querySelectorAll(".lists .ring-list")].map((list) => [list, 0]));
  for (const { links, row, matches } of blips) {
    for (const { classList } of links) if (classList.contains("filtered-out") === matches) classList.toggle("filtered-out", !matches);
    if (!row) continue;
    if (row.hidden === matches) row.hidden = !matches;
    const list = listOf(row);
    if (list && matches) left.set(list, (left.get(list) ?? 0) + 1);
  }
  for (const [list, n] of left) {
    const total = list.querySelector(":is(h2, h3) span");
    if (total && total.textContent !== String(n)) total.textContent = String(n);
    list.toggleAttribute("hidden", !n);
  }
}
