// @ts-check
// Phones, paper, and the reader's settings: reduced motion, forced colours, large text.

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

test("on a phone the page of each quadrant has all its names on the chart", async () => {
  const { page, assertFaultless } = await open(browser, { viewport: NARROW, hasTouch: true });
  await page.goto(site.url);
  const quadrants = await page.$$eval(".quadrant-links a", (links) => links.map((link) => link.getAttribute("href") ?? ""));
  assert.equal(quadrants.length, 4);
  for (const path of quadrants) {
    await page.goto(site.url + path);
    const { names, rows, size } = await page.evaluate(() => {
      const chart = /** @type {Element} */ ([...document.querySelectorAll(".chart")].find((chart) => chart.getClientRects().length));
      const labels = [...chart.querySelectorAll(".blip-label")];
      return {
        names: labels.map((label) => label.textContent ?? "").sort(),
        rows: [...document.querySelectorAll(".ring-list:not(:has(#retired)) .rows > li > :nth-child(2)")].map((row) => (row.matches("a") ? row : row.querySelector("a"))?.textContent ?? "").sort(),
        size: Math.min(...labels.map((label) => label.getBoundingClientRect().height / label.querySelectorAll("[dy]").length || label.getBoundingClientRect().height)),
      };
    });
    assert.ok(names.length > 10);
    assert.deepEqual(names, rows, path);
    assert.ok(size >= 12, `${path}: a line is ${size} px high`);
  }
  assertFaultless();
  await page.context().close();
});

test("on a phone the radar is a picture with links to the quadrants below", async () => {
  const { page, assertFaultless } = await open(browser, { viewport: NARROW, hasTouch: true });
  await page.goto(site.url);
  const chart = page.locator(".drawing > .chart");
  const box = await chart.boundingBox();
  assert.ok(box && box.width > 340 && Math.abs(box.width - box.height) < 2);
  assert.equal(await page.locator(".chart .blip-label").first().evaluate((label) => getComputedStyle(label).visibility), "hidden");
  await page.click(".quadrant-links a >> nth=1");
  await page.waitForURL(/quadrants\//);
  assertFaultless();
  await page.context().close();
});

test("the filter works on a phone", async () => {
  const { page, assertFaultless } = await open(browser, { viewport: NARROW, hasTouch: true });
  await page.goto(site.url);
  const rows = () => page.locator(".quadrants .rows > li:visible").count();
  const before = await rows();
  await page.click("details[data-of=tag] summary");
  const list = page.locator("details[data-of=tag] fieldset");
  const box = await list.boundingBox();
  assert.ok(box && box.x >= 0 && box.x + box.width <= NARROW.width, "the choices are on the screen");
  await list.locator("input").first().check();
  assert.ok((await rows()) < before);
  assertFaultless();
  await page.context().close();
});

test("with reduced motion nothing moves", async () => {
  for (const [reducedMotion, moves] of /** @type {const} */ ([
    ["reduce", false],
    ["no-preference", true],
  ])) {
    const { page } = await open(browser, { reducedMotion });
    await page.goto(`${site.url}?day=2026-05-04`);
    await page.waitForSelector('#timeline[data-shown="2026-05-04"]', { state: "attached" });
    const transition = await page.locator(".chart .blip").first().evaluate((blip) => getComputedStyle(blip).transitionProperty);
    assert.equal(/transform/.test(transition), moves, transition);
    await page.context().close();
  }
});

test("with forced colours the marks keep their shapes, and menus open", async () => {
  const { page, assertFaultless } = await open(browser, { forcedColors: "active" });
  await page.goto(site.url);
  const drawn = await page.locator(".chart .expired .dial").first().evaluate((dial) => getComputedStyle(dial).strokeDasharray);
  assert.match(drawn, /\d/);
  await page.click("details[data-of=ring] summary");
  assert.ok(await page.locator("details[data-of=ring] fieldset").isVisible());
  assertFaultless();
  await page.context().close();
});

test("with text twice as large nothing scrolls sideways", async () => {
  const { page, assertFaultless } = await open(browser, { viewport: { width: 1280, height: 800 } });
  for (const path of Object.values(PAGES)) {
    await page.goto(site.url + path);
    await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
    const { is, has } = await page.evaluate(() => ({ is: document.documentElement.scrollWidth, has: document.documentElement.clientWidth }));
    assert.ok(is <= has, `${path}: ${is} px wide on ${has} px`);
  }
  assertFaultless();
  await page.context().close();
});

test("a first visit requests at most five files, and none from another host", async () => {
  const { page, assertFaultless } = await open(browser);
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(site.url, { waitUntil: "networkidle" });
  assert.ok(asked.length <= 5, asked.join("\n"));
  assert.ok(asked.every((url) => url.startsWith(site.url)), asked.join("\n"));
  assertFaultless();
  await page.context().close();
});
