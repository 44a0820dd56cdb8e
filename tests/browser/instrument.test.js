// @ts-check
// The home page as an instrument: one screen, rows and dots that light each other, a sentence that says what is shown.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NARROW, launch, open } from "./browser.js";
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

/** @typedef {import("playwright-core").Page} Page */

for (const [width, height] of [[1120, 660], [1366, 768], [1440, 900], [1920, 1080], [2560, 1440]]) {
  test(`at ${width} x ${height} all dots, the legend and the timeline are in the first screen`, async () => {
    const { page, assertFaultless } = await open(browser, { viewport: { width, height } });
    for (const path of [PAGES.radar, PAGES.quadrant, PAGES.edition]) {
      await page.goto(site.url + path);
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      const { dots, below, aside, least } = await page.evaluate(() => {
        const boxes = (/** @type {string} */ of) => [...document.querySelectorAll(of)].map((part) => part.getBoundingClientRect()).filter((box) => box.width > 0);
        const chart = boxes(".drawing > .chart")[0];
        const dots = boxes(".drawing > .chart .blip-dot");
        const all = [...dots, ...boxes(".legend li"), ...boxes(".timeline"), ...boxes(".finder"), ...boxes("#statement"), ...boxes(".head h1")];
        const labels = [.../** @type {NodeListOf<SVGElement>} */ (document.querySelectorAll(".drawing > .chart .blip-label"))];
        const scale = (label) => /** @type {SVGGraphicsElement} */ (label).getScreenCTM()?.a ?? 0;
        return {
          dots: dots.length,
          below: all.filter(({ bottom }) => bottom > innerHeight).length,
          aside: boxes(".lists").every(({ left }) => left >= chart.right),
          least: Math.min(...labels.map((label) => parseFloat(getComputedStyle(label).fontSize) * scale(label))),
        };
      });
      assert.ok(dots > 10, path);
      assert.equal(below, 0, `${path}: so many parts are below the first screen`);
      assert.ok(aside, `${path}: the lists are beside the chart`);
      assert.ok(least >= 9, `${path}: names of ${least} px`);
    }
    assertFaultless();
    await page.context().close();
  });
}

for (const width of [1024, 768, 390, 320]) {
  test(`at ${width} px every blip has its name, of 9 px at least, and a tap opens it`, async () => {
    const { page, assertFaultless } = await open(browser, { viewport: { width, height: 844 }, hasTouch: true });
    await page.goto(site.url);
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    const { shown, named, least, rings, wide } = await page.evaluate(() => {
      const seen = (/** @type {Element} */ part) => part.checkVisibility({ contentVisibilityAuto: true }) && part.getBoundingClientRect().width > 0;
      const labels = /** @type {SVGGraphicsElement[]} */ ([...document.querySelectorAll(".chart .blip-label")].filter(seen));
      return {
        shown: new Set([...document.querySelectorAll(".chart .blip")].map((blip) => blip.getAttribute("data-id"))).size,
        named: new Set(labels.map((label) => label.closest("a")?.getAttribute("data-id"))).size,
        least: Math.min(...labels.map((label) => parseFloat(getComputedStyle(label).fontSize) * (label.getScreenCTM()?.a ?? 0))),
        rings: [...document.querySelectorAll(".chart .ring-name")].filter(seen).length,
        wide: document.documentElement.scrollWidth > innerWidth,
      };
    });
    assert.equal(named, shown);
    assert.ok(least >= 9, `names of ${least} px`);
    assert.ok(rings >= 4, "the names of the rings are there");
    assert.ok(!wide, "nothing scrolls sideways");
    await page.locator(".chart .blip[data-id=kafka]:visible").first().tap();
    await page.waitForURL(/blips\/kafka\.html/);
    assertFaultless();
    await page.context().close();
  });
}

test("a row lights its dot, and a dot its row", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  const row = page.locator(".lists li[data-id=kubernetes]");
  await row.hover();
  assert.ok(await page.locator(".drawing > .chart .blip[data-id=kubernetes].highlighted").isVisible());
  assert.ok(!(await page.locator("#card").isVisible()), "the row says what the card would");
  await page.mouse.move(5, 5);
  await page.locator(".drawing > .chart .blip[data-id=rust] .blip-dot").hover();
  assert.ok(await page.locator(".lists li[data-id=rust].lit").isVisible());
  assert.ok(await page.locator("#card").isVisible());
  await row.locator("a").focus();
  assert.ok(await page.locator(".drawing > .chart .blip[data-id=kubernetes].highlighted").isVisible(), "by keyboard too");
  assertFaultless();
  await page.context().close();
});

/** @param {Page} page */
function sayings(page) {
  return page.evaluate(() => ({
    sentence: document.getElementById("statement")?.textContent ?? "",
    title: document.title,
    labels: [...document.querySelectorAll(".chart")].map((chart) => chart.getAttribute("aria-label") ?? ""),
  }));
}

test("sentence, title and label say which day and which filter", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  const plain = await sayings(page);
  assert.match(plain.sentence, /^As of 22 November 2026: \d+ blips$/);
  await page.check("#finder .flagged-only input");
  await page.waitForFunction(() => /flagged$/.test(document.getElementById("statement")?.textContent ?? ""));
  const flagged = await sayings(page);
  assert.match(flagged.sentence, /^As of 22 November 2026: \d+ of \d+ blips\. flagged$/);
  for (const text of [flagged.title, ...flagged.labels]) assert.ok(text.includes(flagged.sentence), text);
  await page.goto(`${site.url}?day=2027-06-01&ring=adopt,trial`);
  await page.waitForSelector('#timeline[data-shown="2027-06-01"]', { state: "attached" });
  const later = await sayings(page);
  assert.match(later.sentence, /^As it will be on 1 June 2027, if nobody reviews anything before then: \d+ of \d+ blips\. Ring: Adopt, Trial$/);
  for (const text of [later.title, ...later.labels]) assert.ok(text.includes(later.sentence), text);
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator("#statement").isVisible(), "a print says it too");
  await page.emulateMedia({ media: "screen" });
  await page.click("[data-step=today]");
  await page.click("#finder [type=reset]");
  await page.waitForFunction((title) => document.title === title, plain.title);
  assert.deepEqual(await sayings(page), plain);
  assertFaultless();
  await page.context().close();
});

test("each part of the line of data leads to what it counts", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  const links = await page.$$eval(".data-line a[href^='?']", (links) => links.map((link) => ({ href: link.getAttribute("href") ?? "", n: Number(link.querySelector("b")?.textContent) })));
  assert.ok(links.length >= 3);
  for (const { href, n } of links) {
    await page.goto(site.url);
    await page.click(`.data-line a[href="${href}"]`);
    await page.waitForFunction((query) => location.search === query, href);
    await page.waitForFunction((n) => document.querySelectorAll(".drawing > .chart .blip:not(.filtered-out, .absent)").length === n, n);
  }
  assertFaultless();
  await page.context().close();
});

test("the home page of a phone is at most 4,000 px long", async () => {
  const { page, assertFaultless } = await open(browser, { viewport: NARROW, hasTouch: true });
  await page.goto(site.url);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  assert.ok(height <= 4000, `${height} px`);
  const rows = () => page.locator(".lists li[data-id]:visible").count();
  assert.equal(await rows(), 0, "the lists are folded");
  await page.locator(".lists .fold > summary").first().tap();
  assert.ok((await rows()) > 10);
  assertFaultless();
  await page.context().close();
});
