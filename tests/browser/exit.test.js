// @ts-check
// What it would cost to leave a blip: the filter, the card, the board and the page, on the reader's own day.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, open } from "./browser.js";
import { TODAY, build, serve, temporary } from "./site.js";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let site;
before(async () => {
  browser = await launch();
  const root = temporary();
  mkdirSync(join(root, "radar/blips"), { recursive: true });
  writeFileSync(join(root, "radar/radar.toml"), 'title = "Exits"\n[[quadrant]]\nid = "tools"\nname = "Tools"\n');
  writeFileSync(join(root, "radar/people.toml"), '[person.ada]\nname = "Ada"\npractising = [{ from = 2000-01-01 }]\n[person.max]\nname = "Max"\n');
  for (const [id, effort, date, by] of [
    ["costly", "4 months", "2026-05-09", "ada"],
    ["cheap", "2 weeks", "2026-05-09", "ada"],
    ["old", "1 year", "2025-05-09", "ada"],
    ["thought", "1 year", "2026-05-09", "max"],
    ["none", "", "", ""],
  ]) {
    const exit = effort && `[exit]\neffort = "${effort}"\ndate = ${date}\nby = ["${by}"]\n`;
    const review = '[[review]]\ndate = 2025-01-05\nby = ["ada"]\nring = "adopt"\nnote = "Looked."\n';
    writeFileSync(join(root, `radar/blips/${id}.toml`), `name = "${id}"\nquadrant = "tools"\nring = "adopt"\nowners = ["ada"]\n${exit}${review}`);
  }
  site = await serve(build({ from: root }));
});
after(async () => {
  await browser.close();
  site.close();
});

/** Returns the ids of the blips that the whole radar shows; the slices have each a second time. @param {import("playwright-core").Page} page */
function shown(page) {
  return page.$$eval(".chart.whole .blip:not(.filtered-out)", (blips) => blips.map((blip) => blip.getAttribute("data-id") ?? "").sort());
}

test("the filter knows what is costly to leave, and keeps it in the address", async () => {
  const { page, assertFaultless } = await open(browser, { today: TODAY });
  await page.goto(site.url);
  await page.click("details[data-of=exit] summary");
  const counts = await page.$$eval("details[data-of=exit] [data-n]", (all) => all.map((n) => n.textContent));
  assert.deepEqual(counts, ["1", "1", "3"]);
  await page.check("details[data-of=exit] input[value=costly]");
  assert.deepEqual(await shown(page), ["costly"]);
  assert.equal(await page.evaluate(() => location.search), "?exit=costly");
  await page.goto(`${site.url}?exit=cheap,unknown`);
  assert.deepEqual(await shown(page), ["cheap", "none", "old", "thought"]);
  assertFaultless();
  await page.context().close();
});

test("an estimate expires on the reader's day, and did not exist before its own", async () => {
  for (const [day, costly, unknown] of [
    ["2027-05-09", ["costly"], ["none", "old", "thought"]],
    ["2027-05-10", [], ["cheap", "costly", "none", "old", "thought"]],
  ]) {
    const { page, assertFaultless } = await open(browser, { today: String(day) });
    await page.goto(`${site.url}?exit=costly`);
    assert.deepEqual(await shown(page), costly, String(day));
    await page.goto(`${site.url}?exit=unknown`);
    assert.deepEqual(await shown(page), unknown, String(day));
    assertFaultless();
    await page.context().close();
  }
  const { page } = await open(browser, { today: TODAY });
  await page.goto(`${site.url}?exit=costly&day=2026-05-08`);
  await page.waitForFunction(() => document.querySelectorAll(".chart .blip:not(.filtered-out)").length === 0);
  await page.context().close();
});

test("the card and the page say what it would cost, the page until it expires", async () => {
  const { page, assertFaultless } = await open(browser, { today: TODAY });
  await page.goto(site.url);
  await page.hover('.chart [data-id="costly"]');
  assert.equal(await page.locator("#card [data-of=exit]").textContent(), "Leaving would take about 4 months");
  await page.hover('.chart [data-id="old"]');
  assert.ok(await page.locator("#card [data-of=exit]").isHidden());
  const sentence = async (/** @type {string} */ id, /** @type {import("playwright-core").Page} */ on) => {
    await on.goto(`${site.url}blips/${id}.html`);
    return on.locator(".exit > p").first().innerText();
  };
  assert.equal(await sentence("costly", page), "Leaving would take about 4 months, says Ada, who practises and is one of its owners; 9 May 2026.");
  const expired = "Ada said on 9 May 2025 that leaving would take about 1 year. That estimate was valid until 9 May 2026, and nobody has renewed it.";
  assert.equal(await sentence("old", page), expired);
  assert.match(await sentence("thought", page), /^Max, who was not practising at the time, thought on 9 May 2026/);
  const { page: later } = await open(browser, { today: "2027-05-10" });
  assert.match(await sentence("costly", later), /valid until 9 May 2027, and nobody has renewed it\.$/);
  assert.equal(await sentence("old", later), expired);
  assertFaultless();
  await page.context().close();
  await later.context().close();
});

test("the board has a column and a filter", async () => {
  const cells = (/** @type {import("playwright-core").Page} */ page) =>
    page.$$eval(".board tbody tr:not([hidden])", (rows) => rows.map((row) => [row.getAttribute("data-id"), row.children[3].textContent?.trim()].join(": ")).sort());
  const { page, assertFaultless } = await open(browser, { today: TODAY });
  await page.goto(`${site.url}reviews.html`);
  assert.deepEqual(await cells(page), ["cheap: 2 weeks", "costly: 4 months", "none: no estimate", "old: 1 year, expired", "thought: 1 year, an opinion"]);
  await page.locator("select[name=state]").selectOption("costly");
  assert.deepEqual(await cells(page), ["costly: 4 months"]);
  assert.match(page.url(), /\?state=costly$/);
  const { page: later } = await open(browser, { today: "2027-05-10" });
  await later.goto(`${site.url}reviews.html?state=costly`);
  assert.deepEqual(await cells(later), []);
  await later.goto(`${site.url}reviews.html`);
  assert.ok((await cells(later)).includes("costly: 4 months, expired"));
  assertFaultless();
  await page.context().close();
  await later.context().close();
});
