// @ts-check
// The page of a blip in a sheet beside the chart.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { launch, open } from "./browser.js";
import { enterChart } from "./keys.js";
import { build, serve } from "./site.js";

const axe = createRequire(import.meta.url)("axe-core");
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

const dot = (/** @type {string} */ id) => `.drawing > .chart [data-id="${id}"] .blip-dot`;

/** Waits until the sheet shows a blip. @param {import("playwright-core").Page} page @param {string} id */
async function shows(page, id) {
  await page.waitForSelector(`#sheet[open] article[data-id="${id}"]`);
  await page.waitForURL(`**/blips/${id}.html`);
}

/** Waits until the sheet is closed, and the address is that of the home page. @param {import("playwright-core").Page} page @param {string} [query] */
async function isHome(page, query = "") {
  await page.waitForSelector("#sheet:not([open])", { state: "attached" });
  assert.equal(page.url(), site.url + query);
}

/** Every address of a page's links. @param {import("playwright-core").Page} page @param {string} within */
function links(page, within) {
  return page.locator(`${within} a[href]:not([href^="#"])`).evaluateAll((all) => all.map((link) => new URL(link.getAttribute("href") ?? "", location.href).href));
}

test("a click shows the page of a blip with its address, and Back closes it", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(`${site.url}?ring=adopt`);
  const title = await page.title();
  const before = await links(page, "body");
  await page.click(dot("kafka"));
  await shows(page, "kafka");
  assert.match(await page.title(), /^Apache Kafka ·/);
  assert.equal(await page.evaluate(() => document.activeElement?.id), "sheet");
  const boxes = await Promise.all(["#sheet", ".drawing > .chart"].map((of) => page.locator(of).boundingBox()));
  assert.ok(boxes[0] && boxes[1] && boxes[0].x >= boxes[1].x + boxes[1].width, "beside the chart");
  const after = await links(page, "body");
  assert.deepEqual(before.filter((link) => !after.includes(link)), []);
  const duplicates = await page.evaluate(() => [...document.querySelectorAll("[id]")].map(({ id }) => id).filter((id, at, all) => all.indexOf(id) !== at));
  assert.deepEqual(duplicates, []);
  await page.evaluate(axe.source);
  assert.deepEqual(await page.evaluate(async () => (await /** @type {any} */ (window).axe.run()).violations.map(({ id, nodes }) => [id, nodes[0].html])), []);
  await page.goBack();
  await isHome(page, "?ring=adopt");
  assert.equal(await page.title(), title);
  assert.deepEqual(await links(page, "body"), before);
  await page.goForward();
  await shows(page, "kafka");
  // Now the page is loaded by itself, and the step before it is still the radar.
  await page.reload();
  assert.equal(await page.locator("#sheet").count(), 0);
  assert.equal(await page.locator("h1").last().textContent(), "Apache Kafka");
  await page.goBack();
  await page.waitForSelector(".drawing > .chart");
  assert.equal(page.url(), `${site.url}?ring=adopt`);
  assert.ok(await page.locator(".blip.filtered-out").count());
  assertFaultless();
  await page.context().close();
});

test("it is the page: its text, its links, its freshness on the reader's day", async () => {
  for (const today of ["2026-11-22", "2027-12-01"]) {
    const { page, assertFaultless } = await open(browser, { today });
    const { page: alone } = await open(browser, { today });
    await page.goto(site.url);
    for (const id of ["kubernetes", "llm-coding-assistants", "event-storming", "kafka"]) {
      await page.click(dot(id));
      await shows(page, id);
      await page.waitForLoadState("networkidle");
      await alone.goto(`${site.url}blips/${id}.html`);
      const text = (/** @type {import("playwright-core").Page} */ of) => of.locator("article.blip").evaluate((article) => article.textContent?.replace(/\s+/g, " "));
      assert.equal(await text(page), await text(alone), `${id} on ${today}`);
      assert.deepEqual(await links(page, "#sheet article"), await links(alone, "main article"));
    }
    assertFaultless();
    await page.context().close();
    await alone.context().close();
  }
});

test("another dot takes its place, a link in it is a step, and closing leads back to the radar", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  await page.click(dot("kafka"));
  await shows(page, "kafka");
  await page.click(dot("nats"));
  await shows(page, "nats");
  await page.goBack();
  await isHome(page);
  await page.click('.lists li[data-id="kubernetes"] a >> nth=0');
  await shows(page, "kubernetes");
  const link = page.locator("#sheet article a[href*='/blips/']").first();
  const id = /blips\/(.*)\.html/.exec((await link.getAttribute("href")) ?? "")?.[1] ?? "";
  await link.click();
  await shows(page, id);
  await page.goBack();
  await shows(page, "kubernetes");
  await page.goForward();
  await shows(page, id);
  await page.click("#sheet .sheet-bar button");
  await isHome(page);
  assertFaultless();
  await page.context().close();
});

test("by keyboard: Enter opens, the chart stays in use, Escape leads back to the blip", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  await enterChart(page);
  await page.keyboard.press("End");
  const id = (await page.evaluate(() => document.activeElement?.getAttribute("data-id"))) ?? "";
  await page.keyboard.press("Enter");
  await shows(page, id);
  assert.equal(await page.evaluate(() => document.activeElement?.id), "sheet");
  await page.keyboard.press("Escape");
  await isHome(page);
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-id")), id);
  await page.keyboard.press("/");
  await page.keyboard.type("terraform");
  await page.locator("#find-1").waitFor();
  await page.keyboard.press("Enter");
  await shows(page, "terraform");
  await page.keyboard.press("/");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("kafka");
  await isHome(page, "?q=kafka");
  assertFaultless();
  await page.context().close();
});

test("with Ctrl, on a narrow screen, from the disk and without script a link is a link", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  const [tab] = await Promise.all([page.context().waitForEvent("page"), page.click(dot("kafka"), { modifiers: ["Control"] })]);
  await tab.waitForURL(/kafka/);
  assert.equal(page.url(), site.url);
  await tab.close();
  await page.setViewportSize({ width: 1000, height: 800 });
  await page.locator('.chart [data-id="kafka"] .blip-dot:visible').first().click();
  await page.waitForURL(/kafka/);
  assert.equal(await page.locator("#sheet, .chart.whole").count(), 0);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(pathToFileURL(join(built, "index.html")).href);
  await page.click(dot("kafka"));
  await page.waitForURL(/^file:.*kafka/);
  assert.equal(await page.locator("article.blip").count(), 1);
  assertFaultless();
  await page.context().close();
  const { page: plain } = await open(browser, { javaScriptEnabled: false });
  await plain.goto(site.url);
  await plain.click(dot("kafka"));
  await plain.waitForURL(/kafka/);
  await plain.context().close();
});

test("a page that cannot be read beside the chart is opened by itself", async () => {
  const { page } = await open(browser);
  await page.goto(site.url);
  await page.route("**/blips/kafka.html", (route) => (route.request().resourceType() === "fetch" ? route.abort() : route.continue()));
  await page.click(dot("kafka"));
  await page.waitForURL(/kafka/);
  await page.waitForSelector("main > article.blip");
  assert.equal(await page.locator("#sheet").count(), 0);
  await page.context().close();
});
