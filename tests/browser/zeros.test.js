// @ts-check
// A zero is good news: neither it nor its mark is red, until it is a zero no more.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./browser.js";
import { ODD, radar } from "./odd.js";
import { build, serve } from "./site.js";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let site;
before(async () => {
  browser = await launch();
  site = await serve(build({ from: radar(ODD) }));
});
after(async () => {
  await browser.close();
  site.close();
});

for (const [today, isRed] of /** @type {[string, boolean][]} */ ([["2026-11-22", false], ["2027-06-01", true]])) {
  test(`on ${today}`, async () => {
    const { page, assertFaultless } = await open(browser, { today });
    await page.goto(site.url);
    const numbers = await page.evaluate(() => {
      const red = getComputedStyle(document.documentElement).getPropertyValue("--alarm");
      const probe = document.body.appendChild(document.createElement("i"));
      probe.style.color = red;
      const alarm = getComputedStyle(probe).color;
      const number = (/** @type {string} */ selector) => {
        const element = /** @type {Element} */ (document.querySelector(selector));
        const marks = [...(element.parentElement?.querySelectorAll(".mark, .mark *") ?? [])];
        return {
          n: element.textContent,
          isRed: getComputedStyle(element).color === alarm,
          alarm: marks.every((mark) => getComputedStyle(mark).getPropertyValue("--alarm") === red),
        };
      };
      return [".key-figure.expired .value", ".tally [data-count=expired]", ".flagged-only b"].map(number);
    });
    const [figure, tally, filter] = numbers;
    const n = isRed ? "2" : "0";
    assert.deepEqual(figure, { n, isRed, alarm: isRed });
    assert.deepEqual(tally, { n, isRed: false, alarm: isRed });
    assert.deepEqual({ n: filter?.n, isRed: filter?.isRed }, { n, isRed });
    assertFaultless();
    await page.context().close();
  });
}
