// @ts-check
// Keeps the filter and the day in the address, so that readers can send a link to what they see:
// `?ring=adopt,trial&q=…`, `?day=2025-05-01`.
"use strict";

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

/** Sets the form to a query, and clears all other inputs. @param {Map<string, string[]>} query */
function fillForm(query) {
  const inputs = /** @type {HTMLInputElement[]} */ ([...(form?.elements ?? [])].filter((field) => field instanceof HTMLInputElement));
  for (const input of inputs) {
    const values = query.get(input.name) ?? [];
    // Some programs write every comma of an address as `%2C`. A value that is no choice is therefore split at its commas.
    const isChoice = (/** @type {string} */ value) => inputs.some((other) => other.name === input.name && other.value === value);
    if (input.type === "checkbox") input.checked = values.flatMap((value) => (isChoice(value) ? [value] : value.split(","))).includes(input.value);
    else input.value = values.join(",");
  }
}

/** Sets the form from the address, and returns the day in the address; empty for today, or if there is no such day. */
function readAddress() {
  const query = readQuery();
  fillForm(query);
  const day = query.get("day")?.[0] ?? "";
  return isDate(day) ? day : "";
}

/** Writes the form and the day into the address. @param {string} day empty for today */
function writeAddress(day) {
  /** @type {Map<string, string[]>} */
  const values = new Map();
  for (const [name, value] of new FormData(form ?? undefined)) if (value) values.set(name, [...(values.get(name) ?? []), String(value)]);
  if (day) values.set("day", [day]);
  const query = [...values].map(([name, values]) => `${name}=${values.map(encodeURIComponent).join(",")}`).join("&");
  replaceQuery(query);
}

/** Replaces the query of the address. @param {string} query without its `?` */
function replaceQuery(query) {
  try {
    history.replaceState(null, "", (query ? `?${query}` : location.pathname) + location.hash);
  } catch {
    // Some browsers do not allow this for pages on the disk.
  }
}
