// @ts-check
// Pages without script, pages from the disk, and the colour switch.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { launch, open } from "./browser.js";
import { PAGES, build, serve } from "./site.js";

/** @type {import("playwright-core").Browser} */
let browser;
const built = build();
/** @type {Awaited<ReturnType<typeof serve>>} */
let site;
before(async () => {
  browser = await launch();
  site = await serve(built);
});
after(async () => {
  await browser.close();
  site.close();
});

/** Returns the texts of a page that must not depend on the script. @param {import("playwright-core").Page} page */
function textsOf(page) {
  return page.evaluate(() => {
    const texts = (/** @type {string} */ selector) =>
      [...document.querySelectorAll(selector)].map((element) => element.textContent ?? "");
    return {
      headings: texts("h1, h2, h3, h4"),
      badges: texts(".badge"),
      dots: document.querySelectorAll(".chart .blip").length,
    };
  });
}

test("without script every page has the same texts", async () => {
  const { page: scripted } = await open(browser);
  const { page: plain, assertFaultless } = await open(browser, { javaScriptEnabled: false });
  for (const path of Object.values(PAGES)) {
    await Promise.all([scripted.goto(site.url + path), plain.goto(site.url + path)]);
    assert.deepEqual(await textsOf(plain), await textsOf(scripted), path);
  }
  await plain.goto(site.url);
  const { badges, dots } = await textsOf(plain);
  assert.ok(dots > 0 && (await plain.locator(".drawing > .chart").isVisible()));
  assert.ok(badges.every((words) => words.trim() !== ""));
  assert.ok(!(await plain.locator("button.colours").isVisible()));
  assertFaultless();
  await scripted.context().close();
  await plain.context().close();
});

test("from the disk every page has its style and script", async () => {
  const { page, assertFaultless } = await open(browser);
  for (const [kind, path] of Object.entries(PAGES)) {
    await page.goto(pathToFileURL(join(built, path)).href);
    // Without an address of the site, that page needs no other file.
    if (kind === "not found") continue;
    const font = await page.evaluate(() => getComputedStyle(document.body).fontFamily);
    assert.match(font, /Roboto Condensed/i, path);
    assert.ok(await page.evaluate(() => document.fonts.ready.then((fonts) => [...fonts].some((font) => font.status === "loaded"))), path);
    assert.ok(await page.locator("button.colours").isVisible(), path);
  }
  await page.goto(pathToFileURL(join(built, PAGES.blip)).href);
  await page.click(".masthead nav a");
  assert.match(page.url(), /^file:.*index\.html$/);
  assertFaultless();
  await page.context().close();
});

test("the colour switch remembers its choice", async () => {
  const { page, assertFaultless } = await open(browser);
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.goto(site.url);
  const light = await ground();
  await page.click("button.colours");
  assert.equal(await ground(), light, "light, as the system has it");
  await page.click("button.colours");
  const dark = await ground();
  assert.notEqual(dark, light);
  const words = await page.textContent("button.colours");
  await page.goto(site.url + PAGES.blip);
  assert.equal(await ground(), dark);
  assert.equal(await page.textContent("button.colours"), words);
  await page.click("button.colours");
  await page.goto(site.url);
  assert.equal(await ground(), light, "as the system again");
  assertFaultless();
  await page.context().close();
});
