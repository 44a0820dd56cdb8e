// @ts-check
// The chart as the browser draws it: its texts are not exactly as wide as the font's metrics predict.

import assert from "node:assert/strict";
import { cpSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { faults, measure } from "./boxes.js";
import { IS_FIREFOX, NARROW, WIDE, launch, open } from "./browser.js";
import { enterChart } from "./keys.js";
import { PAGES, REPOSITORY, build, serve, temporary } from "./site.js";

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
      assert.equal(chart.named, chart.blips);
      assert.deepEqual(faults(chart), []);
      assertFaultless();
      await page.context().close();
    });
  }
}

// Where a machine lacks fonts too, Firefox draws the numbers of letters in boxes, which are wider than any letter.
test("names in scripts that the font lacks, and of 65 characters, do not overlap", { skip: IS_FIREFOX }, async () => {
  const names = [
    "Supercalifragilisticexpialidocious-and-some-more-characters-of-it",
    "Непрерывная доставка и развёртывание приложений в частных облаках",
    "持续交付与部署流水线的治理方法论与实践经验",
    "Emoji 🚀 driven 🧑‍💻 development 🦀 with as many words as there can be",
    "マイクロサービス",
    "האצת פיתוח",
    "🦀🦀🦀",
  ];
  const root = temporary();
  cpSync(join(REPOSITORY, "radar"), join(root, "radar"), { recursive: true });
  const folder = join(root, "radar/blips");
  const files = readdirSync(folder, { recursive: true }).map((file) => join(folder, String(file)));
  for (const [index, file] of files.filter((file) => file.endsWith(".toml")).sort().entries()) {
    const name = JSON.stringify(`${names[index % names.length]} ${index}`);
    writeFileSync(file, readFileSync(file, "utf8").replace(/^name *=.*$/m, `name = ${name}`));
  }
  const strange = await serve(build({ from: root }));
  const { page, assertFaultless } = await open(browser, { viewport: WIDE });
  await page.goto(strange.url);
  const chart = await measure(page);
  assert.equal(chart.named, chart.blips);
  assert.deepEqual(faults(chart), []);
  assertFaultless();
  await page.context().close();
  strange.close();
});

test("every blip is a link whose accessible name includes its freshness", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  const rows = await page.locator(".lists .ring-list .index > li[data-id]").evaluateAll((all) => all.map((row) => row.getAttribute("data-id")).sort());
  assert.ok(rows.length > 50);
  // Each blip is a link in the square, and one in the slice of its quadrant; a screen shows one of the two.
  for (const drawing of [".chart.whole", ".chart.slice"]) {
    const blips = await page.locator(`${drawing} a.blip`).evaluateAll((all) => all.map((blip) => [blip.getAttribute("data-id"), blip.getAttribute("aria-label") ?? ""]));
    assert.deepEqual(blips.map(([id]) => id).sort(), rows, drawing);
    for (const [, name] of blips) assert.match(name ?? "", /fresh|due|expired|unreviewed|never/i);
  }
  for (const viewport of [WIDE, NARROW]) {
    await page.setViewportSize(viewport);
    assert.deepEqual(await page.locator(".chart a.blip:visible").evaluateAll((all) => all.map((blip) => blip.getAttribute("data-id")).sort()), rows);
  }
  await enterChart(page);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/blips\//);
  assertFaultless();
  await page.context().close();
});

test("radar.svg is shown whole in a box of any ratio", async () => {
  const { page, assertFaultless } = await open(browser, { viewport: WIDE });
  await page.goto(`${site.url}radar.svg`);
  for (const viewport of [WIDE, NARROW, { width: 1200, height: 200 }]) {
    await page.setViewportSize(viewport);
    const hidden = await page.evaluate(() => {
      const svg = /** @type {any} */ (document.documentElement);
      svg.setAttribute("width", "100%");
      svg.setAttribute("height", "100%");
      return [...svg.querySelectorAll("text, .ring")]
        .map((part) => ({ name: part.textContent, box: part.getBoundingClientRect() }))
        .filter(({ box }) => box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
        .map(({ name }) => name);
    });
    assert.deepEqual(hidden, []);
  }
  assertFaultless();
  await page.context().close();
});
