// @ts-check
// The chart as the browser draws it, whose text is not quite as wide as the font's metrics say.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { faults, measure } from "./boxes.js";
import { NARROW, WIDE, launch, open } from "./browser.js";
import { PAGES, build, serve } from "./site.js";

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
      const chart = await measure(page);
      assert.ok(chart.blips >= 10);
      // The whole radar is too wide for a phone: there it is a picture, without names.
      if (viewport === WIDE || path !== PAGES.radar) assert.equal(chart.named, chart.blips);
      assert.deepEqual(faults(chart), []);
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
