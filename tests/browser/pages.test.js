// @ts-check
// Every kind of page, in English and German, light and dark, wide and narrow: it loads without
// errors, is accessible by the rules of axe, and does not scroll sideways.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import axe from "axe-core";
import { NARROW, WIDE, launch, open } from "./browser.js";
import { ODD, radar } from "./odd.js";
import { OF_COLOURS, assertNoSidewaysScrolling, violations } from "./rules.js";
import { PAGES, build, serve } from "./site.js";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const language of ["en", "de"]) {
  describe(language, () => {
    /** @type {Awaited<ReturnType<typeof serve>>} */
    let site;
    /** @type {Awaited<ReturnType<typeof open>>} */
    let tab;
    before(async () => {
      site = await serve();
      // One site knows its address, the other does not, and its `404.html` then needs no other file.
      site.folder = language === "en" ? build() : build({ language, baseUrl: site.url });
      tab = await open(browser);
    });
    after(async () => {
      await tab.page.context().close();
      site.close();
    });

    for (const [kind, path] of Object.entries(PAGES)) {
      test(kind, async () => {
        const { page, faults, assertFaultless } = tab;
        faults.length = 0;
        await page.setViewportSize(WIDE);
        await page.goto(site.url + path);
        assert.equal(await page.getAttribute("html", "lang"), language);
        await page.evaluate(axe.source);
        assert.deepEqual(await violations(page), []);
        await page.setViewportSize({ width: 768, height: 1024 });
        await assertNoSidewaysScrolling(page);
        await page.setViewportSize(NARROW);
        await assertNoSidewaysScrolling(page);
        assert.deepEqual(await violations(page), []);
        assertFaultless();
        // The language does not choose the colours.
        if (language !== "en") return;
        await page.emulateMedia({ colorScheme: "dark" });
        assert.deepEqual(await violations(page, OF_COLOURS), []);
        await page.setViewportSize(WIDE);
        assert.deepEqual(await violations(page, OF_COLOURS), []);
        await page.emulateMedia({ colorScheme: "light" });
        assertFaultless();
      });
    }
  });
}

test("texts with everything that Markdown has", async () => {
  const site = await serve(build({ from: radar(ODD) }));
  const { page, assertFaultless } = await open(browser);
  for (const path of ["blips/a.html", "reviews.html", "about.html", "index.html"]) {
    await page.goto(site.url + path);
    await page.evaluate(axe.source);
    assert.deepEqual(await violations(page), [], path);
    // Beyond axe: whatever a keyboard stops at, or a script announces, has a role and a name.
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll("[tabindex='0']:not(a), output")]
        .filter((part) => !(part.matches("output, [role]") && (part.ariaLabel || part.hasAttribute("aria-labelledby"))))
        .map((part) => part.outerHTML.slice(0, 80)),
    );
    assert.deepEqual(nameless, [], path);
  }
  assertFaultless();
  await page.context().close();
  site.close();
});

test("lists and tables of texts look the same wherever they are", async () => {
  const text = "- one\n\n| a | b |\n|--|--|\n| 1 | `c` |\n";
  const ring = `[[ring]]\nid = "trial"\nname = "Trial"\ndescription = '''\n${text}'''\n`;
  const settings = `title = "T"\n${ring}[[quadrant]]\nid = "q"\nname = "Q"\ndescription = '''\n${text}'''\n`;
  const site = await serve(build({ from: radar({ ...ODD, "radar.toml": settings }) }));
  const { page, assertFaultless } = await open(browser);
  await page.goto(`${site.url}blips/a.html`);
  // The knots of the trail belong to its entries alone.
  const knots = await page.$$eval(".note li", (items) => items.map((item) => getComputedStyle(item, "::before").content));
  assert.ok(knots.length > 2);
  assert.deepEqual(new Set(knots), new Set(["none"]));
  for (const path of ["blips/a.html", "index.html", "quadrants/q.html", "about.html"]) {
    for (const size of [WIDE, NARROW]) {
      await page.setViewportSize(size);
      await page.goto(site.url + path);
      // The texts of rings and quadrants may be folded, and those of slices are hidden beside the whole radar.
      await page.$$eval("details", (all) => all.forEach((details) => details.closest("form") || (details.open = true)));
      const cells = await page.$$eval(".table :is(th, td)", (cells) =>
        cells.filter((cell) => !cell.closest(".slice") || cell.checkVisibility()).map((cell) => {
          const { display, borderBottomStyle } = getComputedStyle(cell);
          return `${display} ${borderBottomStyle} ${cell.getBoundingClientRect().height > 10}`;
        }),
      );
      assert.ok(cells.length >= 4);
      assert.deepEqual(new Set(cells), new Set(["table-cell solid true"]), `${path}, ${size.width} px`);
      await assertNoSidewaysScrolling(page);
    }
  }
  assertFaultless();
  await page.context().close();
  site.close();
});

for (const [what, origin] of [
  ["an unknown address of any depth shows the 404 page", ""],
  ["a copy of the site on another origin has a 404 page that leads to the copy", "https://radar.example.org"],
]) {
  test(what, async () => {
    const site = await serve();
    const baseUrl = origin ? `${origin}${new URL(site.url).pathname}` : site.url;
    site.folder = build({ baseUrl });
    const { page, faults } = await open(browser);
    await page.goto(`${site.url}blips/no/such.html`);
    assert.notEqual(await page.evaluate(() => document.styleSheets[0]?.cssRules.length ?? 0), 0);
    await page.click("main a");
    assert.equal(page.url(), site.url);
    assert.deepEqual(faults.filter((fault) => !fault.includes("no/such.html")), []);
    await page.context().close();
    site.close();
  });
}
