// @ts-check
// Search and filter: the blips that match, the counts, and the address.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, open } from "./browser.js";
import { PAGES, build, serve, temporary } from "./site.js";

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

const { blips } = JSON.parse(readFileSync(join(built, "radar.json"), "utf8"));
const drawn = blips.filter((blip) => blip.ring !== "retired");

/** Returns the ids of the blips that match. @param {(blip: any) => boolean} matches */
const ids = (matches) => drawn.filter(matches).map((blip) => blip.id).sort();

/** Returns what the chart and the lists show, in the frame after a change. @param {import("playwright-core").Page} page */
function shown(page) {
  return page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    const ids = (/** @type {Element[]} */ elements) => elements.map((of) => of.getAttribute("data-id") ?? "").sort();
    const seen = (/** @type {Element} */ of) => getComputedStyle(of).visibility === "visible";
    return {
      chart: ids([...document.querySelectorAll(".drawing > .chart .blip")].filter(seen)),
      lists: ids([...document.querySelectorAll(".lists .ring-list .index > li:not([hidden])")]),
      status: document.getElementById("statement")?.textContent ?? "",
    };
  });
}

/** Returns the query of the address. @param {import("playwright-core").Page} page */
function addressOf(page) {
  return page.evaluate(() => location.search);
}

const QUERIES = [
  ["", () => true],
  ["ring=adopt", (blip) => blip.ring === "adopt"],
  ["ring=adopt,hold", (blip) => ["adopt", "hold"].includes(blip.ring)],
  ["ring=adopt%2Chold", (blip) => ["adopt", "hold"].includes(blip.ring)],
  ["ring=%E0%A4%A&flagged=yes", (blip) => blip.flagged],
  ["ring=adopt,trial&quadrant=tools", (blip) => ["adopt", "trial"].includes(blip.ring) && blip.quadrant === "tools"],
  ["flagged=yes", (blip) => blip.flagged],
  ["movement=new,moved-in&freshness=fresh", (blip) => ["new", "moved-in"].includes(blip.movement) && blip.freshness === "fresh"],
  ["exit=costly", (blip) => !!blip.exit?.costly],
  ["exit=cheap,unknown", (blip) => !blip.exit?.costly],
  ["freshness=imposed", (blip) => blip.imposed],
  ["tag=databases", (blip) => blip.tags.includes("databases")],
  ["owner=gunnar-hasle", (blip) => blip.owners.includes("gunnar-hasle")],
  ["q=kubernets", (blip) => blip.id === "kubernetes"],
  ["q=kafak", (blip) => blip.id === "kafka"],
  ["q=POSTGRE", (blip) => blip.id === "postgresql"],
  ["q=nothing+of+that+kind", () => false],
];

for (const [query, matches] of /** @type {[string, (blip: any) => boolean][]} */ (QUERIES)) {
  test(`?${query}`, async () => {
    const { page, assertFaultless } = await open(browser);
    await page.goto(`${site.url}?${query}`);
    const expected = ids(matches);
    const { chart, lists, status } = await shown(page);
    // A search also looks into summaries, so there may be other matches, but the expected blip has to be the first.
    if (query.startsWith("q=") && expected.length) {
      await page.keyboard.press("/");
      await page.locator("#find-1").waitFor();
      await page.keyboard.press("Enter");
      await page.waitForURL(`**/blips/${expected[0]}.html`);
      assert.ok(chart.includes(expected[0]) && chart.length < 12, `${chart.length} matches`);
    } else {
      assert.deepEqual(chart, expected);
    }
    assert.deepEqual(lists, chart);
    if (query) assert.match(status, chart.length ? new RegExp(`\\b${chart.length} of ${drawn.length} blips`) : /No blip/);
    assertFaultless();
    await page.context().close();
  });
}

test("the filter by team includes the blips of its people", async () => {
  const { page } = await open(browser);
  await page.goto(`${site.url}?team=platform`);
  const { chart } = await shown(page);
  assert.ok(chart.includes("gitflow"), "owned by somebody of the team");
  assert.ok(ids((blip) => blip.owners.includes("platform")).every((id) => chart.includes(id)));
  await page.context().close();
});

test("each choice counts the blips that it would show", async () => {
  const { page, assertFaultless } = await open(browser);
  for (const base of ["", "ring=trial", "ring=trial&flagged=yes"]) {
    await page.goto(`${site.url}?${base}`);
    const choices = await page.$$eval("#finder fieldset input", (inputs) =>
      inputs.map((input) => {
        const { name, value, labels } = /** @type {HTMLInputElement} */ (input);
        return { name, value, n: Number(labels?.[0].querySelector("[data-n]")?.textContent) };
      }),
    );
    assert.ok(choices.length > 20);
    const others = new URLSearchParams(base);
    for (const { name, value, n } of choices.filter(({ name }) => ["ring", "movement", "team"].includes(name))) {
      const query = new URLSearchParams(others);
      query.set(name, value);
      await page.goto(`${site.url}?${query}`);
      assert.equal((await shown(page)).chart.length, n, `${base}: ${name}=${value}`);
    }
  }
  assertFaultless();
  await page.context().close();
});

test("the address keeps the filter, and a reload restores it", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  await page.check("#finder .flagged-only input");
  assert.equal(await addressOf(page), "?flagged=yes");
  await page.click("details[data-of=ring] summary");
  await page.check("details[data-of=ring] input[value=hold]");
  await page.check("details[data-of=ring] input[value=assess]");
  await page.fill("#find", "a b&c");
  const asked = new URLSearchParams(await addressOf(page));
  assert.equal(asked.get("q"), "a b&c");
  assert.deepEqual(asked.get("ring")?.split(",").sort(), ["assess", "hold"]);
  await page.fill("#find", "");
  const before = await shown(page);
  assert.deepEqual(before.chart, ids((blip) => blip.flagged && ["assess", "hold"].includes(blip.ring)));
  await page.reload();
  assert.deepEqual(await shown(page), before);
  await page.click("#finder [type=reset]");
  assert.equal(await addressOf(page), "");
  assert.equal((await shown(page)).chart.length, drawn.length);
  assertFaultless();
  await page.context().close();
});

test("a tag with a comma in it is one tag", async () => {
  const root = temporary();
  mkdirSync(join(root, "radar/blips"), { recursive: true });
  writeFileSync(join(root, "radar/radar.toml"), 'title = "Tags"\n[[quadrant]]\nid = "tools"\nname = "Tools"\n');
  writeFileSync(join(root, "radar/people.toml"), '[person.ada]\nname = "Ada"\npractising = [{ from = 2000-01-01 }]\n');
  for (const [id, tags] of [["one", '"a, b", "c"'], ["two", '"a"'], ["three", '"b"']]) {
    const review = "[[review]]\ndate = 2026-01-05\nby = [\"ada\"]\nring = \"adopt\"\nnote = \"Looked.\"\n";
    writeFileSync(join(root, `radar/blips/${id}.toml`), `name = "${id}"\nquadrant = "tools"\nring = "adopt"\nowners = ["ada"]\ntags = [${tags}]\n${review}`);
  }
  const tags = await serve(build({ from: root }));
  const { page, assertFaultless } = await open(browser);
  await page.goto(tags.url);
  await page.click("details[data-of=tag] summary");
  await page.check('details[data-of=tag] input[value="a, b"]');
  assert.deepEqual((await shown(page)).chart, ["one"]);
  await page.reload();
  assert.deepEqual(await page.$$eval("#finder input:checked", (boxes) => boxes.map((box) => box.getAttribute("value"))), ["a, b"]);
  assert.deepEqual((await shown(page)).chart, ["one"]);
  assertFaultless();
  await page.context().close();
  tags.close();
});

test("a menu of choices closes by itself", async () => {
  const { page } = await open(browser);
  await page.goto(site.url);
  const isOpen = () => page.locator("#finder details[open]").count();
  await page.click("details[data-of=ring] summary");
  await page.click("details[data-of=quadrant] summary");
  assert.equal(await isOpen(), 1);
  await page.keyboard.press("Escape");
  assert.equal(await isOpen(), 0);
  await page.click("details[data-of=quadrant] summary");
  await page.click("#statement");
  assert.equal(await isOpen(), 0);
  await page.context().close();
});

test("pointing at a blip shows its card and fades the others", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  const kafka = blips.find((blip) => blip.id === "kafka");
  await page.hover('.drawing > .chart [data-id="kafka"]');
  const card = page.locator("#card");
  assert.ok(await card.isVisible());
  const words = (await card.textContent()) ?? "";
  for (const part of [kafka.name, kafka.summary, "Adopt", "Platform", "21 Apr 2026"]) assert.ok(words.includes(part), part);
  const opacity = (/** @type {string} */ id) => page.locator(`.drawing > .chart [data-id="${id}"]`).evaluate((blip) => Number(getComputedStyle(blip).opacity));
  await page.waitForFunction(() => Number(getComputedStyle(/** @type {Element} */ (document.querySelector('.drawing > .chart [data-id="rust"]'))).opacity) < 0.5);
  assert.equal(await opacity("kafka"), 1);
  // The pointer can move onto the card and leave it.
  await card.hover();
  assert.ok(await card.isVisible());
  await page.mouse.move(2, 2);
  await card.waitFor({ state: "hidden" });
  await page.click('.drawing > .chart [data-id="kafka"]');
  await page.waitForURL(/blips\/kafka\.html$/);
  assertFaultless();
  await page.context().close();
});

test("the page of a quadrant shows cards too", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url + PAGES.quadrant);
  await page.hover('.drawing > .chart [data-id="game-days"]');
  assert.match((await page.textContent("#card")) ?? "", /Game days/);
  assertFaultless();
  await page.context().close();
});

test("Back undoes a change of the filter, and Forward makes it again", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  await page.check("#finder .flagged-only input");
  await page.click("details[data-of=ring] summary");
  await page.check("details[data-of=ring] input[value=hold]");
  const flagged = ids((blip) => blip.flagged);
  const held = ids((blip) => blip.flagged && blip.ring === "hold");
  const settles = async (/** @type {string} */ query, /** @type {string[]} */ expected) => {
    await page.waitForURL(site.url + query);
    await page.waitForFunction((n) => document.querySelectorAll(".drawing > .chart .blip:not(.filtered-out)").length === n, expected.length);
    assert.deepEqual((await shown(page)).chart, expected);
  };
  await settles("?flagged=yes&ring=hold", held);
  await page.goBack();
  await settles("?flagged=yes", flagged);
  await page.goBack();
  await settles("", ids(() => true));
  await page.goForward();
  await settles("?flagged=yes", flagged);
  assertFaultless();
  await page.context().close();
});

test("a page that a browser kept without its form has it again from the address", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(`${site.url}?flagged=yes&ring=hold`);
  // WebKit empties forms that it must not complete when it keeps a page, and says so to nobody.
  await page.evaluate(() => {
    for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("#finder input"))) box.checked = false;
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
  });
  assert.ok(await page.isChecked("#finder .flagged-only input"));
  await page.keyboard.press("/");
  await page.keyboard.type("git");
  await page.waitForURL(/q=git/);
  assert.match(page.url(), /flagged=yes/);
  assert.match(page.url(), /ring=hold/);
  assertFaultless();
  await page.context().close();
});
