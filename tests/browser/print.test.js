// @ts-check
// Paper: what is on the sheets that either browser prints.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./browser.js";
import { PAPERS, print } from "./print.js";
import { PAGES, build, serve, temporary } from "./site.js";
import { TODAY as LAST_DAY, write } from "./volumes.js";

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

/** The least size of names in points, by the paper. */
const LEAST = { A4: 6, A3: 8, Letter: 6 };

/** Returns the names on the chart of a page. @param {import("playwright-core").Page} page */
function namesOf(page) {
  return page.$$eval(".chart.whole .blip-label", (labels) =>
    labels.map((label) => [...label.childNodes].map((line) => line.textContent).join(" ").replace(/\s+/g, " ").trim()),
  );
}

/** Every part of the sheet, on one sheet. @param {import("playwright-core").Page} page @param {keyof typeof LEAST} paper @param {boolean} landscape */
async function assertOneSheet(page, paper, landscape) {
  const { sheets, width, height, texts } = await print(page, paper, landscape);
  assert.equal(sheets, 1);
  assert.equal(width > height, landscape);
  const all = texts.map(({ text }) => text).join(" ");
  const names = await namesOf(page);
  assert.ok(names.length > 50);
  // A name of two lines may be printed in two texts, and the second may be elsewhere in the file.
  const missing = names.filter((name) => !all.includes(name) && !name.split(" ").every((word) => all.includes(word)));
  assert.deepEqual(missing, []);
  const words = new Set(names.flatMap((name) => name.split(" ").filter((word) => word.length > 3)));
  const sizes = texts.filter(({ text }) => names.includes(text) || words.has(text)).map(({ size }) => size);
  assert.ok(sizes.length > 30);
  // Sizes are read to a third of a point.
  assert.ok(Math.min(...sizes) >= LEAST[paper] - 0.34, `names of ${Math.min(...sizes)} points`);
  const outside = texts.filter(({ left, top, right, bottom }) => left < 9 || top < 9 || right > width - 9 || bottom > height - 9);
  assert.deepEqual(outside, []);
  return all;
}

for (const paper of /** @type {(keyof typeof PAPERS)[]} */ (Object.keys(PAPERS))) {
  for (const landscape of [false, true]) {
    test(`the radar is one sheet of ${paper}, ${landscape ? "across" : "upright"}`, async () => {
      const { page, assertFaultless } = await open(browser);
      await page.goto(site.url);
      const all = await assertOneSheet(page, paper, landscape);
      for (const part of ["Marrowby Parcel", "22 November 2026", "71 blips", "never reviewed", site.url.slice(0, -1)]) {
        assert.ok(all.includes(part), `${part} in ${all}`);
      }
      assertFaultless();
      await page.context().close();
    });
  }
}

test("118 blips are one sheet too", async () => {
  const root = temporary();
  write(root, { from: 34, keep: true });
  const volume = await serve(build({ from: root, today: LAST_DAY }));
  const { page } = await open(browser, { today: LAST_DAY });
  await page.goto(volume.url);
  assert.equal((await namesOf(page)).length, 118);
  for (const paper of /** @type {(keyof typeof PAPERS)[]} */ (Object.keys(PAPERS))) {
    for (const landscape of [false, true]) await assertOneSheet(page, paper, landscape);
  }
  await page.context().close();
  volume.close();
});

test("the sheet says which day and which filter it shows, and where", async () => {
  const { page } = await open(browser);
  await page.goto(`${site.url}?day=2027-06-01&flagged=yes`);
  await page.waitForSelector('#timeline[data-shown="2027-06-01"]', { state: "attached" });
  const { sheets, texts } = await print(page, "A4", true);
  const all = texts.map(({ text }) => text).join(" ");
  assert.equal(sheets, 1);
  assert.match(all, /1 June 2027/);
  assert.match(all, /flagged/i);
  assert.ok(!all.includes("22 November 2026"));
  assert.match(all.replaceAll(" ", ""), /\?day=2027-06-01&flagged=yes|\?flagged=yes&day=2027-06-01/);
  await page.context().close();
});

test("a quadrant prints all of its blips", async () => {
  for (const path of [PAGES.quadrant, "quadrants/platforms.html", "quadrants/languages-and-frameworks.html", "quadrants/tools.html"]) {
    const { page } = await open(browser);
    const response = await page.goto(site.url + path);
    assert.equal(response?.status(), 200, path);
    const rows = await page.$$eval(".lists .ring-list:not(:has(#retired)) li:has(.badge)", (rows) => rows.map((row) => row.querySelector("a")?.textContent?.trim() ?? ""));
    assert.ok(rows.length > 10);
    for (const landscape of [false, true]) {
      const { texts, sheets } = await print(page, "A4", landscape);
      const all = texts.map(({ text }) => text).join(" ");
      // Once on the chart, once in the list.
      const often = (/** @type {string} */ name) => name.split(" ").every((word) => all.split(word).length > 2);
      assert.deepEqual(rows.filter((name) => !often(name)), [], path);
      const lists = texts.filter(({ text }) => /fresh until|due by|expired \d|never reviewed/.test(text));
      assert.ok(lists.length >= rows.length * 0.9, `${path}: ${lists.length} rows of ${rows.length}`);
      assert.ok(sheets <= 3, `${sheets} sheets`);
    }
    await page.context().close();
  }
});

test("a blip takes as few sheets as its text", async () => {
  for (const path of [PAGES.blip, PAGES["unreviewed blip"], PAGES["expired blip"]]) {
    const { page } = await open(browser);
    await page.goto(site.url + path);
    for (const landscape of [false, true]) {
      const { texts, sheets, height } = await print(page, "A4", landscape);
      // Every sheet but the last is full.
      for (let sheet = 1; sheet < sheets; sheet += 1) {
        const lowest = Math.max(...texts.filter((text) => text.sheet === sheet).map(({ bottom }) => bottom));
        assert.ok(lowest > height * 0.75, `${path}: sheet ${sheet} of ${sheets} ends at ${lowest} of ${height} points`);
      }
      assert.ok(sheets <= (landscape ? 4 : 3), `${path}: ${sheets} sheets`);
    }
    await page.context().close();
  }
});
