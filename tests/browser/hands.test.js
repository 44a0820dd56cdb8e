// @ts-check
// What pages say of hands, use and memory on the reader's day, with evidence of use.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { NARROW, launch, open } from "./browser.js";
import { build, serve, temporary } from "./site.js";

const PEOPLE = `
[team.web]
name = "Web"
[person.ada]
name = "Ada"
emails = ["ada@example.org"]
practising = [{ from = 2010-01-01 }]
[person.bob]
name = "Bob"
practising = [{ from = 2010-01-01, until = 2024-08-31 }]
[person.swift]
name = "Swift"
team = "web"
emails = ["swift@example.org"]
practising = [{ from = 2010-01-01 }]
`;

/** @type {[id: string, owners: string, detect: string, reviews: [date: string, by: string, ring: string][]][]} */
const BLIPS = [
  ["kafka", '"ada"', '"npm:kafkajs"', [["2024-01-10", "ada", "trial"], ["2026-09-01", "swift", "adopt"]]],
  ["rust", '"ada"', '"lang:Rust"', [["2026-06-01", "ada", "adopt"], ["2026-10-01", "swift", ""]]],
  ["camel", '"bob"', "", [["2023-01-10", "bob", "adopt"]]],
  ["nomad", "", '"image:nomad"', [["2026-10-01", "bob", "trial"]]],
];

/** Writes a radar with evidence, and returns its folder. @param {string} [settings] */
function radar(settings = "") {
  const root = temporary();
  mkdirSync(join(root, "radar/blips"), { recursive: true });
  writeFileSync(join(root, "radar/radar.toml"), `title = "Hands"\nquadrant = [{ id = "tools", name = "Tools" }]\n${settings}`);
  writeFileSync(join(root, "radar/people.toml"), PEOPLE);
  for (const [id, owners, detect, reviews] of BLIPS) {
    const ring = reviews.findLast(([, , verdict]) => verdict)?.[2];
    const trail = reviews.map(([date, by, verdict]) => `[[review]]\ndate = ${date}\nby = ["${by}"]\n${verdict ? `ring = "${verdict}"\n` : ""}note = "Looked."\n`);
    writeFileSync(join(root, `radar/blips/${id}.toml`), `name = "${id}"\nquadrant = "tools"\nring = "${ring}"\nowners = [${owners}]\ndetect = [${detect}]\n${trail.join("")}`);
  }
  const repositories = Array.from({ length: 30 }, (_, at) => `[repository.svc-${at}]\nuses.kafka = { version = "3.${at}" }\n`);
  writeFileSync(join(root, "radar/evidence.toml"), `scanned = 2026-11-20\n[repository.shop]\nuses.rust = {}\nmonths.swift = ["2026-09"]\n${repositories.join("")}`);
  return root;
}

/** @type {import("playwright-core").Browser} */
let browser;
const built = build({ from: radar() });
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

/** Returns the ids of the blips that the whole radar shows; the slices have each a second time. @param {import("playwright-core").Page} page */
const shown = (page) => page.$$eval(".chart.whole a.blip:not(.filtered-out)", (links) => links.map((link) => link.getAttribute("data-id")).sort());

test("the filter by use, and by who set the ring", async () => {
  const { page, assertFaultless } = await open(browser);
  for (const [query, expected] of [
    ["use=used", ["kafka", "rust"]],
    ["use=unused", ["nomad"]],
    ["use=unknown,unused", ["camel", "nomad"]],
    ["freshness=set-from-outside", ["kafka"]],
    ["freshness=unremembered", ["camel"]],
  ]) {
    await page.goto(`${site.url}?${query}`);
    assert.deepEqual(await shown(page), expected, String(query));
  }
  await page.goto(site.url);
  await page.click("details[data-of=use] summary");
  await page.check("details[data-of=use] input[value=unused]");
  assert.equal(await page.evaluate(() => location.search), "?use=unused");
  assertFaultless();
  await page.context().close();
});

test("without a scan there is no filter by use", async () => {
  const home = readFileSync(join(build(), "index.html"), "utf8");
  const scanned = JSON.parse(readFileSync(join(build(), "radar.json"), "utf8")).scanned;
  assert.equal(home.includes('data-of="use"'), scanned !== null);
});

test("the card says whether the review is first-hand, and who remembers", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  for (const [id, words] of [["kafka", /second-hand, not known/], ["rust", /first-hand/], ["camel", /Nobody who still builds/]]) {
    await page.hover(`.chart [data-id="${id}"]`);
    assert.match((await page.textContent("#card")) ?? "", /** @type {RegExp} */ (words));
  }
  assertFaultless();
  await page.context().close();
});

test("since when somebody does not practise is a date, which stays true", async () => {
  for (const day of ["2026-11-22", "2027-08-16"]) {
    const { page } = await open(browser, { today: day });
    for (const path of ["blips/camel.html", "people/bob.html"]) {
      await page.goto(site.url + path);
      assert.match(await page.innerText("main"), /Bob stopped practising on 31 August 2024\./, path);
    }
    await page.context().close();
  }
});

for (const settings of ["", '[review]\ncounts = "first-hand"\n']) {
  test(`other days by the rule ${settings || "as it is"}`, async () => {
    const root = radar(settings);
    const now = await serve(build({ from: root }));
    const charts = (/** @type {import("playwright-core").Page} */ page) =>
      page.$$eval(".chart.whole a.blip:not(.absent)", (links) => links.map((link) => [link.getAttribute("data-id"), [...link.classList].sort().join(" "), link.getAttribute("aria-label")]).sort());
    for (const day of ["2024-06-01", "2026-08-31", "2026-09-01", "2026-10-01", "2027-10-02"]) {
      const then = await serve(build({ from: root, today: day }));
      const { page } = await open(browser);
      await page.goto(`${now.url}?day=${day}`);
      await page.waitForSelector(`#timeline[data-shown="${day}"]`, { state: "attached" });
      const { page: rebuilt } = await open(browser, { today: day });
      await rebuilt.goto(then.url);
      assert.deepEqual(await charts(page), await charts(rebuilt), day);
      await page.context().close();
      await rebuilt.context().close();
      then.close();
    }
    now.close();
  });
}

test("the board proposes reviewers, and filters by them", async () => {
  const { page, assertFaultless } = await open(browser, { today: "2027-10-02" });
  const rows = () => page.$$eval(".owed:not([hidden]) tbody tr:not([hidden])", (all) => [...new Set(all.map((row) => row.getAttribute("data-id")))].sort());
  await page.goto(`${site.url}reviews.html`);
  assert.match((await page.textContent('tr[data-id="kafka"]')) ?? "", /only Ada could review it/);
  assert.match((await page.textContent('tr[data-id="camel"]')) ?? "", /nobody, as far as is known/);
  for (const [query, expected] of [
    ["state=single-reviewer", ["kafka"]],
    ["state=no-reviewer", ["camel", "nomad"]],
    ["state=set-from-outside", ["kafka"]],
    ["state=unremembered", ["camel"]],
    ["use=unused", ["nomad"]],
  ]) {
    await page.goto(`${site.url}reviews.html?${query}`);
    assert.deepEqual(await rows(), expected, String(query));
  }
  assertFaultless();
  await page.context().close();
});

test("a long list of repositories is folded, and complete without script", async () => {
  const { page } = await open(browser, { javaScriptEnabled: false });
  await page.goto(`${site.url}blips/kafka.html`);
  assert.equal(await page.locator(".repositories tbody tr").count(), 30);
  assert.equal(await page.locator(".repositories tbody tr:visible").count(), 10);
  await page.click(".use details summary");
  assert.equal(await page.locator(".repositories tbody tr:visible").count(), 30);
  await page.context().close();
});

test("axe finds nothing", async () => {
  for (const options of [{}, { viewport: NARROW, colorScheme: /** @type {const} */ ("dark") }]) {
    const { page } = await open(browser, options);
    for (const path of ["index.html", "blips/kafka.html", "blips/camel.html", "reviews.html", "people/bob.html", "people/swift.html", "teams/web.html"]) {
      await page.goto(site.url + path);
      await page.$$eval("details", (all) => all.forEach((details) => details.closest("form") || (/** @type {HTMLDetailsElement} */ (details).open = true)));
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate("axe.run(document)");
      assert.deepEqual(violations.map(({ id, nodes }) => [path, id, nodes.map(({ html }) => html)]), []);
    }
    await page.context().close();
  }
});
