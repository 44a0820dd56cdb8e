// @ts-check
// The switch between the system's colours, light and dark. The choice is kept where the browser
// allows it; from the disk some do not.
"use strict";

const MODES = ["auto", "light", "dark"];

/** The choice of an earlier visit. */
function keptMode() {
  try {
    return localStorage.getItem("radar-colours") ?? "auto";
  } catch {
    return "auto";
  }
}

/** @param {string} mode */
function keepMode(mode) {
  try {
    localStorage.setItem("radar-colours", mode);
  } catch {
    // It holds for this page then.
  }
}

/** @param {string} mode */
function applyMode(mode) {
  const root = document.documentElement;
  if (mode === "auto") delete root.dataset.theme;
  else root.dataset.theme = mode;
}

/** Shows the switch, which turns through the modes. */
function offerColours() {
  const button = /** @type {HTMLButtonElement | null} */ (document.querySelector("button.colours"));
  if (!button) return;
  let at = Math.max(0, MODES.indexOf(keptMode()));
  const say = () => {
    button.textContent = fill(texts.colours.label, { mode: texts.colours[MODES[at]] });
  };
  button.addEventListener("click", () => {
    at = (at + 1) % MODES.length;
    applyMode(MODES[at]);
    keepMode(MODES[at]);
    say();
  });
  // Paper is light.
  addEventListener("beforeprint", () => applyMode("light"));
  addEventListener("afterprint", () => applyMode(MODES[at]));
  say();
}
