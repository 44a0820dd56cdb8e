// @ts-check
// The chart as the browser draws it, whose text is not quite as wide as the font's metrics say.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NARROW, WIDE, launch, open } from "./browser.js";
import { PAGES, build, serve } from "./site.js";

/** Pixels by which edges may cross: what the browser rounds. */
const TOLERANCE = 0.3;

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let site;
before(async () => {
  browser = await launch();
  site = await serve(build());
});
after(async () => {
  await browser.close();
  site.close();
});

for (const path of [PAGES.radar, PAGES.quadrant, "quadrants/platforms.html"]) {
  for (const viewport of [WIDE, NARROW]) {
    test(`nothing overlaps: ${path} at ${viewport.width} px`, async () => {
      const { page, assertFaultless } = await open(browser, { viewport });
      await page.goto(site.url + path);
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      const { frame, parts } = await page.evaluate(() => {
        const box = (/** @type {Element} */ element) => {
          const { left, top, right, bottom } = element.getBoundingClientRect();
          const name = `${element.getAttribute("class")} of ${element.closest("a")?.getAttribute("data-id")}`;
          return { name, left, top, right, bottom };
        };
        // Of two charts a screen shows one; a narrow one hides the names of a whole radar.
        const shown = (/** @type {Element} */ of) => of.getClientRects().length > 0 && getComputedStyle(of).visibility === "visible";
        const chart = /** @type {Element} */ ([...document.querySelectorAll(".chart")].find(shown));
        const parts = [...chart.querySelectorAll(".blip-dot, .blip-label, .blip-number")].filter(shown).map(box);
        return { frame: box(chart), parts };
      });
      assert.ok(parts.length > 20);
      for (const [index, one] of parts.entries()) {
        assert.ok(within(one, frame), `${one.name} leaves the chart`);
        for (const other of parts.slice(index + 1)) {
          assert.ok(!overlap(one, other), `${one.name} and ${other.name} overlap`);
        }
      }
      assertFaultless();
      await page.context().close();
    });
  }
}

test("every blip is a link with a name that says its freshness", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  const blips = page.locator(".chart a.blip");
  assert.equal(await blips.count(), await page.locator(".rows li[data-id]").count());
  for (const name of await blips.evaluateAll((all) => all.map((blip) => blip.getAttribute("aria-label") ?? ""))) {
    assert.match(name, /fresh|due|expired|unreviewed|never/i);
  }
  await blips.first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/blips\//);
  assertFaultless();
  await page.context().close();
});

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box */

/** @param {Box} one @param {Box} other */
function overlap(one, other) {
  const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return across > TOLERANCE && down > TOLERANCE;
}

/** @param {Box} one @param {Box} frame */
function within(one, frame) {
  return (
    one.left >= frame.left - TOLERANCE &&
    one.right <= frame.right + TOLERANCE &&
    one.top >= frame.top - TOLERANCE &&
    one.bottom <= frame.bottom + TOLERANCE
  );
}
