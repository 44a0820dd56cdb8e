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

/** The words of each blip, cached at the first search. @type {Map<Blip, [string[], string[]]>} */
const searchIndex = new Map();

/** Returns the words of the name, and all other words of a blip. @param {Blip} blip @returns {[string[], string[]]} */
function searchWords(blip) {
  const words = searchIndex.get(blip) ?? [wordsOf(blip.name), wordsOf([blip.id, ...blip.tags, blip.owners, blip.summary].join(" "))];
  searchIndex.set(blip, words);
  return words;
}

/**
 * Returns the blips that match the form, the best match first.
 * @param {Blip[]} blips
 */
function filter(blips) {
  const data = new FormData(form ?? undefined);
  const query = String(data.get("q") ?? "");
  const wanted = query ? wordsOf(query) : [];
  const groups = Object.entries(FACETS).map(([name, has]) => ({ name, has, chosen: new Set(data.getAll(name)) }));
  /** @type {Map<string, number>} */
  const counts = new Map();
  /** @type {[number, Blip][]} */
  const found = [];
  for (const blip of blips) {
    blip.matches = false;
    if (blip.state.ring < 0) continue;
    const cost = wanted.length ? matchCost(wanted, ...searchWords(blip)) : 0;
    if (cost === undefined) continue;
    const failed = groups.filter(({ has, chosen }) => chosen.size && !has(blip).some((value) => chosen.has(value)));
    blip.matches = failed.length === 0;
    if (blip.matches) found.push([cost, blip]);
    // A choice counts the blips that it would show, so blips that fail only in its own group count too.
    for (const group of failed.length ? failed.slice(0, failed.length === 1 ? 1 : 0) : groups)
      for (const value of group.has(blip)) counts.set(`${group.name}=${value}`, (counts.get(`${group.name}=${value}`) ?? 0) + 1);
  }
  const active = wanted.length > 0 || groups.some(({ chosen }) => chosen.size);
  found.sort(([one], [other]) => one - other);
  showCounts(counts, groups);
  form?.querySelector("[type=reset]")?.toggleAttribute("hidden", !active);
  return found.map(([, blip]) => blip);
}

/** @param {Map<string, number>} counts @param {{ name: string, chosen: Set<unknown> }[]} groups */
function showCounts(counts, groups) {
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (form?.querySelectorAll("[type=checkbox]") ?? [])) {
    const n = counts.get(`${input.name}=${input.value}`) ?? 0;
    const total = input.labels?.[0]?.querySelector("[data-n]");
    if (total) showNumber(total, n);
    input.labels?.[0]?.classList.toggle("empty", n === 0);
  }
  for (const { name, chosen } of groups) {
    const total = form?.querySelector(`details[data-of="${name}"] [data-chosen]`);
    if (total) total.textContent = chosen.size ? String(chosen.size) : "";
  }
}

/** Shows the matching blips in chart and lists, and hides the others. @param {Blip[]} blips */
function showMatches(blips) {
  for (const { links, row, matches } of blips) {
    for (const link of links) link.classList.toggle("filtered-out", !matches);
    if (row) row.hidden = !matches;
  }
  for (const list of document.querySelectorAll(".lists .ring-list")) {
    const left = list.querySelectorAll(".index > li:not([hidden])").length;
    const total = list.querySelector(":is(h2, h3) span");
    if (total) total.textContent = String(left);
    // An empty ring is hidden only while the list is filtered.
    list.toggleAttribute("hidden", !left && blips.some(({ matches }) => !matches));
  }
}
