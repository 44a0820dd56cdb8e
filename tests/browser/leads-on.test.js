// @ts-check
// From the page of a blip one gets on: to the radar, to its neighbours, to related ones; and the address gets to others.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NARROW, WIDE, launch, open } from "./browser.js";
import { build, serve } from "./site.js";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {{ url: string, close: () => void }} */
let site;
before(async () => {
  site = await serve(build());
  browser = await launch();
});
after(async () => {
  await browser.close();
  site.close();
});

for (const [name, viewport] of Object.entries({ wide: WIDE, "on a phone": NARROW })) {
  test(`the small radar leads to the blip on the large one: ${name}`, async () => {
    const { page, assertFaultless } = await open(browser, { viewport });
    await page.goto(`${site.url}blips/terraform.html`);
    await page.locator("a.where").click();
    await page.waitForURL(/index\.html#at-terraform$/);
    const asked = await page.evaluate(() => {
      const blip = /** @type {HTMLElement | null} */ (document.activeElement);
      const box = blip?.getBoundingClientRect();
      const isInSight = !!box && box.width > 0 && box.top >= 0 && box.bottom <= innerHeight;
      const id = blip?.dataset.id ?? blip?.closest("li")?.dataset.id;
      return { id, isInSight };
    });
    assert.deepEqual(asked, { id: "terraform", isInSight: true });
    assertFaultless();
  });
}

test("the small radar has its blip where the large one has it", async () => {
  const { page } = await open(browser);
  /** Where a blip is, from the centre, as a share of the radius. @param {string} selector @param {string} disc */
  const place = (selector, disc) =>
    page.evaluate(
      ([selector, disc]) => {
        const middle = (/** @type {DOMRect} */ box) => [box.left + box.width / 2, box.top + box.height / 2];
        const round = document.querySelector(disc)?.getBoundingClientRect() ?? new DOMRect();
        const [x, y] = middle(document.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect());
        const [cx, cy] = middle(round);
        return [(x - cx) / (round.width / 2), (y - cy) / (round.width / 2)];
      },
      [selector, disc],
    );
  await page.goto(site.url);
  const rings = "svg.chart .disc";
  const large = await place('svg.chart a.blip[data-id="terraform"] .blip-dot', rings);
  await page.goto(`${site.url}blips/terraform.html`);
  const small = await place(".locator .lit", ".locator > circle:nth-last-of-type(1)");
  for (const axis of [0, 1]) assert.ok(Math.abs(large[axis] - small[axis]) < 0.03, `${large} and ${small}`);
});

test("the address is copied by a key, and the button says so", async () => {
  const { page, assertFaultless } = await open(browser, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto(`${site.url}blips/terraform.html#trail`);
  const button = page.getByRole("button", { name: "Copy link" });
  await button.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Copied" }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${site.url}blips/terraform.html`);
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "radar ask terraform");
  assertFaultless();
});

test("without script there is nothing to copy with", async () => {
  const { page } = await open(browser, { javaScriptEnabled: false });
  await page.goto(`${site.url}blips/terraform.html`);
  assert.equal(await page.locator("button.copy:visible").count(), 0);
  assert.equal(await page.locator(".copy-link:visible").count(), 0);
  assert.equal(await page.locator("svg.life").isVisible(), true);
});

test("what is ahead of the reader's day is pale, and the foot says which day the page speaks of", async () => {
  for (const [day, built] of [["2026-11-26", "22 November 2026"], ["2030-01-01", "22 November 2026"]]) {
    const { page, assertFaultless } = await open(browser, { today: day });
    await page.goto(`${site.url}blips/polars.html`);
    assert.match(await page.innerText("body > footer"), new RegExp(`As of ${built}`));
    const { now, last } = await page.evaluate(() => ({ now: document.querySelectorAll(".life .now").length, last: /** @type {SVGElement} */ (document.querySelector("svg.life")).dataset.last ?? "" }));
    assert.equal(now, day < last ? 1 : 0, `${day}, drawn up to ${last}`);
    assertFaultless();
    await page.context().close();
  }
});

test("ring, tags and owners lead to the filtered radar", async () => {
  const { page, assertFaultless } = await open(browser);
  for (const name of ["Hold", "legacy", "Platform on the radar"]) {
    await page.goto(`${site.url}blips/terraform.html`);
    const link = page.getByRole("link", { name, exact: true }).first();
    const href = (await link.getAttribute("href")) ?? "";
    assert.match(href, /^\.\.\/index\.html\?(ring|tag|team)=/);
    await link.click();
    await page.waitForURL(/\?/);
    const shown = page.locator("main li[data-id]:visible");
    const ids = await shown.evaluateAll((rows) => rows.map((row) => /** @type {HTMLElement} */ (row).dataset.id));
    assert.ok(ids.includes("terraform"), `${name}: ${ids}`);
    assert.ok(ids.length < 60, `${name} filters: ${ids.length} are left`);
  }
  assertFaultless();
});

test("from one blip to the next, every blip of a ring is passed once", async () => {
  const { page } = await open(browser);
  await page.goto(`${site.url}radar.json`);
  const radar = JSON.parse(await page.evaluate(() => document.body.innerText));
  const onHold = radar.blips.filter((/** @type {any} */ blip) => blip.ring === "hold").map((/** @type {any} */ blip) => blip.id);
  await page.goto(`${site.url}blips/${onHold[0]}.html`);
  while (await page.locator('.pager [rel="prev"]').count()) {
    await page.locator('.pager [rel="prev"]').click();
    await page.waitForLoadState();
  }
  const passed = [];
  for (;;) {
    passed.push(await page.locator("article.blip").getAttribute("data-id"));
    assert.ok(passed.length <= onHold.length, `no circle: ${passed}`);
    const next = page.locator('.pager [rel="next"]');
    if (!(await next.count())) break;
    const name = (await next.evaluate((link) => link.lastChild?.textContent))?.trim();
    await next.click();
    await page.waitForLoadState();
    assert.equal((await page.locator("h1").textContent())?.trim(), name);
  }
  assert.deepEqual([...passed].sort(), [...onHold].sort());
});

test("related blips say why, at most six", async () => {
  const { page } = await open(browser);
  await page.goto(`${site.url}blips/opentofu.html`);
  const related = await page.locator(".related li").evaluateAll((items) =>
    items.map((item) => [item.querySelector("a")?.textContent, item.querySelector("p")?.textContent?.trim()]),
  );
  assert.ok(related.length > 0 && related.length <= 6);
  assert.ok(related.every(([, why]) => why), "each has a reason");
  const [name, why] = related[0];
  assert.equal(name, "Terraform");
  assert.match(why ?? "", /^this is to be used instead of it; .*its text links here/);
});

test("the drawing of a life fits every width, and its texts keep their size", async () => {
  for (const width of [320, 390, 1024, 1440]) {
    const { page } = await open(browser, { viewport: { width, height: 800 } });
    await page.goto(`${site.url}blips/terraform.html`);
    const found = await page.evaluate(() => {
      const box = (/** @type {Element} */ element) => element.getBoundingClientRect();
      const names = [...document.querySelectorAll(".life-box li")].map(box);
      const rungs = [...document.querySelectorAll(".life .rung")].map(box);
      const ticks = [...document.querySelectorAll(".life text")].map(box);
      return {
        sideways: document.documentElement.scrollWidth - innerWidth,
        // Each ring's name is in the middle of its row.
        off: Math.max(...names.map((name, at) => Math.abs(name.top + name.height / 2 - rungs[at].top))),
        meet: ticks.filter((tick, at) => at > 0 && tick.left < ticks[at - 1].right).length,
        size: Math.min(...[...document.querySelectorAll(".life text")].map((text) => parseFloat(getComputedStyle(text).fontSize))),
        dots: document.querySelectorAll(".life circle").length,
        reviews: document.querySelectorAll(".trail > ol > li:not(.question)").length,
      };
    });
    assert.ok(found.sideways <= 0, `${width}: scrolls sideways by ${found.sideways}`);
    assert.ok(found.off <= 2, `${width}: a name is ${found.off} px off its row`);
    assert.equal(found.meet, 0, `${width}: years overlap`);
    assert.ok(found.size >= 9);
    assert.equal(found.dots, found.reviews);
  }
});
