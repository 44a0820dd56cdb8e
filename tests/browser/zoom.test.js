// @ts-check
// A quadrant that fills the chart of the home page.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { launch, open } from "./browser.js";
import { build, serve, temporary } from "./site.js";
import { TODAY, write } from "./volumes.js";

const axe = createRequire(import.meta.url)("axe-core");
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

/** Waits until the names of an enlarged quadrant are written. @param {import("playwright-core").Page} page @param {string} id */
async function zoomed(page, id) {
  await page.waitForFunction((id) => new URLSearchParams(location.search).get("zoom") === id && document.querySelector(".drawing.zoomed:not(.gliding) .zoom-hit"), id);
}

/** Waits until the chart is whole again. @param {import("playwright-core").Page} page */
async function isWhole(page) {
  await page.waitForFunction(() => !location.search.includes("zoom") && !document.querySelector(".drawing:is(.zoomed, .gliding), .zoom-part"));
}

/** What an enlarged quadrant shows. @param {import("playwright-core").Page} page @param {number} sector */
function seen(page, sector) {
  return page.evaluate((sector) => {
    const chart = /** @type {SVGSVGElement} */ (document.querySelector(".drawing > .chart"));
    const blips = [...chart.querySelectorAll(`.sector-${sector} .blip:not(.absent)`)];
    const unit = chart.getBoundingClientRect().width / chart.viewBox.baseVal.width;
    const boxes = blips.flatMap((blip) =>
      [...blip.querySelectorAll(".blip-dot, .zoom-label")].map((part) => {
        const { left, top, right, bottom } = part.getBoundingClientRect();
        return { name: `${blip.getAttribute("data-id")} ${part.localName}`, left, top, right, bottom };
      }),
    );
    const overlaps = boxes.flatMap((a, at) =>
      boxes.slice(at + 1).filter((b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2.5).map((b) => `${a.name} / ${b.name}`),
    );
    const labels = blips.flatMap((blip) => [...blip.querySelectorAll(".zoom-label")]);
    return {
      blips: blips.length,
      named: labels.length,
      size: Math.min(...labels.map((label) => Number(label.getAttribute("font-size")) * unit)),
      numbers: labels.filter((label) => /^\d+$/.test(label.textContent ?? "")).length,
      overlaps,
      box: chart.getAttribute("viewBox"),
    };
  }, sector);
}

/** Whether the dot that has the focus is in the chart's box. @param {import("playwright-core").Page} page */
function focusIsInSight(page) {
  return page.evaluate(() => {
    const dot = document.activeElement?.querySelector(".blip-dot")?.getBoundingClientRect();
    const box = document.querySelector(".drawing > .chart")?.getBoundingClientRect();
    return !!dot && !!box && dot.left >= box.left && dot.right <= box.right && dot.top >= box.top && dot.bottom <= box.bottom;
  });
}

for (const reducedMotion of /** @type {const} */ (["reduce", "no-preference"])) {
  test(`each quadrant by its key, with motion: ${reducedMotion}`, async () => {
    const { page, assertFaultless } = await open(browser, { reducedMotion });
    await page.goto(site.url);
    const whole = await page.getAttribute(".drawing > .chart", "viewBox");
    const places = () => page.locator(".chart .blip").evaluateAll((blips) => blips.map((blip) => blip.getAttribute("transform")));
    const before = await places();
    for (const [at, id] of ["techniques", "platforms", "tools", "languages-and-frameworks"].entries()) {
      await page.keyboard.press(String(at + 1));
      await zoomed(page, id);
      const { blips, named, size, overlaps } = await seen(page, at + 1);
      assert.equal(named, blips, id);
      assert.ok(size >= 9, `${size} px`);
      assert.deepEqual(overlaps, [], id);
      assert.deepEqual(await places(), before, "the dots keep their places");
      const sectors = await page.evaluate(() => document.activeElement?.closest(".sector")?.getAttribute("class") ?? "");
      assert.match(sectors, new RegExp(`sector-${at + 1}\\b`));
    }
    await page.keyboard.press("Escape");
    await isWhole(page);
    await page.waitForFunction((whole) => document.querySelector(".drawing > .chart")?.getAttribute("viewBox") === whole, whole);
    assertFaultless();
    await page.context().close();
  });
}

test("Back and the address", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(`${site.url}?flagged=yes&zoom=platforms`);
  await zoomed(page, "platforms");
  await page.keyboard.press("3");
  await zoomed(page, "tools");
  assert.match(page.url(), /\?flagged=yes&zoom=tools$/);
  await page.goBack();
  await zoomed(page, "platforms");
  await page.click(".zoom-out");
  await isWhole(page);
  assert.match(page.url(), /\?flagged=yes$/);
  await page.goBack();
  await zoomed(page, "platforms");
  await page.reload();
  await zoomed(page, "platforms");
  await page.evaluate(axe.source);
  assert.deepEqual(await page.evaluate(async () => (await /** @type {any} */ (window).axe.run()).violations.map(({ id, nodes }) => [id, nodes[0].html])), []);
  await page.goto(`${site.url}?zoom=nothing`);
  assert.equal(await page.locator(".zoomed").count(), 0);
  assertFaultless();
  await page.context().close();
});

test("the name of a quadrant, + and -, the wheel with Ctrl, and dragging", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  await page.click(".drawing > .chart .sector-2 > a:not(.blip)");
  await zoomed(page, "platforms");
  const { box } = await seen(page, 2);
  await page.keyboard.press("+");
  await page.waitForSelector(".drawing.pans");
  await zoomed(page, "platforms");
  const closer = await seen(page, 2);
  assert.ok(Number(closer.box?.split(" ")[2]) < Number(box?.split(" ")[2]));
  const chart = await page.locator(".drawing > .chart").boundingBox();
  assert.ok(chart);
  const [x, y] = [chart.x + chart.width / 2, chart.y + chart.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 40, y - 30, { steps: 4 });
  await page.mouse.up();
  const moved = await seen(page, 2);
  assert.notEqual(moved.box, closer.box);
  assert.equal(page.url().includes("/blips/"), false, "what is dragged is not pressed");
  await page.keyboard.press("-");
  await zoomed(page, "platforms");
  await page.keyboard.press("-");
  await isWhole(page);
  await page.mouse.move(chart.x + chart.width * 0.25, chart.y + chart.height * 0.75);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -120);
  await page.keyboard.up("Control");
  await zoomed(page, "languages-and-frameworks");
  assertFaultless();
  await page.context().close();
});

test("arrow keys stay in the quadrant, and the view follows the focus", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  await page.keyboard.press("1");
  await zoomed(page, "techniques");
  for (let closer = 0; closer < 4; closer += 1) await page.keyboard.press("+");
  await zoomed(page, "techniques");
  for (const key of ["End", "Home", "ArrowLeft", "ArrowUp", "ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight"]) {
    await page.keyboard.press(key);
    assert.match(await page.evaluate(() => document.activeElement?.closest(".sector")?.getAttribute("class") ?? ""), /sector-1\b/);
    assert.ok(await focusIsInSight(page), key);
  }
  assertFaultless();
  await page.context().close();
});

test("another day is shown in the quadrant, too", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(`${site.url}?zoom=platforms&day=2026-05-04`);
  await page.waitForSelector('#timeline[data-shown="2026-05-04"]', { state: "attached" });
  await zoomed(page, "platforms");
  await page.waitForFunction(() => document.querySelectorAll(".zoom-label").length > 0);
  const then = await seen(page, 2);
  assert.equal(then.named, then.blips);
  assert.deepEqual(then.overlaps, []);
  await page.keyboard.press("Escape");
  await isWhole(page);
  assertFaultless();
  await page.context().close();
});

test("of a crowded quadrant, 95 of 100 are named, which the view pans to", async () => {
  const root = temporary();
  write(root, { from: 28, keep: true });
  const volumes = await serve(build({ from: root, today: TODAY }));
  const { page, assertFaultless } = await open(browser, { today: TODAY });
  await page.goto(volumes.url);
  for (const [at, id] of ["platforms", "languages-and-frameworks", "techniques", "tools"].entries()) {
    await page.keyboard.press(String(at + 1));
    await zoomed(page, id);
    const { blips, named, size, numbers, overlaps } = await seen(page, at + 1);
    assert.ok(blips > 100 && named >= 0.95 * blips, `${named} of ${blips}`);
    assert.ok(size >= 9, `${size} px`);
    assert.equal(numbers, 0);
    assert.deepEqual(overlaps.slice(0, 3), []);
  }
  assertFaultless();
  await page.context().close();
  volumes.close();
});
