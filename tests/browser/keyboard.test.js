// @ts-check
// The chart by keyboard alone.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { IS_FIREFOX, launch, open } from "./browser.js";
import { enterChart, tabTo } from "./keys.js";
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

const ARROWS = ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"];

/** Returns the blip that has the focus, and its position. @param {import("playwright-core").Page} page */
function focused(page) {
  return page.evaluate(() => {
    const blip = document.activeElement;
    const box = blip?.querySelector(".blip-dot")?.getBoundingClientRect();
    const outline = blip ? getComputedStyle(/** @type {Element} */ (blip.querySelector(".blip-hit") ?? blip)) : undefined;
    return {
      id: blip?.getAttribute("data-id") ?? null,
      x: box ? box.x + box.width / 2 : 0,
      y: box ? box.y + scrollY + box.height / 2 : 0,
      ring: outline ? `${outline.outlineStyle} ${outline.stroke}` : "",
    };
  });
}

test("the chart is one tab stop, and arrow keys move to the next blip in their direction", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  assert.equal(await page.locator('.chart .blip[tabindex="0"]').count(), 1);
  await enterChart(page);
  const seen = new Set();
  const steps = { ArrowRight: ["x", 1], ArrowDown: ["y", 1], ArrowLeft: ["x", -1], ArrowUp: ["y", -1] };
  for (const key of ["ArrowDown", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowRight"]) {
    const from = await focused(page);
    await page.keyboard.press(key);
    const to = await focused(page);
    const [axis, sign] = steps[key];
    assert.notEqual(to.id, null);
    if (to.id !== from.id) assert.ok((to[axis] - from[axis]) * sign > 0, `${key} from ${from.id} to ${to.id}`);
    assert.ok(await page.locator("#card").isVisible());
    seen.add(to.id);
  }
  assert.ok(seen.size >= 5, [...seen].join());
  await page.keyboard.press("Tab");
  assert.equal((await focused(page)).id, null, "one Tab leaves the chart");
  await page.keyboard.press("Shift+Tab");
  assert.ok(seen.has((await focused(page)).id), "and Shift+Tab returns to the same blip");
  assertFaultless();
  await page.context().close();
});

for (const path of ["", PAGES.quadrant, PAGES.edition]) {
  test(`Tab from the address bar enters the chart and leaves it: /${path}`, async () => {
    const { page, assertFaultless } = await open(browser);
    await page.goto(site.url + path);
    await tabTo(page, "svg.chart, svg.chart *");
    const first = await focused(page);
    assert.notEqual(first.id, null, "the first stop in the chart is a blip");
    assert.ok(await page.locator("#card").isVisible());
    assert.equal(await page.locator('.chart .blip[tabindex="0"]:visible').count(), 1);
    await page.keyboard.press("End");
    const second = await focused(page);
    assert.notEqual(second.id, first.id);
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => !document.activeElement?.closest("svg.chart")), "the next Tab leaves");
    await page.keyboard.press("Shift+Tab");
    assert.equal((await focused(page)).id, second.id);
    await page.keyboard.press("Shift+Tab");
    assert.ok(await page.evaluate(() => !document.activeElement?.closest("svg.chart")), "and leaves backwards");
    assertFaultless();
    await page.context().close();
  });
}

// Which blip is next is computed from places, so the browser does not matter, and Firefox would take a minute.
test("every blip can be reached with arrow keys", { skip: IS_FIREFOX }, async () => {
  const { page } = await open(browser);
  await page.goto(site.url);
  const all = await page.locator(".chart .blip").evaluateAll((blips) => blips.map((blip) => blip.getAttribute("data-id")));
  await enterChart(page);
  // From each blip in each direction, on foot: where a key leads is known once it was pressed there.
  /** @type {Map<string, Map<string, string>>} */
  const leads = new Map([[all[0] ?? "", new Map()]]);
  /** The keys from a blip to one where a key is untried. @param {string} from */
  const path = (from) => {
    const queue = [{ at: from, keys: /** @type {string[]} */ ([]) }];
    const seen = new Set([from]);
    for (const { at, keys } of queue) {
      const untried = ARROWS.find((key) => !leads.get(at)?.has(key));
      if (untried) return [...keys, untried];
      for (const [key, to] of leads.get(at) ?? []) if (!seen.has(to) && seen.add(to)) queue.push({ at: to, keys: [...keys, key] });
    }
    return [];
  };
  await page.keyboard.press("Home");
  let here = (await focused(page)).id ?? "";
  for (let keys = path(here); keys.length; keys = path(here)) {
    for (const key of keys) {
      await page.keyboard.press(key);
      const to = (await focused(page)).id ?? "";
      leads.get(here)?.set(key, to);
      if (!leads.has(to)) leads.set(to, new Map());
      here = to;
    }
  }
  assert.deepEqual(all.filter((id) => !leads.has(id ?? "")), []);
  await page.context().close();
});

test("Home, End, Enter and Escape", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  const order = await page.locator(".chart .blip").evaluateAll((blips) => blips.map((blip) => blip.getAttribute("data-id")));
  await enterChart(page);
  await page.keyboard.press("End");
  assert.equal((await focused(page)).id, order.at(-1));
  await page.keyboard.press("Home");
  assert.equal((await focused(page)).id, order[0]);
  await page.keyboard.press("Escape");
  assert.equal((await focused(page)).id, null);
  assert.ok(!(await page.locator("#card").isVisible()));
  await page.keyboard.press("Shift+Tab");
  await enterChart(page);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/blips/${order[0]}.html`);
  assertFaultless();
  await page.context().close();
});

test("arrow keys skip blips that are filtered out", async () => {
  const { page } = await open(browser);
  await page.goto(`${site.url}?flagged=yes&quadrant=techniques`);
  const left = await page.locator(".chart .blip:not(.filtered-out)").evaluateAll((blips) => blips.map((blip) => blip.getAttribute("data-id")));
  await enterChart(page);
  for (const key of ["Home", "ArrowRight", "ArrowDown", "ArrowLeft", "End", "ArrowUp"]) {
    await page.keyboard.press(key);
    assert.ok(left.includes((await focused(page)).id), key);
  }
  await page.context().close();
});

test("/ opens the search from any page, and ? the list of shortcuts", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "find");
  await page.keyboard.type("rust/?");
  assert.equal(await page.inputValue("#find"), "rust/?", "in an input they are characters");
  await page.locator("h1").click();
  await page.keyboard.press("?");
  assert.ok(await page.locator("#shortcuts").isVisible());
  await page.keyboard.press("Escape");
  assert.ok(!(await page.locator("#shortcuts").isVisible()));
  await page.click("button.shortcuts");
  await page.click("#shortcuts button");
  assert.ok(!(await page.locator("#shortcuts").isVisible()));
  await page.goto(site.url + PAGES.blip);
  await page.keyboard.press("/");
  await page.waitForURL(/index\.html#find$/);
  await page.waitForFunction(() => document.activeElement?.id === "find");
  assertFaultless();
  await page.context().close();
});

test("the focus is visible", async () => {
  const { page } = await open(browser);
  await page.goto(site.url);
  await enterChart(page);
  await page.keyboard.press("ArrowDown");
  const { id, ring } = await focused(page);
  assert.doesNotMatch(ring, /^none none$/, `${id}`);
  await page.context().close();
});
