// @ts-check
// The chart of another day equals the chart that a build of that day draws.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { IS_FIREFOX, NARROW, WIDE, launch, open } from "./browser.js";
import { tabTo } from "./keys.js";
import { TODAY, build, serve } from "./site.js";

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

const { editions, blips } = JSON.parse(readFileSync(join(built, "radar.json"), "utf8"));

/** The days of editions and the days before them, the day of a review, the end of another, and days far away. */
const DAYS = [
  ...editions.flatMap(({ date }) => [date, shifted(date, -1)]),
  blips.find((blip) => blip.id === "llm-coding-assistants").history.at(-1).date,
  blips.find((blip) => blip.id === "kubernetes").review_until,
  shifted(blips.find((blip) => blip.id === "kubernetes").review_until, 1),
  "2024-02-29",
  "2027-02-28",
].filter((day) => day !== TODAY);

/** @param {string} day @param {number} days */
function shifted(day, days) {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Waits until the chart shows a day. @param {import("playwright-core").Page} page @param {string} day */
function arrival(page, day) {
  return page.waitForSelector(`#timeline[data-shown="${day}"]`, { state: "attached" });
}

/** Returns the blips on the chart. @param {import("playwright-core").Page} page */
function chartOf(page) {
  return page.locator(".chart .blip:not(.absent)").evaluateAll((links) =>
    Object.fromEntries(
      links
        .map((link) => [
          link.getAttribute("data-id"),
          {
            marks: [...link.classList].filter((name) => !["highlighted", "filtered-out"].includes(name)).sort().join(" "),
            name: link.getAttribute("aria-label"),
            ring: link.getAttribute("data-ring"),
          },
        ])
        .sort(),
    ),
  );
}

/** @param {import("playwright-core").Page} page */
function notes(page) {
  return page.locator(".sector-note").allTextContents();
}

// In Firefox two will do: the script is the same.
for (const day of [...new Set(DAYS)].slice(0, IS_FIREFOX ? 2 : undefined)) {
  test(`the chart of ${day}`, async () => {
    const folder = build({ today: day });
    const then = await serve(folder);
    const { page, assertFaultless } = await open(browser);
    await page.goto(`${site.url}?day=${day}`);
    await arrival(page, day);
    const shown = await chartOf(page);
    const noted = await notes(page);
    const dials = await page.locator(".chart .blip:not(.absent)").evaluateAll((links) =>
      links.map((link) => [link.getAttribute("data-id"), link.querySelector("[stroke-dasharray]")?.getAttribute("stroke-dasharray") ?? ""]),
    );
    const { page: rebuilt } = await open(browser, { today: day });
    await rebuilt.goto(then.url);
    assert.deepEqual(shown, await chartOf(rebuilt));
    assert.deepEqual(noted, await notes(rebuilt));
    const on = JSON.parse(readFileSync(join(folder, "radar.json"), "utf8"));
    for (const [id, dash] of dials) {
      const { last_review: review, review_until: until, freshness } = on.blips.find((blip) => blip.id === id);
      if (!["fresh", "due"].includes(freshness)) continue;
      const days = (/** @type {string} */ from, /** @type {string} */ to) => (Date.parse(to) - Date.parse(from)) / 86_400_000;
      const left = Math.ceil((24 * days(day, until)) / Math.max(days(review.date, until), 1));
      assert.equal(dash, `${left} 24`, `${id}`);
    }
    assertFaultless();
    await page.context().close();
    await rebuilt.context().close();
    then.close();
  });
}

test("the address keeps the day, and back on today the chart is as before", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  const now = await chartOf(page);
  const places = () => page.locator(".chart .blip:not(.absent)").evaluateAll((links) => links.map((link) => `${link.getAttribute("data-id")} ${link.getAttribute("transform")} ${link.querySelector("text")?.textContent}`).sort());
  const before = await places();
  await page.click(".timeline a[data-day]:visible >> nth=0");
  await page.waitForFunction(() => new URLSearchParams(location.search).has("day"));
  assert.equal(new URLSearchParams(await page.evaluate(() => location.search)).get("day"), await page.inputValue(".timeline [type=date]"));
  assert.notDeepEqual(await places(), before);
  assert.ok(!(await page.locator(".quadrants").isVisible()), "content about today is hidden");
  await page.click("[data-step=today]");
  await page.waitForFunction(() => !new URLSearchParams(location.search).has("day"));
  assert.deepEqual(await chartOf(page), now);
  assert.deepEqual(await places(), before);
  assert.ok(await page.locator(".quadrants").isVisible());
  assertFaultless();
  await page.context().close();
});

test("slider, date field and steps agree, and the filter stays", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(`${site.url}?flagged=yes`);
  const slider = page.locator(".timeline [type=range]");
  await tabTo(page, ".timeline [type=range]");
  await page.keyboard.press("ArrowLeft");
  await page.waitForFunction(() => new URLSearchParams(location.search).has("day"));
  assert.equal(await page.inputValue(".timeline [type=date]"), shifted(TODAY, -1));
  await page.click("[data-step=before]");
  const last = editions.filter(({ date }) => date < shifted(TODAY, -1)).at(-1).date;
  await page.waitForFunction((day) => new URLSearchParams(location.search).get("day") === day, last);
  assert.equal(await slider.evaluate((input) => /** @type {HTMLInputElement} */ (input).value), String((Date.parse(last) - Date.parse((await page.getAttribute("#timeline", "data-first")) ?? "")) / 86_400_000));
  const marks = await page.locator(".chart .blip:not(.absent, .filtered-out)").evaluateAll((links) => links.map((link) => link.getAttribute("class") ?? ""));
  assert.ok(marks.length > 0 && marks.every((classes) => /expired|unreviewed/.test(classes)));
  await tabTo(page, ".timeline [type=date]");
  // Month, day and year, as in the language of the browser.
  await page.keyboard.type("06012027");
  await arrival(page, "2027-06-01");
  assert.equal(await page.getAttribute("#timeline", "data-time"), "future");
  assertFaultless();
  await page.context().close();
});

test("nothing overlaps on any day", async () => {
  const { page } = await open(browser);
  await page.goto(site.url);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  for (const { date } of editions) {
    await page.goto(`${site.url}?day=${date}`);
    await arrival(page, date);
    const pairs = await page.locator(".chart").first().evaluate((chart) => {
      const boxes = [...chart.querySelectorAll(".blip:not(.absent) :is(.blip-dot, text), .ring-name, .sector-name")].map((part) => {
        const { left, top, right, bottom } = part.getBoundingClientRect();
        return { name: `${part.getAttribute("class")} ${part.closest("a")?.getAttribute("data-id")}`, left, top, right, bottom };
      });
      return boxes.flatMap((a, at) =>
        boxes.slice(at + 1).filter((b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.3 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.3).map((b) => `${a.name} / ${b.name}`),
      );
    });
    assert.deepEqual(pairs, [], date);
  }
  await page.context().close();
});

for (const day of ["2026-02-31", "2026-13-01", "tomorrow"]) {
  test(`${day} in the address is no day, so today is shown`, async () => {
    const { page, assertFaultless } = await open(browser);
    await page.goto(`${site.url}?day=${day}`);
    assert.equal(await page.inputValue(".timeline [type=date]"), TODAY);
    // Whatever is shown for another day needs a while.
    await page.waitForTimeout(200);
    assert.equal(await page.getAttribute("#timeline", "data-shown"), null);
    assert.ok(await page.locator(".quadrants").isVisible());
    assertFaultless();
    await page.context().close();
  });
}

test("the names of editions stay on the page", async () => {
  for (const viewport of [WIDE, NARROW, { width: 800, height: 600 }]) {
    const { page, assertFaultless } = await open(browser, { viewport });
    await page.goto(site.url);
    const outside = await page.evaluate(() => {
      // The first edition of many imported radars is their first day, at the very start of the scale.
      const stops = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#timeline li"));
      stops[0]?.style.setProperty("--at", "0");
      stops[1]?.style.setProperty("--at", "1");
      const scale = /** @type {Element} */ (document.querySelector("#timeline .scale")).getBoundingClientRect();
      return [...document.querySelectorAll("#timeline li a:not([hidden])")]
        .map((name) => name.getBoundingClientRect())
        .filter(({ left, right }) => left < scale.left - 1 || right > scale.right + 1)
        .map(({ left, right }) => [left, right, scale.left, scale.right]);
    });
    assert.deepEqual(outside, []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    assertFaultless();
    await page.context().close();
  }
});
