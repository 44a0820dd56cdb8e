// @ts-check
// The search, which is on every page: what it finds, how it shows it, and by which keys.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { NARROW, WIDE, launch, open } from "./browser.js";
import { tabTo } from "./keys.js";
import { PAGES, build, serve, temporary } from "./site.js";

const axe = createRequire(import.meta.url)("axe-core");
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

/**
 * Types into the search, as a person would, and returns the finds once they are those of the query.
 * @param {import("playwright-core").Page} page
 * @param {string} query
 */
async function find(page, query) {
  await page.keyboard.press("/");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.type(query);
  return finds(page);
}

/** @param {import("playwright-core").Page} page */
async function finds(page) {
  await page.waitForFunction(() => !document.getElementById("find-popup")?.hidden);
  // The list follows in the next frame.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  return page.locator("#finds [role=option]").evaluateAll((options) =>
    options.map((option) => ({
      name: option.querySelector(".find-name")?.firstChild?.textContent ?? "",
      place: option.querySelector(".find-place")?.textContent ?? "",
      state: option.querySelector(".badge")?.textContent ?? "",
      mark: ["fresh", "due", "expired", "unreviewed", "retired"].find((state) => option.querySelector(`.mark.${state} :is(use, .core)`)) ?? "",
      selected: option.getAttribute("aria-selected"),
      text: option.textContent ?? "",
    })),
  );
}

/** A radar with names that people type in other ways. */
const NAMES = {
  street: 'name = "Straße als Code"\n',
  doctors: 'name = "Ärzte-Portal"\naliases = ["Weißkittel"]\n',
  noerr: 'name = "Nørrebro"\n',
  kubernetes: 'name = "Kubernetes"\n',
  records: 'name = "Architecture decision records"\n',
  models: 'name = "Large language models"\n',
  spring: 'name = "Spring Boot"\n',
  rust: 'name = "Rust"\n',
  bank: 'name = "Bank"\nsummary = "We trust it with everything."\n',
  queue: 'name = "Queues"\nsummary = "A summary of rusty words."\naliases = ["message brokers", "zz9"]\n',
};

/** What is typed, and the id of the blip that has to come first; empty if nothing may. */
const TYPED = [
  ["strasse", "Straße als Code"],
  ["STRASSE", "Straße als Code"],
  ["straße", "Straße als Code"],
  ["aerzte", "Ärzte-Portal"],
  ["arzte", "Ärzte-Portal"],
  ["ärzte", "Ärzte-Portal"],
  ["A\u0308rzte", "Ärzte-Portal"],
  ["weisskittel", "Ärzte-Portal"],
  ["norrebro", "Nørrebro"],
  ["noerrebro", "Nørrebro"],
  ["k8s", "Kubernetes"],
  ["kubernets", "Kubernetes"],
  ["adr", "Architecture decision records"],
  ["llm", "Large language models"],
  ["springboot", "Spring Boot"],
  ["boot spring", "Spring Boot"],
  ["rust", "Rust"],
  ["zz9", "Queues"],
  ["message", "Queues"],
  ["zz8", ""],
  ["lan models nothing", ""],
];

test("names are found however people write them", async () => {
  const root = temporary();
  mkdirSync(join(root, "radar/blips"), { recursive: true });
  writeFileSync(join(root, "radar/radar.toml"), 'title = "Names"\n[[quadrant]]\nid = "q"\nname = "Q"\n');
  writeFileSync(join(root, "radar/people.toml"), "");
  for (const [id, text] of Object.entries(NAMES)) writeFileSync(join(root, `radar/blips/${id}.toml`), `${text}quadrant = "q"\nring = "adopt"\nadded = 2026-01-05\n`);
  const names = await serve(build({ from: root }));
  const { page, assertFaultless } = await open(browser);
  await page.goto(names.url + "blips/bank.html");
  for (const [typed, name] of TYPED) assert.equal((await find(page, typed))[0]?.name ?? "", name, typed);
  const rusty = (await find(page, "rust")).map(({ name }) => name);
  assert.ok(rusty.includes("Queues") && !rusty.includes("Bank"), "the texts beside a name count by the beginnings of their words");
  assertFaultless();
  await page.context().close();
  names.close();
});

for (const viewport of [WIDE, { width: 1024, height: 768 }, NARROW]) {
  for (const path of [PAGES.radar, PAGES.quadrant, PAGES.blip, PAGES.reviews]) {
    test(`the finds are in sight: ${path} at ${viewport.width} px`, async () => {
      const { page, assertFaultless } = await open(browser, { viewport });
      await page.goto(site.url + path);
      const [first] = await find(page, "terraform");
      assert.deepEqual([first.name, first.place, first.selected], ["Terraform", "Hold, Tools", "true"]);
      const box = await page.locator("#finds [role=option]").first().boundingBox();
      assert.ok(box && box.y >= 0 && box.y + box.height <= viewport.height && box.x >= 0 && box.x + box.width <= viewport.width, JSON.stringify(box));
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/blips\/terraform\.html$/);
      assertFaultless();
      await page.context().close();
    });
  }
}

test("it is a combobox", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url + PAGES.blip);
  await tabTo(page, "#find");
  const state = () =>
    page.evaluate(() => {
      const field = /** @type {HTMLInputElement} */ (document.activeElement);
      const active = document.getElementById(field.getAttribute("aria-activedescendant") ?? "");
      const options = [...document.querySelectorAll("#finds [role=option]")];
      return {
        expanded: field.getAttribute("aria-expanded"),
        at: active ? options.indexOf(active) : -1,
        selected: options.filter((option) => option.getAttribute("aria-selected") === "true").map((option) => options.indexOf(option)),
        value: field.value,
        role: field.getAttribute("role"),
      };
    });
  assert.deepEqual(await state(), { expanded: "false", at: -1, selected: [], value: "", role: "combobox" });
  await page.keyboard.type("e");
  const all = await finds(page);
  assert.equal(all.length, 9, "eight, and one for all");
  assert.deepEqual(await state(), { expanded: "true", at: 0, selected: [0], value: "e", role: "combobox" });
  assert.match((await page.textContent("#find-status")) ?? "", /^\d+ blips found$/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.equal((await state()).at, 2);
  for (let up = 0; up < 3; up += 1) await page.keyboard.press("ArrowUp");
  assert.equal((await state()).at, 8, "around");
  await page.evaluate(axe.source);
  assert.deepEqual(await page.evaluate(async () => (await /** @type {any} */ (window).axe.run()).violations.map(({ id }) => id)), []);
  await page.keyboard.press("Escape");
  assert.deepEqual(await state(), { expanded: "false", at: -1, selected: [], value: "e", role: "combobox" });
  await page.keyboard.press("ArrowDown");
  assert.equal((await state()).expanded, "true");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  assert.equal((await state()).value, "");
  await page.keyboard.type("e");
  await finds(page);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForURL(/index\.html\?q=e$/);
  assertFaultless();
  await page.context().close();
});

test("a click on a find opens it, and Ctrl opens it in another tab", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url + PAGES.reviews);
  await find(page, "kafka");
  const [tab] = await Promise.all([page.context().waitForEvent("page"), page.click("#find-1", { modifiers: ["Control"] })]);
  await tab.waitForURL(/kafka/);
  assert.match(page.url(), /reviews/);
  await find(page, "kafka");
  await page.click("#find-1");
  await page.waitForURL(/\/blips\/kafka\.html$/);
  assertFaultless();
  await page.context().close();
});

test("a find shows its freshness on the reader's day, and retired ones are found too", async () => {
  const { page, assertFaultless } = await open(browser, { today: "2028-01-01" });
  await page.goto(site.url + PAGES.about);
  const [kafka] = await find(page, "kafka");
  assert.deepEqual([kafka.state, kafka.mark], ["expired", "expired"]);
  const [hadoop] = await find(page, "hadoop");
  assert.deepEqual([hadoop.name, hadoop.state, hadoop.mark], ["Hadoop", "retired", "retired"]);
  assertFaultless();
  await page.context().close();
  const { page: now } = await open(browser);
  await now.goto(site.url + PAGES.about);
  assert.equal((await find(now, "kafka"))[0].state, "fresh");
  await now.context().close();
});

test("the index is loaded at the first focus, and pages from the disk have it too", async () => {
  const { page, assertFaultless } = await open(browser);
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(site.url, { waitUntil: "networkidle" });
  assert.ok(!asked.some((url) => url.includes("search-index")));
  assert.equal((await find(page, "kafka"))[0].name, "Apache Kafka");
  assert.equal(asked.filter((url) => url.includes("search-index")).length, 1);
  await page.goto(pathToFileURL(join(built, PAGES.blip)).href);
  assert.equal((await find(page, "otel"))[0].name, "OpenTelemetry");
  await page.keyboard.press("Enter");
  await page.waitForURL(/^file:.*\/blips\/opentelemetry\.html$/);
  assertFaultless();
  await page.context().close();
});

test("on the home page the chart shows all that is found, and Back undoes a word at once", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(site.url);
  const shown = () => page.locator(".drawing > .chart .blip:not(.filtered-out)").count();
  const all = await shown();
  await find(page, "event");
  const found = await shown();
  assert.ok(found > 0 && found < 10 && found < all);
  assert.match(page.url(), /\?q=event$/);
  await page.goBack();
  await page.waitForFunction(() => !location.search);
  assert.equal(await page.inputValue("#find"), "");
  await page.waitForFunction((all) => document.querySelectorAll(".drawing > .chart .blip:not(.filtered-out)").length === all, all);
  assertFaultless();
  await page.context().close();
});
