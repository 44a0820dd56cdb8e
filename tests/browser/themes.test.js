// @ts-check
// The other built-in themes: every kind of page is accessible by the rules of axe, by day and by night, does not scroll
// sideways, and shows the same chart.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import axe from "axe-core";
import { faults, measure } from "./boxes.js";
import { NARROW, WIDE, launch, open } from "./browser.js";
import { PAGES, build, serve } from "./site.js";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const theme of ["blueprint", "wall"]) {
  describe(theme, () => {
    /** @type {Awaited<ReturnType<typeof serve>>} */
    let site;
    /** @type {Awaited<ReturnType<typeof open>>} */
    let tab;
    before(async () => {
      site = await serve(build({ theme }));
      tab = await open(browser);
    });
    after(async () => {
      await tab.page.context().close();
      site.close();
    });

    // A theme is colours and a style sheet; these pages have every part that they touch.
    for (const kind of /** @type {const} */ (["radar", "quadrant", "reviews", "history"])) {
      const path = PAGES[kind];
      test(kind, async () => {
        const { page, assertFaultless } = tab;
        for (const [viewport, colorScheme] of /** @type {const} */ ([[WIDE, "light"], [WIDE, "dark"], [NARROW, "dark"]])) {
          await page.setViewportSize(viewport);
          await page.emulateMedia({ colorScheme });
          await page.goto(site.url + path);
          await page.evaluate(axe.source);
          const { violations } = /** @type {import("axe-core").AxeResults} */ (await page.evaluate("axe.run(document)"));
          const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`);
          assert.deepEqual(found, [], `${viewport.width} px, ${colorScheme}`);
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "scrolls sideways");
        }
        assertFaultless();
      });
    }

    test("names do not overlap in the weights of the theme", async () => {
      const { page, assertFaultless } = tab;
      await page.setViewportSize(WIDE);
      await page.goto(site.url);
      const chart = await measure(page);
      assert.equal(chart.named, chart.blips);
      assert.deepEqual(faults(chart), []);
      assertFaultless();
    });
  });
}

test("a screen on a wall shows the chart, its legend and what is flagged, and no controls", async () => {
  const site = await serve(build({ theme: "wall" }));
  for (const viewport of [WIDE, { width: 1920, height: 1080 }, { width: 3840, height: 2160 }]) {
    const { page, assertFaultless } = await open(browser, { viewport });
    await page.goto(site.url);
    const shown = (/** @type {string} */ selector) => page.locator(selector).filter({ visible: true });
    assert.equal(await shown("main :is(input, select, button, summary), .masthead nav").count(), 0);
    const flagged = await page.locator(".chart.whole .blip:is(.expired, .unreviewed)").count();
    assert.ok(flagged > 10);
    assert.equal(await shown(".lists li").count(), flagged);
    const size = await page.evaluate(() => {
      const svg = /** @type {SVGSVGElement} */ (document.querySelector(".chart.whole"));
      const { bottom, height } = svg.getBoundingClientRect();
      return { bottom, share: height / innerHeight };
    });
    assert.ok(size.bottom <= viewport.height + 1, `the chart ends at ${size.bottom}`);
    assert.ok(size.share > 0.8, `the chart takes ${size.share} of the height`);
    assertFaultless();
    await page.context().close();
  }
  site.close();
});
