// @ts-check
// The switch between the system's colours, light and dark. The choice is saved if the browser allows it;
// some do not for pages on the disk.
"use strict";

const MODES = ["auto", "light", "dark"];

/** Returns the choice of an earlier visit. */
function savedMode() {
  try {
    return localStorage.getItem("radar-colours") ?? "auto";
  } catch {
    return "auto";
  }
}

/** @param {string} mode */
function saveMode(mode) {
  try {
    localStorage.setItem("radar-colours", mode);
  } catch {
    // Then the choice holds for this page only.
  }
}

/** @param {string} mode */
function applyMode(mode) {
  const root = document.documentElement;
  if (mode === "auto") delete root.dataset.theme;
  else root.dataset.theme = mode;
}

/** Makes the switch cycle through the modes. */
function initColours() {
  const button = /** @type {HTMLButtonElement | null} */ (document.querySelector("button.colours"));
  if (!button) return;
  let at = Math.max(0, MODES.indexOf(savedMode()));
  const setText = () => {
    button.textContent = fill(texts.colours.label, { mode: texts.colours[MODES[at]] });
  };
  button.addEventListener("click", () => {
    at = (at + 1) % MODES.length;
    applyMode(MODES[at]);
    saveMode(MODES[at]);
    setText();
  });
  // Print in light colours.
  addEventListener("beforeprint", () => applyMode("light"));
  addEventListener("afterprint", () => applyMode(MODES[at]));
  setText();
}
