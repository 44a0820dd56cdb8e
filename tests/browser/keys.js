// @ts-check
// What a person without a mouse does: every focus in these tests comes from a key that is pressed.

import assert from "node:assert/strict";

/** Enough for the longest page of the tests. */
const MOST = 400;

/**
 * Presses Tab until an element has the focus, and returns how often. On a page that was just opened, the first Tab comes
 * from the address bar.
 * @param {import("playwright-core").Page} page
 * @param {string} selector
 * @param {"Tab" | "Shift+Tab"} [key]
 */
export async function tabTo(page, selector, key = "Tab") {
  for (let pressed = 1; pressed <= MOST; pressed += 1) {
    await page.keyboard.press(key);
    if (await page.evaluate((wanted) => !!document.activeElement?.matches(wanted), selector)) return pressed;
  }
  return assert.fail(`${key} does not reach ${selector}`);
}

/** Enters the chart, at its one tab stop. @param {import("playwright-core").Page} page */
export async function enterChart(page) {
  await tabTo(page, ".chart a.blip");
}
