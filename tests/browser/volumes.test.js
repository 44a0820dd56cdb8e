// @ts-check
// Charts of 16 years of a real radar: every name is drawn, and nothing overlaps. One volume is measured at 1,440 px. More blips
// need a larger screen for names that can be read: a smaller one shows all dots at once, and names when one zooms (zoom.test.js).

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { faults, measure } from "./boxes.js";
import { WIDE, launch, open } from "./browser.js";
import { build, serve, temporary } from "./site.js";
import { LAST, TODAY, write } from "./volumes.js";

/** A large screen, as of 27 inches. */
const LARGE = { width: 2560, height: 1440 };
/** One as of 43 inches. */
const LARGEST = { width: 3840, height: 2160 };

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/**
 * Builds a radar of volumes and measures the charts of some of its pages.
 * @param {Parameters<typeof write>[1]} what
 * @param {string[]} paths
 * @param {typeof WIDE} [viewport]
 */
async function charts(what, paths, viewport = WIDE) {
  const root = temporary();
  write(root, what);
  const site = await serve(build({ from: root, today: TODAY }));
  const { page, assertFaultless } = await open(browser, { viewport, today: TODAY });
  const charts = [];
  for (const path of paths) {
    await page.goto(site.url + path);
    charts.push({ path, ...(await measure(page)) });
  }
  assertFaultless();
  await page.context().close();
  site.close();
  return charts;
}

test("each of 34 volumes, as its edition shows it, has every name and no overlap", async () => {
  const volumes = Array.from({ length: LAST }, (_, at) => `editions/v${at + 1}.html`);
  for (const chart of await charts({}, ["index.html", ...volumes])) {
    assert.deepEqual(faults(chart), [], chart.path);
    assert.ok(chart.blips >= 38, `${chart.path}: ${chart.blips}`);
    assert.equal(chart.named, chart.blips, chart.path);
  }
});

test("the union of volumes 32 to 34 has all of its 304 names", async () => {
  const [chart] = await charts({ from: 32, keep: true }, ["index.html"], LARGE);
  assert.deepEqual(faults(chart), []);
  assert.deepEqual([chart.blips, chart.named], [304, 304]);
});

test("the union of volumes 30 to 34 has 95 % of its 475 names", async () => {
  const [chart] = await charts({ from: 30, keep: true }, ["index.html"], LARGE);
  assert.deepEqual(faults(chart), []);
  assert.equal(chart.blips, 475);
  assert.ok(chart.named >= 0.95 * chart.blips, `${chart.named}`);
});

test("1,936 blips of all volumes do not overlap, and most have a name", async () => {
  const [chart] = await charts({ keep: true }, ["index.html"], LARGEST);
  assert.deepEqual(faults(chart), []);
  assert.equal(chart.blips, 1936);
  assert.ok(chart.named >= 1500, `${chart.named}`);
});
