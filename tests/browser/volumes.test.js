// @ts-check
// Charts of 16 years of a real radar at 1,440 px: every name is drawn, and nothing overlaps.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { faults, measure } from "./boxes.js";
import { WIDE, launch, open } from "./browser.js";
import { build, serve, temporary } from "./site.js";
import { LAST, TODAY, write } from "./volumes.js";

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
 */
async function charts(what, paths) {
  const root = temporary();
  write(root, what);
  const site = await serve(build({ from: root, today: TODAY }));
  const { page, assertFaultless } = await open(browser, { viewport: WIDE, today: TODAY });
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
  const [chart] = await charts({ from: 32, keep: true }, ["index.html"]);
  assert.deepEqual(faults(chart), []);
  assert.deepEqual([chart.blips, chart.named], [304, 304]);
});

test("the union of volumes 30 to 34 has 95 % of its 475 names", async () => {
  const [chart] = await charts({ from: 30, keep: true }, ["index.html"]);
  assert.deepEqual(faults(chart), []);
  assert.equal(chart.blips, 475);
  assert.ok(chart.named >= 0.95 * chart.blips, `${chart.named}`);
});

test("1,936 blips of all volumes do not overlap, and most have a name", async () => {
  const [chart] = await charts({ keep: true }, ["index.html"]);
  assert.deepEqual(faults(chart), []);
  assert.equal(chart.blips, 1936);
  assert.ok(chart.named >= 1500, `${chart.named}`);
});
