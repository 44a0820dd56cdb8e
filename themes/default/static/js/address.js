// @ts-check
// Keeps the filter, the day and the zoom in the address, so that readers can send a link to what they see:
// `?ring=adopt,trial&q=…`, `?day=2025-05-01`, `?zoom=tools`. Each change is a step of the history, which Back undoes.
"use strict";

/** What the address has beside the filter: the day of the chart, and the quadrant that fills it. Empty for today, and for the whole chart. */
const view = { day: "", zoom: "" };

/** The path of this page. A sheet that is open has another one in the address. */
const ownPath = location.pathname;

/** What changed last, if its next change belongs to the same step: the letters of a word, the days that a slider passes. */
let lastChange = "";

/**
 * Returns the query of the address, by name. Commas separate values; a comma within a value is written `%2C`.
 * @returns {Map<string, string[]>}
 */
function readQuery() {
  const parts = location.search.slice(1).split("&").map((part) => part.replaceAll("+", " ").split("="));
  return new Map(parts.map(([name, value = ""]) => [name, value.split(",").map(decode)]));
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The inputs of the form, wherever they are on the page. @returns {HTMLInputElement[]} */
function inputsOf() {
  return [...(form?.elements ?? [])].filter((element) => element instanceof HTMLInputElement);
}

/** Sets the form to a query, and clears all other inputs. @param {Map<string, string[]>} query */
function fillForm(query) {
  const inputs = inputsOf();
  for (const input of inputs) {
    const values = query.get(input.name) ?? [];
    // Some programs write every comma of an address as `%2C`. A value that is no choice is therefore split at its commas.
    const isChoice = (/** @type {string} */ value) => inputs.some((other) => other.name === input.name && other.value === value);
    if (input.type === "checkbox") input.checked = values.flatMap((value) => (isChoice(value) ? [value] : value.split(","))).includes(input.value);
    else input.value = values.join(",");
  }
}

/** Sets the selects of a board from the address; a choice that they lack is none. @param {HTMLSelectElement[]} selects */
function readSelects(selects) {
  const query = new URLSearchParams(location.search);
  for (const select of selects) {
    select.value = query.get(select.name) ?? "";
    if (select.selectedIndex < 0) select.value = "";
  }
}

/** Sets the form and the view from the address. A day that the calendar lacks is today. */
function readAddress() {
  const query = readQuery();
  fillForm(query);
  const [day = ""] = query.get("day") ?? [];
  view.day = isDate(day) ? day : "";
  const [zoom = ""] = query.get("zoom") ?? [];
  view.zoom = chartData.quadrants.some(({ id }) => id === zoom) ? zoom : "";
}

/** Writes the form and the view into the address. @param {string} [change] what changed, if its next change belongs to the same step */
function writeAddress(change = "") {
  /** @type {Map<string, string[]>} */
  const values = new Map();
  for (const [name, value] of new FormData(form ?? undefined)) if (value) values.set(name, [...(values.get(name) ?? []), String(value)]);
  for (const [name, value] of Object.entries(view)) if (value) values.set(name, [value]);
  const query = [...values].map(([name, values]) => `${name}=${values.map(encodeURIComponent).join(",")}`).join("&");
  writeQuery(query, change);
}

/** Makes a query that of the address. @param {string} query without its `?` @param {string} [change] as of {@link writeAddress} */
function writeQuery(query, change = "") {
  const isSameStep = change !== "" && change === lastChange;
  lastChange = change;
  // An older program may have escaped what this one does not: the same place all the same.
  const isOwn = location.pathname === ownPath;
  if (query === location.search.slice(1) && isOwn) return;
  // The sheet is another page: the chart has a new address, and the sheet is a step back.
  if (!isOwn) sheet?.hide();
  const address = ownPath + (query ? `?${query}` : "") + (isOwn ? location.hash : "");
  try {
    if (isSameStep) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
  } catch {
    // Some browsers do not allow this for pages on the disk.
  }
}

/** Calls a function when Back or Forward lead to another address of this page, or to a page as it was left. @param {() => void} restore */
function onReturn(restore) {
  const returned = () => {
    lastChange = "";
    restore();
  };
  addEventListener("popstate", returned);
  // A browser that kept the page may have emptied the form, whose fields it does not complete.
  addEventListener("pageshow", ({ persisted }) => persisted && returned());
}
