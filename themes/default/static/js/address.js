// @ts-check
// What is asked of the chart stands in the address, so that it can be sent to somebody: the filter as
// `?ring=adopt,trial&q=…`, a day as `?day=2025-05-01`.
"use strict";

/**
 * What the address asks for, by name. Commas part the values of a group; one within a value is written `%2C`.
 * @returns {Map<string, string[]>}
 */
function askedFor() {
  const parts = location.search.slice(1).split("&").map((part) => part.replaceAll("+", " ").split("="));
  return new Map(parts.map(([name, value = ""]) => [name, value.split(",").map(decoded)]));
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Fills the form with what is asked; what is not named is not asked. @param {Map<string, string[]>} asked */
function fillForm(asked) {
  const inputs = /** @type {HTMLInputElement[]} */ ([...(form?.querySelectorAll("input") ?? [])]);
  for (const input of inputs) {
    const values = asked.get(input.name) ?? [];
    // Some programs write every comma of an address that they pass on as `%2C`: where that is no choice, it parts two.
    const isChoice = (/** @type {string} */ value) => inputs.some((other) => other.name === input.name && other.value === value);
    if (input.type === "checkbox") input.checked = values.flatMap((value) => (isChoice(value) ? [value] : value.split(","))).includes(input.value);
    else input.value = values.join(",");
  }
}

/** Fills the form from the address, and gives the day that it asks for; empty for today. */
function readAddress() {
  const asked = askedFor();
  fillForm(asked);
  return asked.get("day")?.[0] ?? "";
}

/** Writes the form and the day into the address. @param {string} day empty for today */
function writeAddress(day) {
  /** @type {Map<string, string[]>} */
  const asked = new Map();
  for (const [name, value] of new FormData(form ?? undefined)) if (value) asked.set(name, [...(asked.get(name) ?? []), String(value)]);
  if (day) asked.set("day", [day]);
  const query = [...asked].map(([name, values]) => `${name}=${values.map(encodeURIComponent).join(",")}`).join("&");
  showAddress(query);
}

/** Puts a query into the address. @param {string} query without its `?` */
function showAddress(query) {
  try {
    history.replaceState(null, "", (query ? `?${query}` : location.pathname) + location.hash);
  } catch {
    // From the disk some browsers keep the address as it is.
  }
}
