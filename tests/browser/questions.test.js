// @ts-check
// The page of questions: it counts on the reader's own day, its filter is kept in the address, and each question has one.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { NARROW, WIDE, launch, open } from "./browser.js";
import { radar } from "./odd.js";
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

/** The questions of the demonstration, as its data has them. @type {{ blip: string, by: string, url: string, answer: { by: string } | null, waiting_days: number | null, owed_by: string[] }[]} */
const QUESTIONS = JSON.parse(readFileSync(join(built, "radar.json"), "utf8")).blips.flatMap((blip) =>
  blip.questions.map((question) => ({ blip: blip.id, ...question })),
);
const WAITING = QUESTIONS.filter((question) => question.waiting_days !== null);

for (const day of ["2026-11-23", "2026-12-10", "2028-02-29"]) {
  test(`on ${day} all pages count as a build of that day would`, async () => {
    const then = await serve(build({ today: day }));
    const { page, assertFaultless } = await open(browser, { today: day });
    for (const kind of ["questions", "radar", "team", "asker"]) {
      await page.goto(site.url + PAGES[kind]);
      const aged = await waits(page);
      await page.goto(then.url + PAGES[kind]);
      assert.deepEqual(aged, await waits(page), kind);
      if (kind === "questions") assert.ok(aged.days.length > WAITING.length && aged.late.length > 0);
    }
    assertFaultless();
    await page.context().close();
    then.close();
  });
}

test("every question that waits is one step from the home page", async () => {
  const { page, assertFaultless } = await open(browser, { today: TODAY });
  await page.goto(site.url + PAGES.radar);
  await page.locator(".call-to-action a[href='questions.html']").click();
  const ids = await page.$$eval("#waiting ~ .question-list > li", (questions) => questions.map(({ id }) => id));
  assert.deepEqual(new Set(ids), new Set(WAITING.map(({ url }) => url.split("#")[1])));
  const days = await page.$$eval("#waiting ~ .question-list [data-asked]", (all) => all.map((one) => parseInt(one.textContent ?? "", 10)));
  assert.deepEqual(days, WAITING.map((question) => question.waiting_days).sort((a, b) => Number(b) - Number(a)));
  assertFaultless();
  await page.context().close();
});

test("the filter narrows the questions down and is kept in the address", async () => {
  const { page, assertFaultless } = await open(browser, { today: TODAY });
  await page.goto(site.url + PAGES.questions);
  const all = await shown(page);
  assert.equal(all.length, QUESTIONS.length);
  await page.locator("select[name=person]").selectOption("claire-dunmore");
  const hers = await shown(page);
  assert.deepEqual(new Set(hers), new Set(QUESTIONS.filter(({ by, answer }) => [by, answer?.by].includes("claire-dunmore")).map(({ url }) => url.split("#")[1])));
  assert.equal(await page.locator("[data-shown]").innerText(), `${hers.length} of ${all.length} shown`);
  const [first] = hers;
  const blip = first.split("_")[0];
  await page.locator("select[name=blip]").selectOption(blip);
  assert.ok((await shown(page)).every((id) => id.startsWith(`${blip}_`)));
  assert.match(page.url(), new RegExp(`\\?person=claire-dunmore&blip=${blip}$`));
  // A group without a question that matches is hidden, and the others say how many do.
  for (const group of await page.locator(".question-group:visible").all()) {
    const number = await group.locator("h2 span").innerText();
    assert.equal(Number(number), await group.locator(".question-list > li:visible").count());
    assert.notEqual(number, "0");
  }

  // The address shows the same to another reader. Unknown values in it are ignored.
  const { page: other } = await open(browser, { today: TODAY });
  await other.goto(page.url());
  assert.deepEqual(await shown(other), await shown(page));
  await other.goto(`${site.url}questions.html?team=nobody&person=%E0&blip=none`);
  assert.deepEqual(await shown(other), all);
  assertFaultless();
  await page.context().close();
  await other.context().close();
});

test("the filter by team has what it owns, asked and answered", async () => {
  const { page } = await open(browser, { today: TODAY });
  await page.goto(`${site.url}questions.html?team=platform`);
  const ids = await shown(page);
  const waiting = WAITING.filter((question) => question.owed_by.includes("platform"));
  assert.ok(waiting.length > 0 && waiting.every(({ url }) => ids.includes(url.split("#")[1])));
  assert.ok(ids.length < QUESTIONS.length);
  await page.context().close();
});

test("an address of a question shows it, even if its filter would not", async () => {
  const { page } = await open(browser, { today: TODAY });
  const { blip, url } = WAITING[0];
  const another = QUESTIONS.find((question) => question.blip !== blip)?.blip;
  await page.goto(`${site.url}${url.replace("#", `?blip=${another}#`)}`);
  assert.ok(await page.locator(`[id="${url.split("#")[1]}"]`).isVisible());
  await page.context().close();
});

test("without script the page is complete and has no filter", async () => {
  const { page } = await open(browser, { javaScriptEnabled: false });
  await page.goto(site.url + PAGES.questions);
  const { page: scripted } = await open(browser, { today: TODAY });
  await scripted.goto(site.url + PAGES.questions);
  assert.deepEqual(await waits(page), await waits(scripted));
  assert.deepEqual(await shown(page), await shown(scripted));
  assert.equal(await page.locator("#question-filter").isVisible(), false);
  await page.context().close();
  await scripted.context().close();
});

test("the card of a blip says how many questions wait today, and not on other days", async () => {
  const { page, assertFaultless } = await open(browser, { today: TODAY });
  await page.goto(site.url + PAGES.radar);
  const line = page.locator("#card [data-of=questions]");
  const asked = WAITING.filter(({ blip }) => blip === WAITING[0].blip).length;
  const words = `${asked} question${asked === 1 ? " waits" : "s wait"}`;
  await page.hover(`.blip[data-id="${WAITING[0].blip}"]`);
  assert.equal(await line.textContent(), words);
  // A pointer that stays where it is points at the blip before the day is shown.
  await page.mouse.move(2, 2);
  await page.goto(`${site.url}index.html?day=2026-11-21`);
  await page.waitForSelector("#timeline[data-shown='2026-11-21']");
  await page.hover(`.blip[data-id="${WAITING[0].blip}"]`);
  assert.equal(await line.textContent(), "");
  assertFaultless();
  await page.context().close();
});

for (const count of [0, 1, 300]) {
  test(`with ${count} questions the page is whole and accessible`, async () => {
    const questions = Array.from({ length: count }, (_, at) => {
      const answer = at % 3 === 1 ? `answer = { date = 2026-11-${10 + (at % 10)}, by = "p", text = "Because." }\n` : "";
      return `[[question]]\ndate = 2026-${String(1 + (at % 10)).padStart(2, "0")}-01\nby = "p"\ntext = "${"Why? ".repeat(1 + (at % 30))}"\n${answer}`;
    });
    const root = radar({ "people.toml": '[person.p]\nname = "P"\n', "blips/a.toml": `name = "A"\nquadrant = "q"\nring = "adopt"\nadded = 2026-01-01\n${questions.join("")}` });
    const few = await serve(build({ from: root }));
    const { page, assertFaultless } = await open(browser);
    for (const path of ["questions.html", "people/p.html", "index.html"]) {
      await page.goto(few.url + path);
      for (const size of [WIDE, NARROW]) {
        await page.setViewportSize(size);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), path);
      }
      await page.evaluate(axe.source);
      const found = await page.evaluate(async () => (await /** @type {any} */ (window).axe.run()).violations.map(({ id }) => id));
      assert.deepEqual(found, [], path);
    }
    await page.goto(`${few.url}questions.html`);
    assert.equal((await shown(page)).length, count);
    assert.equal(await page.locator("#question-filter").count(), count ? 1 : 0);
    if (!count) assert.equal(await page.locator(".lede").innerText(), "Nobody has asked a question yet.");
    if (count === 1) assert.match(await page.locator(".lede").innerText(), /^1 question waits for an answer\. The oldest was asked \d+ days ago\. 1 has waited/);
    assertFaultless();
    await page.context().close();
    few.close();
  });
}

/** Returns the ids of the visible questions, in order. @param {import("playwright-core").Page} page */
function shown(page) {
  return page.evaluate(() => [...document.querySelectorAll(".question-list > li")].filter((question) => question.checkVisibility()).map(({ id }) => id));
}

/** Returns what a page says of how long questions have waited. @param {import("playwright-core").Page} page */
function waits(page) {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll("[data-asked]")];
    // The script copies the shapes of a mark, and a build refers to them.
    const drawnMark = (/** @type {Element | null} */ mark) => {
      const shapes = [...(mark?.querySelectorAll("use, .core") ?? [])].flatMap((shape) =>
        shape.matches("use") ? [...document.querySelectorAll(`${shape.getAttribute("href")} .core`)] : [shape],
      );
      return [...(mark?.classList ?? [])].sort().join(" ") + shapes.map((shape) => shape.outerHTML).join();
    };
    return {
      days: all.map(({ textContent }) => textContent),
      late: all.filter(({ classList }) => classList.contains("late")).map((of) => of.getAttribute("data-asked")),
      sentence: document.querySelector("[data-late]")?.textContent,
      // A mark shows how fresh a blip is, so it must not stay behind.
      marks: [...document.querySelectorAll(".question-list h3")].map((of) => `${drawnMark(of.querySelector(".mark"))} ${of.querySelector(".badge")?.textContent}`),
    };
  });
}
