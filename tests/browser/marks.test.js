// @ts-check
// Marks as pictures: what each state looks like from afar and without colour, and that chart, lists and script draw
// the same.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./browser.js";
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

/** Returns the ink and the height of each mark on radar.svg, `width` pixels wide and without colour. @param {number} width */
async function inGrey(width) {
  // The file has a style sheet of its own, which a page of the site may not parse.
  const { page, assertFaultless } = await open(browser, { bypassCSP: true });
  await page.goto(site.url + PAGES.about);
  const marks = await page.evaluate(async (width) => {
    const svg = new DOMParser().parseFromString(await (await fetch("radar.svg")).text(), "image/svg+xml").documentElement;
    const [, , across = 1, down = 1] = svg.getAttribute("viewBox")?.split(" ").map(Number) ?? [];
    const image = new Image();
    image.src = "radar.svg";
    await image.decode();
    const scale = width / across;
    const canvas = Object.assign(document.createElement("canvas"), { width, height: Math.round(down * scale) });
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    return [...svg.querySelectorAll("a.blip")].map((blip) => {
      const [x = 0, y = 0] = blip.getAttribute("transform")?.match(/[\d.]+/g)?.map(Number) ?? [];
      const [left, top, side] = [Math.round((x - 11) * scale), Math.round((y - 11) * scale), Math.round(22 * scale)];
      const { data } = pen.getImageData(left, top, side, side);
      const grey = Array.from({ length: side * side }, (_, at) => (0.2126 * data[at * 4] + 0.7152 * data[at * 4 + 1] + 0.0722 * data[at * 4 + 2]) / 255);
      const ground = grey.toSorted((a, b) => b - a)[Math.floor(grey.length / 5)];
      const ink = grey.map((value) => Math.max(0, (ground - value) / ground));
      const rows = Array.from({ length: side }, (_, row) => Math.max(...ink.slice(row * side, (row + 1) * side)) > 0.25);
      const kind = blip.matches(".expired, .unreviewed") ? "flagged" : blip.matches(".due") ? "due" : "holds";
      const isBare = !blip.matches(".imposed, .set-from-outside, .new, .returned, .moved-in, .moved-out");
      return { id: blip.getAttribute("data-id"), kind, isBare, ink: ink.reduce((sum, value) => sum + value, 0) / ink.length, height: rows.lastIndexOf(true) - rows.indexOf(true) + 1 };
    });
  }, width);
  assertFaultless();
  await page.context().close();
  return marks;
}

test("at 400 px and without colour, what holds, what is due and what is flagged differ in ink by a quarter", async () => {
  const marks = await inGrey(400);
  const mean = (/** @type {string} */ kind) => {
    const inks = marks.filter((mark) => mark.kind === kind && mark.isBare).map(({ ink }) => ink);
    assert.ok(inks.length > 1, kind);
    return inks.reduce((sum, ink) => sum + ink, 0) / inks.length;
  };
  const [due, holds, flagged] = ["due", "holds", "flagged"].map(mean);
  assert.ok(due < 0.75 * holds, `due ${due}, holds ${holds}`);
  assert.ok(holds < 0.75 * flagged, `holds ${holds}, flagged ${flagged}`);
});

test("at 400 px, every flag is higher than every dot", async () => {
  const marks = (await inGrey(400)).filter(({ isBare }) => isBare);
  const heights = (/** @type {boolean} */ flagged) => marks.filter(({ kind }) => (kind === "flagged") === flagged).map(({ height }) => height);
  const [dot, flag] = [Math.max(...heights(false)), Math.min(...heights(true))];
  assert.ok(flag >= 1.25 * dot, `a flag is ${flag} px high, a dot ${dot}`);
});

/** Every state of a mark, as a page puts it together: by the chart's script, and by the template of lists. */
const STATES = ["fresh", "due", "expired", "unreviewed"].flatMap((freshness) =>
  ["unchanged", "new", "returned", "moved-in", "moved-out"].flatMap((movement) => ["", "imposed", "set-from-outside"].map((ring) => ({ freshness, movement, ring }))),
);

test("every state has a picture of its own within 11 units of its point, and red is at most a third of its ink", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  const drawn = await page.evaluate(async (states) => {
    const draw = /** @type {any} */ (window).drawMark;
    const link = /** @type {SVGAElement} */ (document.querySelector(".chart a.blip"));
    const alarm = getComputedStyle(document.documentElement).getPropertyValue("--alarm").trim();
    const css = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).map((rule) => rule.cssText).join("\n");
    const pen = /** @type {CanvasRenderingContext2D} */ (Object.assign(document.createElement("canvas"), { width: 320, height: 320 }).getContext("2d", { willReadFrequently: true }));
    const red = [1, 3, 5].map((at) => parseInt(alarm.slice(at, at + 2), 16));
    const results = [];
    for (const { freshness, movement, ring } of states) {
      draw(link, { freshness, movement, imposed: ring === "imposed", outside: ring === "set-from-outside" });
      const dot = link.querySelector(".blip-dot")?.innerHTML;
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="320" viewBox="-16 -16 32 32"><style>${css.replace(/[<&]/g, "")}</style><g class="chart"><g class="sector-1"><g class="${link.getAttribute("class")}"><g>${dot}</g></g></g></g></svg>`;
      const image = new Image();
      image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
      await image.decode();
      pen.clearRect(0, 0, 320, 320);
      pen.drawImage(image, 0, 0);
      const { data } = pen.getImageData(0, 0, 320, 320);
      const count = { ink: 0, red: 0, outside: 0 };
      let picture = "";
      for (let at = 0; at < 320 * 320; at += 1) {
        const [r = 0, g = 0, b = 0, alpha = 0] = data.slice(at * 4, at * 4 + 4);
        const [x, y] = [at % 320, Math.floor(at / 320)];
        // Paper is no ink.
        const isInk = alpha > 127 && Math.min(r, g, b) < 200;
        if (isInk && [r, g, b].every((value, channel) => Math.abs(value - red[channel]) < 24)) count.red += 1;
        if (isInk) count.ink += 1;
        if (alpha > 127 && (x < 49 || x > 270 || y < 49 || y > 270)) count.outside += 1;
        if (at % 7 === 0) picture += isInk ? "1" : "0";
      }
      results.push({ state: `${freshness} ${movement} ${ring}`, ...count, picture });
    }
    return results;
  }, STATES);
  for (const { state, ink, red, outside } of drawn) {
    assert.ok(ink > 2000, `${state}: ${ink}`);
    assert.equal(outside, 0, state);
    assert.equal(red > 0, /expired|unreviewed/.test(state), `${state}: ${red} red`);
    assert.ok(red <= ink / 3, `${state}: ${red} of ${ink} are red`);
  }
  assert.equal(new Set(drawn.map(({ picture }) => picture)).size, STATES.length);
  assertFaultless();
  await page.context().close();
});

test("chart, list and script draw the same mark", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url + PAGES.quadrant);
  const differing = await page.evaluate(() => {
    const shapes = (/** @type {Element} */ mark) => [...mark.querySelectorAll("path, circle")].map((shape) => `${shape.getAttribute("class")} ${shape.getAttribute("d") ?? shape.getAttribute("r")}`).sort().join();
    const inList = (/** @type {Element} */ mark) => {
      const box = document.createElement("div");
      for (const use of mark.querySelectorAll("use")) box.append(document.querySelector(use.getAttribute("href") ?? "")?.cloneNode(true) ?? "");
      return shapes(box);
    };
    const draw = /** @type {any} */ (window).drawMark;
    const read = /** @type {any} */ (window).readClasses;
    return [...document.querySelectorAll(".chart a.blip")].flatMap((link) => {
      const mark = document.querySelector(`.rows li[data-id="${link.getAttribute("data-id")}"] .mark`);
      const dot = /** @type {Element} */ (link.querySelector(".blip-dot"));
      const byBuild = shapes(dot);
      const state = read(link.classList);
      draw(link, { ...state, freshness: state.freshness === "due" ? "fresh" : "due" });
      draw(link, state);
      const all = [byBuild, mark ? inList(mark) : "no row", shapes(dot)];
      return new Set(all).size === 1 ? [] : [{ id: link.getAttribute("data-id"), all }];
    });
  });
  assert.deepEqual(differing, []);
  assertFaultless();
  await page.context().close();
});

test("a mark whose state stays is not drawn again", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  const changes = await page.evaluate(async () => {
    const draw = /** @type {any} */ (window).drawMark;
    const read = /** @type {any} */ (window).readClasses;
    const links = [...document.querySelectorAll(".chart a.blip")];
    for (const link of links) draw(link, read(link.classList));
    let changes = 0;
    const observer = new MutationObserver((records) => (changes += records.length));
    observer.observe(/** @type {Element} */ (document.querySelector(".chart")), { subtree: true, childList: true, attributes: true });
    for (const link of links) draw(link, read(link.classList));
    changes += observer.takeRecords().length;
    return changes;
  });
  assert.equal(changes, 0);
  assertFaultless();
  await page.context().close();
});

test("the rim of another day is that of a build of that day", async () => {
  const rims = (/** @type {import("playwright-core").Page} */ page) =>
    page.locator(".chart.whole .rim path").evaluateAll((parts) => parts.map((part) => `${part.getAttribute("class")} ${(part.getAttribute("d")?.match(/-?[\d.]+/g) ?? []).map((number) => Math.round(Number(number))).join(" ")}`));
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  const today = await rims(page);
  const day = "2026-05-04";
  await page.goto(`${site.url}?day=${day}`);
  await page.waitForSelector(`#timeline[data-shown="${day}"]`, { state: "attached" });
  const shown = await rims(page);
  const then = await serve(build({ today: day }));
  const { page: rebuilt } = await open(browser, { today: day });
  await rebuilt.goto(then.url);
  // Both are rounded: the one to a tenth, the other not.
  const split = (/** @type {string[]} */ rims) => rims.flatMap((rim) => rim.split(" "));
  const [one, other] = [split(shown), split(await rims(rebuilt))];
  assert.equal(one.length, other.length);
  one.forEach((part, at) => assert.ok(part === other[at] || Math.abs(Number(part) - Number(other[at])) <= 1, `${part} and ${other[at]}`));
  assert.notDeepEqual(shown, today);
  assert.equal(shown.length, 12);
  assertFaultless();
  for (const tab of [page, rebuilt]) await tab.context().close();
  then.close();
});
