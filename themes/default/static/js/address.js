// @ts-check
// What is asked of the chart stands in the address, so that it can be sent to somebody: the filter as
// `?ring=adopt,trial&q=…`, a day as `?day=2025-05-01`.
"use strict";

/** Fills the form with what is asked; what is not named is not asked. @param {URLSearchParams} params */
function fillForm(params) {
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (form?.querySelectorAll("input") ?? [])) {
    const asked = params.get(input.name) ?? "";
    if (input.type === "checkbox") input.checked = asked.split(",").includes(input.value);
    else input.value = asked;
  }
}

/** Fills the form from the address, and gives the day that it asks for; empty for today. */
function readAddress() {
  const params = new URLSearchParams(location.search);
  fillForm(params);
  return params.get("day") ?? "";
}

/** Writes the form and the day into the address. @param {string} day empty for today */
function writeAddress(day) {
  /** @type {Map<string, string[]>} */
  const asked = new Map();
  for (const [name, value] of new FormData(form ?? undefined)) if (value) asked.set(name, [...(asked.get(name) ?? []), String(value)]);
  if (day) asked.set("day", [day]);
  const query = [...asked].map(([name, values]) => `${name}=${values.map(encodeURIComponent).join(",")}`).join("&");
  try {
    history.replaceState(null, "", (query ? `?${query}` : location.pathname) + location.hash);
  } catch {
    // From the disk some browsers keep the address as it is.
  }
}
