// @ts-check
// The chart of another day equals the chart that a build of that day draws.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { faults, measure } from "./boxes.js";
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
  return page.locator(".drawing > .chart .blip:not(.absent)").evaluateAll((links) =>
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

/** Returns what the lists say, ring by ring. @param {import("playwright-core").Page} page */
function rowsOf(page) {
  return page.locator(".lists .ring-list").evaluateAll((lists) =>
    lists.map((list) => {
      const rows = [...list.querySelectorAll("li:not([hidden])")];
      const marks = (/** @type {Element} */ row) => row.querySelector(".mark")?.getAttribute("class")?.split(" ").sort().join(" ");
      const says = (/** @type {Element} */ row) => [row.querySelector("a")?.textContent, row.querySelector(".badge")?.textContent, row.querySelector(".badge")?.className, marks(row)].join(", ");
      return [list.querySelector("h3")?.textContent, ...rows.map(says)];
    }),
  );
}

/** @param {import("playwright-core").Page} page */
function notes(page) {
  return page.locator(".drawing > .chart .sector-note").allTextContents();
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
    const listed = await rowsOf(page);
    const { page: rebuilt } = await open(browser, { today: day });
    await rebuilt.goto(then.url);
    assert.deepEqual(shown, await chartOf(rebuilt));
    assert.deepEqual(noted, await notes(rebuilt));
    assert.deepEqual(listed, await rowsOf(rebuilt));
    assertFaultless();
    await page.context().close();
    await rebuilt.context().close();
    then.close();
  });
}

test("a screen that becomes narrow or wide, and paper, show the day too", async () => {
  const [day] = DAYS;
  const seen = (/** @type {import("playwright-core").Page} */ page) =>
    page.locator(".chart .blip:visible").evaluateAll((links) =>
      links.map((link) => [link.getAttribute("data-id"), [...link.classList].sort().join(" "), link.getAttribute("data-ring"), link.getAttribute("transform")].join()).sort(),
    );
  const { page, assertFaultless } = await open(browser);
  await page.goto(`${site.url}?day=${day}`);
  await arrival(page, day);
  const square = await seen(page);
  await page.waitForTimeout(300);
  await page.setViewportSize(NARROW);
  const { page: phone } = await open(browser, { viewport: NARROW });
  await phone.goto(`${site.url}?day=${day}`);
  await arrival(phone, day);
  assert.deepEqual(await seen(page), await seen(phone));
  assert.notDeepEqual(await seen(page), square);
  // Paper shows the square whatever the screen shows.
  await phone.waitForTimeout(300);
  await phone.emulateMedia({ media: "print" });
  assert.deepEqual(await seen(phone), square);
  await page.click("[data-step=today]");
  await arrival(page, TODAY);
  await page.waitForTimeout(300);
  await page.setViewportSize(WIDE);
  const { page: fresh } = await open(browser);
  await fresh.goto(site.url);
  assert.deepEqual(await seen(page), await seen(fresh));
  assertFaultless();
  for (const one of [page, phone, fresh]) await one.context().close();
});

test("the address keeps the day, and back on today the chart is as before", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  const now = await chartOf(page);
  const places = () => page.locator(".drawing > .chart .blip:not(.absent)").evaluateAll((links) => links.map((link) => `${link.getAttribute("data-id")} ${link.getAttribute("transform")} ${link.querySelector("text")?.textContent}`).sort());
  const before = await places();
  await page.click(".timeline a[data-day]:visible >> nth=0");
  await page.waitForFunction(() => new URLSearchParams(location.search).has("day"));
  assert.equal(new URLSearchParams(await page.evaluate(() => location.search)).get("day"), await page.inputValue(".timeline [type=date]"));
  assert.notDeepEqual(await places(), before);
  assert.ok(!(await page.locator(".data-line").isVisible()), "content about today is hidden");
  await page.click("[data-step=today]");
  await page.waitForFunction(() => !new URLSearchParams(location.search).has("day"));
  assert.deepEqual(await chartOf(page), now);
  assert.deepEqual(await places(), before);
  assert.ok(await page.locator(".data-line").isVisible());
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
  const marks = await page.locator(".drawing > .chart .blip:not(.absent, .filtered-out)").evaluateAll((links) => links.map((link) => link.getAttribute("class") ?? ""));
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
  for (const { date } of editions) {
    await page.goto(`${site.url}?day=${date}`);
    await arrival(page, date);
    const chart = await measure(page);
    assert.ok(chart.blips > 30);
    assert.deepEqual(faults(chart), [], date);
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
    assert.ok(await page.locator(".data-line").isVisible());
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
