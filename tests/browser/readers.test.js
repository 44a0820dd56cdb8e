// @ts-check
// Readers' settings, on pages of every layout: widths between those of pages.test.js, zoom, text spacing, forced colours.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { NARROW, launch, open } from "./browser.js";
import { OF_COLOURS, assertNoSidewaysScrolling, violations } from "./rules.js";
import { PAGES, build, serve } from "./site.js";

/** Pages of different layouts: the others are made of the same parts, and axe takes a second for each. */
const LAYOUTS = ["radar", "blip", "reviews", "history"].map((kind) => /** @type {string} */ (PAGES[kind]));

/** The rules of axe that a width can break: what is shown, how large it is, and on what ground. */
const OF_LAYOUT = [...OF_COLOURS, "target-size", "scrollable-region-focusable", "aria-hidden-focus", "heading-order", "link-name", "button-name", "label", "region"];

/** The widths between those of pages.test.js at which pages are laid out differently. */
const WIDTHS = { light: [1024, 768, 320], dark: [768] };

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let site;
before(async () => {
  browser = await launch();
  // With an address, its `404.html` has the style of all pages.
  site = await serve();
  site.folder = build({ baseUrl: site.url });
});
after(async () => {
  await browser.close();
  site.close();
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  test(`axe finds nothing at other widths, ${colorScheme}`, async () => {
    const { page, assertFaultless } = await open(browser, { colorScheme });
    for (const path of LAYOUTS) {
      await page.goto(site.url + path);
      await page.evaluate(axe.source);
      for (const width of WIDTHS[colorScheme]) {
        await page.setViewportSize({ width, height: 768 });
        assert.deepEqual(await violations(page, colorScheme === "dark" ? OF_COLOURS : OF_LAYOUT), [], `${path} at ${width} px`);
      }
    }
    assertFaultless();
    await page.context().close();
  });
}

test("a screen of 1440 by 900 at 200 and at 450 per cent", async () => {
  for (const zoom of [2, 4.5]) {
    const viewport = { width: 1440 / zoom, height: 900 / zoom };
    const { page, assertFaultless } = await open(browser, { viewport, deviceScaleFactor: zoom });
    for (const path of Object.values(PAGES)) {
      await page.goto(site.url + path);
      await assertNoSidewaysScrolling(page, path);
      const cut = await cutTexts(page);
      assert.deepEqual(cut, [], `${path} at ${100 * zoom} %`);
    }
    assertFaultless();
    await page.context().close();
  }
});

test("with the text spacing of WCAG 1.4.12 nothing is cut", async () => {
  const { page, assertFaultless } = await open(browser, { bypassCSP: true });
  for (const viewport of [{ width: 1280, height: 800 }, NARROW]) {
    await page.setViewportSize(viewport);
    for (const path of LAYOUTS) {
      await page.goto(site.url + path);
      await page.addStyleTag({ content: "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }" });
      await assertNoSidewaysScrolling(page, path);
      assert.deepEqual(await cutTexts(page), [], `${path} at ${viewport.width} px`);
    }
  }
  assertFaultless();
  await page.context().close();
});

test("with forced colours every mark and every text can be seen", async () => {
  const { page, assertFaultless } = await open(browser, { forcedColors: "active" });
  for (const path of LAYOUTS) {
    await page.goto(site.url + path);
    await page.evaluate(axe.source);
    assert.deepEqual(await violations(page, OF_COLOURS), [], path);
    assert.deepEqual(await paleMarks(page), [], path);
  }
  assertFaultless();
  await page.context().close();
});

/**
 * Returns the texts that their own box cuts, but for those that only screen readers read, the names of rings in the cells of
 * the history, whose tone says the same, and what scrolls.
 * @param {import("playwright-core").Page} page
 */
function cutTexts(page) {
  return page.evaluate(() => {
    const hides = (/** @type {Element} */ element) => ["hidden", "clip"].includes(getComputedStyle(element).overflowX);
    const isSeen = (/** @type {Element} */ element) => element.checkVisibility() && getComputedStyle(element).clipPath === "none";
    return [...document.querySelectorAll("body *")]
      .filter((element) => element instanceof HTMLElement && !element.matches(".lives td") && isSeen(element) && hides(element))
      .filter((element) => element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 2)
      .map((element) => `${element.localName}.${element.className}: ${element.textContent?.slice(0, 40)}`);
  });
}

/** Returns the marks without a line or a face that differs from the page. @param {import("playwright-core").Page} page */
function paleMarks(page) {
  return page.evaluate(() => {
    const context = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d", { willReadFrequently: true }));
    const luminance = (/** @type {string} */ colour) => {
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = luminance(getComputedStyle(document.body).backgroundColor);
    const differs = (/** @type {string} */ colour) => {
      if (colour === "none" || colour.startsWith("url") || /^rgba.*, 0\)$|\/ 0\)$/.test(colour)) return false;
      const [dark, light] = [luminance(colour), ground].sort((one, other) => one - other);
      return (light + 0.05) / (dark + 0.05) >= 3;
    };
    return [...document.querySelectorAll("svg.mark, .chart .blip-dot")]
      .filter((mark) => mark.getClientRects().length && mark.getBoundingClientRect().width > 0)
      .filter((mark) => ![...mark.querySelectorAll("*")].some((shape) => differs(getComputedStyle(shape).fill) || differs(getComputedStyle(shape).stroke)))
      .map((mark) => mark.outerHTML.slice(0, 120));
  });
}
