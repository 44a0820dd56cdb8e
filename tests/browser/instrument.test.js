// @ts-check
// The home page as an instrument: one screen, rows and dots that light each other, a sentence that says what is shown.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NARROW, launch, open } from "./browser.js";
import { PAGES, REPOSITORY, TODAY, build, serve, temporary } from "./site.js";
import { LAST, TODAY as VOLUMES_TODAY, write } from "./volumes.js";

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

/** @typedef {import("playwright-core").Page} Page */

for (const [width, height] of [[1120, 660], [1366, 768], [1440, 900], [1920, 1080], [2560, 1440]]) {
  test(`at ${width} x ${height} all dots, the legend and the timeline are in the first screen`, async () => {
    const { page, assertFaultless } = await open(browser, { viewport: { width, height } });
    for (const path of [PAGES.radar, PAGES.quadrant, PAGES.edition]) {
      await page.goto(site.url + path);
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      const { dots, below, aside, least } = await page.evaluate(() => {
        const boxes = (/** @type {string} */ of) => [...document.querySelectorAll(of)].map((part) => part.getBoundingClientRect()).filter((box) => box.width > 0);
        const chart = boxes(".drawing > .chart")[0];
        const dots = boxes(".drawing > .chart .blip-dot");
        const all = [...dots, ...boxes(".legend li"), ...boxes(".timeline"), ...boxes(".finder"), ...boxes("#statement"), ...boxes(".head h1")];
        const labels = [.../** @type {NodeListOf<SVGElement>} */ (document.querySelectorAll(".drawing > .chart .blip-label"))];
        const scale = (label) => /** @type {SVGGraphicsElement} */ (label).getScreenCTM()?.a ?? 0;
        return {
          dots: dots.length,
          below: all.filter(({ bottom }) => bottom > innerHeight).length,
          aside: boxes(".lists").every(({ left }) => left >= chart.right),
          least: Math.min(...labels.map((label) => parseFloat(getComputedStyle(label).fontSize) * scale(label))),
        };
      });
      assert.ok(dots > 10, path);
      assert.equal(below, 0, `${path}: so many parts are below the first screen`);
      assert.ok(aside, `${path}: the lists are beside the chart`);
      // The smallest of these windows is lower than the names of such a radar need: one has to zoom there.
      assert.ok(least >= (height < 700 ? 7.5 : 9), `${path}: names of ${least} px`);
    }
    assertFaultless();
    await page.context().close();
  });
}

for (const width of [1024, 768, 390, 320]) {
  test(`at ${width} px every blip has its name, of 9 px at least, and a tap opens it`, async () => {
    const { page, assertFaultless } = await open(browser, { viewport: { width, height: 844 }, hasTouch: true });
    await page.goto(site.url);
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    const { shown, named, least, rings, wide } = await page.evaluate(() => {
      const seen = (/** @type {Element} */ part) => part.checkVisibility({ contentVisibilityAuto: true }) && part.getBoundingClientRect().width > 0;
      const labels = /** @type {SVGGraphicsElement[]} */ ([...document.querySelectorAll(".chart .blip-label")].filter(seen));
      return {
        shown: new Set([...document.querySelectorAll(".chart .blip")].map((blip) => blip.getAttribute("data-id"))).size,
        named: new Set(labels.map((label) => label.closest("a")?.getAttribute("data-id"))).size,
        least: Math.min(...labels.map((label) => parseFloat(getComputedStyle(label).fontSize) * (label.getScreenCTM()?.a ?? 0))),
        rings: [...document.querySelectorAll(".chart .ring-name")].filter(seen).length,
        wide: document.documentElement.scrollWidth > innerWidth,
      };
    });
    assert.equal(named, shown);
    assert.ok(least >= 9, `names of ${least} px`);
    assert.ok(rings >= 4, "the names of the rings are there");
    assert.ok(!wide, "nothing scrolls sideways");
    await page.locator(".chart .blip[data-id=kafka]:visible").first().tap();
    await page.waitForURL(/blips\/kafka\.html/);
    assertFaultless();
    await page.context().close();
  });
}

test("a row lights its dot, and a dot its row", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  const row = page.locator(".lists li[data-id=kubernetes]");
  await row.hover();
  assert.ok(await page.locator(".drawing > .chart .blip[data-id=kubernetes].highlighted").isVisible());
  assert.ok(!(await page.locator("#card").isVisible()), "the row says what the card would");
  await page.mouse.move(5, 5);
  await page.locator(".drawing > .chart .blip[data-id=rust] .blip-dot").hover();
  assert.ok(await page.locator(".lists li[data-id=rust].lit").isVisible());
  assert.ok(await page.locator("#card").isVisible());
  await row.locator("a").focus();
  assert.ok(await page.locator(".drawing > .chart .blip[data-id=kubernetes].highlighted").isVisible(), "by keyboard too");
  assertFaultless();
  await page.context().close();
});

/** @param {Page} page */
function sayings(page) {
  return page.evaluate(() => ({
    sentence: document.getElementById("statement")?.textContent ?? "",
    title: document.title,
    labels: [...document.querySelectorAll(".chart")].map((chart) => chart.getAttribute("aria-label") ?? ""),
  }));
}

test("sentence, title and label say which day and which filter", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  const plain = await sayings(page);
  assert.match(plain.sentence, /^As of 22 November 2026: \d+ blips$/);
  await page.check("#finder .flagged-only input");
  await page.waitForFunction(() => /flagged$/.test(document.getElementById("statement")?.textContent ?? ""));
  const flagged = await sayings(page);
  assert.match(flagged.sentence, /^As of 22 November 2026: \d+ of \d+ blips\. flagged$/);
  for (const text of [flagged.title, ...flagged.labels]) assert.ok(text.includes(flagged.sentence), text);
  await page.goto(`${site.url}?day=2027-06-01&ring=adopt,trial`);
  await page.waitForSelector('#timeline[data-shown="2027-06-01"]', { state: "attached" });
  const later = await sayings(page);
  assert.match(later.sentence, /^As it will be on 1 June 2027, if nobody reviews anything before then: \d+ of \d+ blips\. Ring: Adopt, Trial$/);
  for (const text of [later.title, ...later.labels]) assert.ok(text.includes(later.sentence), text);
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator("#statement").isVisible(), "a print says it too");
  await page.emulateMedia({ media: "screen" });
  await page.click("[data-step=today]");
  await page.click("#finder [type=reset]");
  await page.waitForFunction((title) => document.title === title, plain.title);
  assert.deepEqual(await sayings(page), plain);
  assertFaultless();
  await page.context().close();
});

test("each part of the line of data leads to what it counts", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  const links = await page.$$eval(".data-line a[href^='?']", (links) => links.map((link) => ({ href: link.getAttribute("href") ?? "", n: Number(link.querySelector("b")?.textContent) })));
  assert.ok(links.length >= 3);
  for (const { href, n } of links) {
    await page.goto(site.url);
    await page.click(`.data-line a[href="${href}"]`);
    await page.waitForFunction((query) => location.search === query, href);
    await page.waitForFunction((n) => document.querySelectorAll(".drawing > .chart .blip:not(.filtered-out, .absent)").length === n, n);
  }
  assertFaultless();
  await page.context().close();
});

for (const [what, radar, today] of /** @type {const} */ ([
  ["71 blips", () => REPOSITORY, TODAY],
  ["118 blips", () => volume(LAST), VOLUMES_TODAY],
])) {
  test(`the home page of a phone with ${what} is at most 4,000 px long`, async () => {
    const phone = await serve(build({ from: radar(), today }));
    const { page, assertFaultless } = await open(browser, { viewport: NARROW, hasTouch: true, today });
    await page.goto(phone.url);
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    assert.ok(height <= 4000, `${height} px`);
    // The heading of each list is beside its switch and above its text.
    const parts = await page.$$eval(".lists > .quadrant", (lists) => lists.map((list) => ["h2", ".fold > summary", ".description"].map((part) => list.querySelector(part)?.getBoundingClientRect().toJSON())));
    for (const [name, fold, text] of parts) {
      assert.equal(name.top, fold.top);
      assert.ok(name.right <= fold.left && (!text || text.top >= name.top + 20));
    }
    // A ring without blips is not in the lists.
    const rings = await page.$$eval(".lists .ring-list", (rings) => rings.map((ring) => [ring.hasAttribute("hidden"), !ring.querySelector("li")]));
    assert.ok(rings.every(([hidden, empty]) => hidden === empty), JSON.stringify(rings));
    const rows = () => page.locator(".lists li[data-id]:visible").count();
    assert.equal(await rows(), 0, "the lists are folded");
    await page.locator(".lists .fold > summary").first().tap();
    assert.ok((await rows()) > 10);
    assertFaultless();
    await page.context().close();
    phone.close();
  });
}

/** Returns a radar of one volume, where some rings of quadrants have no blip. @param {number} number */
function volume(number) {
  const root = temporary();
  write(root, { from: number, to: number });
  return root;
}

test("every menu of the filter opens within the window", async () => {
  const { page, assertFaultless } = await open(browser, { viewport: { width: 1120, height: 660 } });
  await page.goto(site.url);
  for (const menu of await page.locator("#finder details").all()) {
    await menu.locator("summary").click();
    const box = await menu.locator("fieldset").boundingBox();
    assert.ok(box && box.x >= 0 && box.x + box.width <= 1120, (await menu.getAttribute("data-of")) ?? "");
  }
  assertFaultless();
  await page.context().close();
});

test("all of the slider's thumb can be dragged, also where the name of an edition is", async () => {
  const { page, assertFaultless } = await open(browser);
  for (const day of ["", "?day=2026-05-04"]) {
    await page.goto(site.url + day);
    if (day) await page.waitForSelector('#timeline[data-shown="2026-05-04"]', { state: "attached" });
    const dead = await page.evaluate(() => {
      const slider = /** @type {HTMLInputElement} */ (document.querySelector("#timeline [type=range]"));
      const { left, top, width, height } = slider.getBoundingClientRect();
      // The middle of the thumb goes from half a thumb after the start to half a thumb before the end.
      const x = left + 10 + ((width - 20) * Number(slider.value)) / Number(slider.max);
      const y = top + height / 2;
      return [[0, -9], [0, 9], [-9, 0], [9, 0], [6, 6], [-6, 6]].filter(([dx, dy]) => document.elementFromPoint(x + dx, y + dy) !== slider);
    });
    assert.deepEqual(dead, [], day);
  }
  assertFaultless();
  await page.context().close();
});

for (const reducedMotion of /** @type {const} */ (["no-preference", "reduce"])) {
  test(`the timeline plays from the first day to today, with motion: ${reducedMotion}`, async () => {
    const { page, assertFaultless } = await open(browser, { reducedMotion });
    await page.goto(site.url);
    await page.evaluate(() => {
      const timeline = /** @type {HTMLElement} */ (document.getElementById("timeline"));
      /** @type {string[]} */
      const days = [];
      Object.assign(globalThis, { shownDays: days });
      new MutationObserver(() => days.push(timeline.dataset.shown ?? "")).observe(timeline, { attributeFilter: ["data-shown"] });
    });
    const start = Date.now();
    await page.click("[data-play]");
    assert.equal(await page.getAttribute("[data-play]", "aria-pressed"), "true");
    await page.waitForFunction(() => document.querySelector("[data-play]")?.getAttribute("aria-pressed") === "false", undefined, { timeout: 20_000 });
    const took = Date.now() - start;
    assert.ok(took > 4000 && took < 12_000, `${took} ms`);
    await page.waitForFunction(() => !document.body.classList.contains("other-day"));
    const days = await page.evaluate(() => /** @type {string[]} */ (Reflect.get(globalThis, "shownDays")));
    assert.deepEqual(days, [...days].sort(), "time goes forward");
    assert.equal(days[days.length - 1], TODAY);
    const stops = await page.locator("#timeline a[data-day]").count();
    if (reducedMotion === "reduce") assert.ok(days.length <= stops + 1, `${days.length} steps`);
    else assert.ok(days.length > 3 * stops, `${days.length} frames`);
    await page.click("[data-play]");
    await page.waitForFunction(() => document.body.classList.contains("other-day"));
    await page.click("[data-play]");
    const held = await page.inputValue(".timeline [type=date]");
    await page.waitForTimeout(1500);
    assert.equal(await page.inputValue(".timeline [type=date]"), held, "it pauses");
    assertFaultless();
    await page.context().close();
  });
}

test("a blip that moved has a trail with its date, and no date covers a name", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(`${site.url}?day=2026-05-04`);
  await page.waitForSelector('#timeline[data-shown="2026-05-04"]', { state: "attached" });
  const moved = await page.locator(".drawing > .chart .blip:is(.moved-in, .moved-out):not(.absent)").count();
  const { trails, dates, covered } = await page.evaluate(() => {
    const chart = /** @type {Element} */ (document.querySelector(".drawing > .chart"));
    const boxes = (/** @type {string} */ of) => [...chart.querySelectorAll(of)].map((part) => part.getBoundingClientRect());
    const others = boxes(".blip:not(.absent) :is(.blip-dot, text), .ring-name");
    const dates = [...chart.querySelectorAll(".trail text")];
    return {
      trails: chart.querySelectorAll(".trail").length,
      dates: dates.map((date) => date.textContent ?? ""),
      covered: boxes(".trail text").filter((a) => others.some((b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)).length,
    };
  });
  assert.equal(trails, moved);
  assert.ok(dates.length > 0 && dates.every((date) => /^\d+ \w+ 20\d\d$/.test(date)), dates.join());
  assert.equal(covered, 0);
  await page.click("[data-step=today]");
  await page.waitForFunction(() => !document.body.classList.contains("other-day"));
  assert.equal(await page.locator(".trail").count(), 0);
  assertFaultless();
  await page.context().close();
});
