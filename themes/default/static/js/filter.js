// @ts-check
// The filter: what its form says, which blips that lets through, and how many of each choice there are.
// Within a group any choice will do, between groups all have to hold.
"use strict";

/** What a blip has in each group of the filter. @type {Record<string, (blip: Blip) => string[]>} */
const FACETS = {
  ring: ({ state }) => [known.rings[state.ring].id],
  quadrant: ({ sector }) => [known.quadrants[sector].id],
  movement: ({ state }) => [state.movement],
  freshness: ({ state }) => (state.imposed ? [state.freshness, "imposed"] : [state.freshness]),
  flagged: ({ state }) => (isFlagged(state.freshness) ? ["yes"] : []),
  team: ({ teams }) => teams,
  owner: ({ people }) => people,
  tag: ({ tags }) => tags,
};

const form = /** @type {HTMLFormElement | null} */ (document.getElementById("finder"));

/** What each blip can be found by, made at the first search. @type {Map<Blip, [string[], string[]]>} */
const index = new Map();

/** @param {Blip} blip @returns {[string[], string[]]} */
function indexed(blip) {
  const words = index.get(blip) ?? [wordsOf(blip.name), wordsOf([blip.id, ...blip.tags, blip.owners, blip.summary].join(" "))];
  index.set(blip, words);
  return words;
}

/**
 * Lets through what the form asks for, and gives those blips, the best find first.
 * @param {Blip[]} blips
 */
function filter(blips) {
  const asked = new FormData(form ?? undefined);
  const query = String(asked.get("q") ?? "");
  const wanted = query ? wordsOf(query) : [];
  const groups = Object.entries(FACETS).map(([name, has]) => ({ name, has, chosen: new Set(asked.getAll(name)) }));
  /** @type {Map<string, number>} */
  const counts = new Map();
  /** @type {[number, Blip][]} */
  const found = [];
  let all = 0;
  for (const blip of blips) {
    blip.hit = false;
    if (blip.state.ring < 0) continue;
    all += 1;
    const cost = wanted.length ? fits(wanted, ...indexed(blip)) : 0;
    if (cost === undefined) continue;
    const failed = groups.filter(({ has, chosen }) => chosen.size && !has(blip).some((value) => chosen.has(value)));
    blip.hit = failed.length === 0;
    if (blip.hit) found.push([cost, blip]);
    // A choice counts what it would show: that which only its own group keeps back, too.
    for (const group of failed.length ? failed.slice(0, failed.length === 1 ? 1 : 0) : groups)
      for (const value of group.has(blip)) counts.set(`${group.name}=${value}`, (counts.get(`${group.name}=${value}`) ?? 0) + 1);
  }
  const active = wanted.length > 0 || groups.some(({ chosen }) => chosen.size);
  found.sort(([one], [other]) => one - other);
  showCounts(counts, groups);
  showFound(found.length, all, active);
  return found.map(([, blip]) => blip);
}

/** @param {Map<string, number>} counts @param {{ name: string, chosen: Set<unknown> }[]} groups */
function showCounts(counts, groups) {
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (form?.querySelectorAll("[type=checkbox]") ?? [])) {
    const n = counts.get(`${input.name}=${input.value}`) ?? 0;
    const says = input.labels?.[0]?.querySelector("[data-n]");
    if (says) says.textContent = String(n);
    input.labels?.[0]?.classList.toggle("none", n === 0);
  }
  for (const { name, chosen } of groups) {
    const says = form?.querySelector(`details[data-of="${name}"] [data-chosen]`);
    if (says) says.textContent = chosen.size ? String(chosen.size) : "";
  }
}

/** @param {number} n @param {number} all @param {boolean} active */
function showFound(n, all, active) {
  const says = document.getElementById("found");
  if (says) says.textContent = active ? (n ? count(texts.finder.found, n, { all: String(all) }) : texts.finder.none) : count(texts.chart.blips, all);
  form?.querySelector("[type=reset]")?.toggleAttribute("hidden", !active);
}

/** Shows in chart and lists what the filter lets through. @param {Blip[]} blips */
function showHits(blips) {
  for (const { link, row, hit } of blips) {
    link.classList.toggle("out", !hit);
    if (row) row.hidden = !hit;
  }
  for (const list of document.querySelectorAll(".quadrants .ring-list")) {
    const left = list.querySelectorAll(".rows > li:not([hidden])").length;
    const says = list.querySelector(":is(h2, h3) span");
    if (says) says.textContent = String(left);
    // A ring that is empty anyway goes with the others of a filtered list.
    list.toggleAttribute("hidden", !left && blips.some(({ hit }) => !hit));
  }
}
