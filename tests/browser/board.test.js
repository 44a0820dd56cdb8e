// @ts-check
// The review board: it is right on the reader's own day, and its filter is kept in the address.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./browser.js";
import { PAGES, TODAY, build, serve } from "./site.js";

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

// Days on which further reviews are due or have expired, up to a year ahead, which is as far as the page knows.
for (const day of ["2026-12-04", "2027-01-15", "2027-03-31", "2027-11-22"]) {
  test(`on ${day} each queue is what a build of that day would show`, async () => {
    const then = await serve(build({ today: day }));
    const { page, assertFaultless } = await open(browser, { today: day });
    for (const kind of ["reviews", "team", "person"]) {
      await page.goto(site.url + PAGES[kind]);
      const aged = await queues(page);
      await page.goto(then.url + PAGES[kind]);
      const rebuilt = await queues(page);
      assert.deepEqual(aged, rebuilt, kind);
    }
    assertFaultless();
    await page.context().close();
    then.close();
  });
}

test("a fresh blip whose review expires appears on the board", async () => {
  const { page: now } = await open(browser, { today: TODAY });
  await now.goto(site.url + PAGES.reviews);
  const { page: later } = await open(browser, { today: "2027-11-22" });
  await later.goto(site.url + PAGES.reviews);
  const count = async (/** @type {import("playwright-core").Page} */ page) =>
    Object.values((await queues(page)).queues).flatMap(({ rows }) => rows).length;
  assert.ok((await count(later)) > (await count(now)));
  await now.context().close();
  await later.context().close();
});

test("the filter narrows the board down and is kept in the address", async () => {
  const { page, assertFaultless } = await open(browser, { today: TODAY });
  await page.goto(site.url + PAGES.reviews);
  const all = await queues(page);
  await page.locator("select[name=team]").selectOption("platform");
  const ofTeam = await queues(page);
  // The team and its people.
  assert.deepEqual(Object.keys(ofTeam.queues), ["Platform", "Gunnar Hasle"]);
  assert.deepEqual(ofTeam.queues.Platform, all.queues.Platform);
  await page.locator("select[name=state]").selectOption("imposed");
  const { queues: imposed } = await queues(page);
  assert.deepEqual(imposed.Platform.rows, ["microservices", "llm-coding-assistants", "software-bill-of-materials", "backstage"]);
  assert.equal(imposed.Platform.owed, "4 outstanding reviews");
  assert.match(page.url(), /\?team=platform&state=imposed$/);
  assert.match(await page.locator("[data-shown]").innerText(), /^5 of \d+ shown$/);

  // The address shows the same to another reader. Unknown values in it are ignored.
  const { page: other } = await open(browser, { today: TODAY });
  await other.goto(page.url());
  assert.deepEqual(await queues(other), await queues(page));
  await other.goto(`${site.url}reviews.html?team=nobody&state=none`);
  assert.deepEqual((await queues(other)).queues, all.queues);
  assertFaultless();
  await page.context().close();
  await other.context().close();
});

test("without script the board shows every outstanding review and no filter", async () => {
  const { page } = await open(browser, { javaScriptEnabled: false });
  await page.goto(site.url + PAGES.reviews);
  const { page: scripted } = await open(browser, { today: TODAY });
  await scripted.goto(site.url + PAGES.reviews);
  assert.deepEqual(await queues(page), await queues(scripted));
  assert.equal(await page.locator("#board-filter").isVisible(), false);
  await page.context().close();
  await scripted.context().close();
});

/**
 * Returns the visible queues by owner, with their rows in order and their counts.
 * @param {import("playwright-core").Page} page
 */
async function queues(page) {
  return page.evaluate(() => {
    const visible = (/** @type {Element} */ element) => element.checkVisibility();
    const text = (/** @type {Element | null} */ element) => element?.textContent?.trim() ?? "";
    const sections = [...document.querySelectorAll(".owed")].filter(visible);
    return {
      waiting: text(document.querySelector("[data-waiting]")),
      teams: [...document.querySelectorAll("tr[data-team]")].map(text),
      queues: Object.fromEntries(
        sections.map((section) => [
          text(section.querySelector("h2 a, h2")),
          {
            owed: text(section.querySelector("[data-owed]")),
            rows: [...section.querySelectorAll("tbody tr")].filter(visible).map((row) => row.getAttribute("data-id")),
          },
        ]),
      ),
    };
  });
}
