// @ts-check
// A radar of thousands: pages neither draw nor list what nobody could read, and say so, with and without script.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./browser.js";
import { radar } from "./odd.js";
import { build, serve } from "./site.js";

const COUNT = 2001;

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let site;
before(async () => {
  browser = await launch();
  const blips = Array.from({ length: COUNT }, (_, at) => [`blips/blip-${at}.toml`, blip(at)]);
  const files = { ...Object.fromEntries(blips), "radar.toml": SETTINGS, "people.toml": PEOPLE };
  site = await serve(build({ from: radar(files) }));
});
after(async () => {
  await browser.close();
  site.close();
});

const SETTINGS = `
title = "Vast"
quadrant = [{ id = "q", name = "Tools" }, { id = "r", name = "Data" }]
edition = [{ id = "spring", name = "Spring", date = 2026-05-01 }]
`;
const PEOPLE = `
[team.t]
name = "T"
[person.p]
name = "P"
team = "t"
practising = [{ from = 2020-01-01 }]
`;

/** Returns the file of a blip, reviewed long ago. All but one are in the first quadrant. @param {number} at */
function blip(at) {
  return `
name = "Blip ${at}"
quadrant = "${at ? "q" : "r"}"
ring = "adopt"
owners = ["t"]
[[review]]
date = 2025-02-01
by = ["p"]
ring = "adopt"
note = "${at}"
`;
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with script" : "without script";

  test(`the numbers of a radar that is not drawn are those of the build, ${how}`, async () => {
    const { page, assertFaultless } = await open(browser, { javaScriptEnabled });
    await page.goto(site.url);
    const notes = await page.locator(".drawing > .chart .sector-note").allTextContents();
    assert.deepEqual(notes.sort(), ["1 blip, 1 flagged", "2000 blips, 2000 flagged"]);
    assert.equal(await page.locator(".chart .blip").count(), 0);
    assert.match((await page.locator(".head .hint").textContent()) ?? "", /^2001 blips are too many to draw/);
    await page.goto(`${site.url}editions/spring.html`);
    assert.match((await page.locator(".head .hint").textContent()) ?? "", /^2001 blips are too many/);
    assertFaultless();
    await page.context().close();
  });
}

test("a list of thousands opens when somebody asks for it", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(`${site.url}teams/t.html`);
  const owned = page.locator(".owned details.many");
  const row = owned.locator("[data-id=blip-7]");
  assert.equal(await row.isVisible(), false);
  await owned.locator("summary").first().click();
  assert.equal(await row.isVisible(), true);
  assertFaultless();
  await page.context().close();
});

test("the search finds each of them", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  await page.keyboard.press("/");
  await page.keyboard.type("Blip 1234");
  await page.keyboard.press("Enter");
  await page.waitForURL(/blips\/blip-1234\.html$/);
  assertFaultless();
  await page.context().close();
});
