// @ts-check
// What every page has to keep: the rules of axe, and no scrolling sideways.

import assert from "node:assert/strict";
import axe from "axe-core";

/** The rules of axe that depend on the colours. */
export const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** Off, as in axe itself: 7 : 1 is level AAA. The theme aims at AA and notes its contrasts in theme.toml. */
const OFF = ["color-contrast-enhanced"];

/**
 * Returns the violations that axe finds, one a line: of all its rules, including those that are off by default, or of
 * the rules in `only`.
 * @param {import("playwright-core").Page} page
 * @param {string[]} [only]
 */
export function violations(page, only) {
  const rules = only ?? axe.getRules().map(({ ruleId }) => ruleId).filter((rule) => !OFF.includes(rule));
  return page.evaluate(async (rules) => {
    const { violations } = await /** @type {any} */ (window).axe.run(document, {
      runOnly: { type: "rule", values: rules },
      resultTypes: ["violations"],
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary.replace(/\s+/g, " ")}`),
    );
  }, rules);
}

/** @param {import("playwright-core").Page} page @param {string} [what] */
export async function assertNoSidewaysScrolling(page, what = "") {
  const { is, has } = await page.evaluate(() => ({
    is: document.documentElement.scrollWidth,
    has: document.documentElement.clientWidth,
  }));
  assert.ok(is <= has, `${what} ${is} px wide on ${has} px`);
}
