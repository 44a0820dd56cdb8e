// @ts-check
// The chart as the browser draws it: its texts are not exactly as wide as the font's metrics predict.

import assert from "node:assert/strict";
import { cpSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { faults, measure } from "./boxes.js";
import { NARROW, WIDE, launch, open } from "./browser.js";
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
      // The whole radar is too wide for a phone, so it is a picture without names there.
      if (viewport === WIDE || path !== PAGES.radar) assert.equal(chart.named, chart.blips);
      assert.deepEqual(faults(chart), []);
      assertFaultless();
      await page.context().close();
    });
  }
}

test("names in scripts that the font lacks, and of 65 characters, do not overlap", async () => {
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
  const blips = page.locator(".chart a.blip");
  assert.equal(await blips.count(), await page.locator(".rows li[data-id]").count());
  for (const name of await blips.evaluateAll((all) => all.map((blip) => blip.getAttribute("aria-label") ?? ""))) {
    assert.match(name, /fresh|due|expired|unreviewed|never/i);
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
