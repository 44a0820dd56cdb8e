// @ts-check
// A page that is not built again shows on a later day what a build of that day would show.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, open } from "./browser.js";
import { PAGES, TODAY, build, serve } from "./site.js";

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

/** The first due day of a review, the last valid day of a review and the day after it, and a day far ahead. */
const LATER = new Set([
  firstAfterToday(dueFroms()),
  firstAfterToday(untils()),
  dayAfter(firstAfterToday(untils())),
  "2030-01-01",
]);

for (const day of LATER) {
  test(`on ${day} a page shows what a build of that day would show`, async () => {
    const then = await serve(build({ today: day }));
    const { page, assertFaultless } = await open(browser, { today: day });
    for (const kind of ["radar", "quadrant", "team", "blip", "expired blip"]) {
      await page.goto(site.url + PAGES[kind]);
      const { notice, ...aged } = await judged(page);
      await page.goto(then.url + PAGES[kind]);
      const { notice: none, ...rebuilt } = await judged(page);
      assert.notEqual(aged.badges.length, 0);
      assert.deepEqual(aged, rebuilt, kind);
      assert.equal(none, "");
      const expired = expiredSince(day);
      if (kind === "radar") assert.match(notice, expired ? new RegExp(`\\b${expired}\\b`) : /^$/);
    }
    // A board of that day may have further rows; the rows of both have the same texts.
    await page.goto(site.url + PAGES.reviews);
    const aged = await board(page);
    await page.goto(then.url + PAGES.reviews);
    const rebuilt = new Map(await board(page));
    assert.notEqual(aged.length, 0);
    for (const [blip, words] of aged) assert.equal(words, rebuilt.get(blip), blip);
    assertFaultless();
    await page.context().close();
    then.close();
  });
}

for (const day of [TODAY, "2020-02-29"]) {
  test(`with a clock at ${day} nothing changes`, async () => {
    const { page, assertFaultless } = await open(browser, { today: day });
    const { page: plain } = await open(browser, { javaScriptEnabled: false });
    for (const path of [PAGES.radar, PAGES.blip, PAGES.reviews]) {
      await page.goto(site.url + path);
      await plain.goto(site.url + path);
      assert.deepEqual(await judged(page), await judged(plain), path);
    }
    assertFaultless();
    await page.context().close();
    await plain.context().close();
  });
}

/** @param {string[]} days */
function firstAfterToday(days) {
  return days.filter((day) => day > TODAY).sort()[0];
}

/** Returns how many reviews were valid on `TODAY` and are not on `day`. @param {string} day */
function expiredSince(day) {
  return untils().filter((until) => until >= TODAY && until < day).length;
}

/** Returns the first due days of all reviews. */
function dueFroms() {
  const home = readFileSync(join(built, PAGES.radar), "utf8");
  return [...home.matchAll(/data-due-from="([^"]*)"/g)].map(([, day]) => day);
}

/** Returns the last valid days of all reviews. @returns {string[]} */
function untils() {
  const { blips } = JSON.parse(readFileSync(join(built, "radar.json"), "utf8"));
  return blips.filter((blip) => blip.freshness && blip.review_until).map((blip) => blip.review_until);
}

/** @param {string} day */
function dayAfter(day) {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}

/** Returns everything a page shows about freshness. @param {import("playwright-core").Page} page */
function judged(page) {
  return page.evaluate(() => {
    const all = (/** @type {string} */ selector) => [...document.querySelectorAll(selector)];
    const idOf = (/** @type {Element} */ element) => element.closest("[data-id]")?.getAttribute("data-id");
    const notice = document.getElementById("since-build");
    return {
      // Sorted by id, because a queue keeps the order of its build.
      badges: all(".badge").map((badge) => `${idOf(badge)}: ${badge.className}: ${badge.textContent}`).sort(),
      counts: all("[data-count]").map((of) => `${of.getAttribute("data-count")}: ${of.textContent}`),
      dots: all(".chart .blip").map((dot) => `${dot.getAttribute("class")}: ${dot.getAttribute("aria-label")}`),
      explanation: document.getElementById("explanation")?.textContent,
      notice: notice && !notice.hidden ? (notice.textContent ?? "") : "",
    };
  });
}

test("a page that a cache has kept is judged by the day of the latest build", async () => {
  const latest = await serve(build({ today: "2027-06-01" }));
  // The reader's clock is behind, so only `day.js` knows the day.
  const { page, assertFaultless } = await open(browser, { today: TODAY });
  await page.route("**/day.js", async (route) => route.fulfill({ response: await route.fetch({ url: `${latest.url}day.js` }) }));
  for (const kind of ["quadrant", "team", "blip"]) {
    await page.goto(site.url + PAGES[kind]);
    const kept = await judged(page);
    await page.goto(latest.url + PAGES[kind]);
    assert.deepEqual(kept, await judged(page), kind);
    assert.ok(kept.badges.some((badge) => badge.includes("expired")), kind);
  }
  assertFaultless();
  await page.context().close();
  latest.close();
});

/** Returns the texts of each row of the board, by blip. @param {import("playwright-core").Page} page */
function board(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll(".board tr[data-id]")].map((row) => {
      const words = [...row.querySelectorAll(".badge, [data-since]")].map((part) => part.textContent);
      return /** @type {[string, string]} */ ([row.getAttribute("data-id"), words.join(" | ")]);
    }),
  );
}
