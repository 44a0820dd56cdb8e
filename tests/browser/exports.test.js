// @ts-check
// The files for other programs: Backstage's plugin and its types take what the site publishes for it.

import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { TechRadarLoaderResponseParser } from "@backstage-community/plugin-tech-radar-common";
import ts from "typescript";
import { REPOSITORY, build, temporary } from "./site.js";

const BASE_URL = "https://example.org/radar/";

/** A radar with fewer quadrants than the plugin draws, and a link of every kind. */
const SMALL = {
  "radar.toml": `title = "Ours"
base_url = "${BASE_URL}"
quadrant = [{ id = "tools", name = "Tools" }]
[site]
exports = ["backstage"]
`,
  "blips/make.toml": `name = "Make"
quadrant = "tools"
ring = "trial"
added = 2026-01-01
description = "See [[make|this]], [the queue](reviews.html), ![a chart](chart.svg) and [a site](https://example.net/)."
`,
  "images/chart.svg": '<svg xmlns="http://www.w3.org/2000/svg" />',
};

/** @type {Record<string, any>} What the repository's radar and the small one publish. */
const published = {};

before(() => {
  const whole = temporary();
  cpSync(join(REPOSITORY, "radar"), join(whole, "radar"), { recursive: true });
  appendFileSync(join(whole, "radar/radar.toml"), '\n[site]\nexports = ["backstage"]\n');
  const small = temporary();
  for (const [path, text] of Object.entries(SMALL)) {
    mkdirSync(join(small, "radar", path, ".."), { recursive: true });
    writeFileSync(join(small, "radar", path), text);
  }
  for (const [name, site] of [
    ["relative", build({ from: whole })],
    ["absolute", build({ from: whole, baseUrl: BASE_URL })],
    ["small", build({ from: small })],
  ]) {
    published[name] = JSON.parse(readFileSync(join(site, "backstage.json"), "utf8"));
  }
});

test("the plugin's parser takes the file, and knows every key of it", () => {
  for (const [name, radar] of Object.entries(published)) {
    const parsed = TechRadarLoaderResponseParser.parse(radar);
    // The parser drops what it does not know. The plugin's documentation has the title, its parser does not.
    const { title, ...known } = radar;
    assert.ok(title, name);
    const kept = JSON.parse(JSON.stringify(parsed), (key, value) => (key === "date" ? value.slice(0, 10) : value));
    assert.deepEqual(kept, known, name);
  }
});

test("the plugin draws what the file has", () => {
  for (const [name, radar] of Object.entries(published)) {
    // It reads the fourth quadrant whether there is one or not, and finds everything else by its id.
    assert.equal(radar.quadrants.length, 4, name);
    const ids = (list) => new Set(list.map((item) => item.id));
    const [quadrants, rings] = [ids(radar.quadrants), ids(radar.rings)];
    assert.equal(quadrants.size, 4, name);
    assert.ok(radar.entries.length > 0, name);
    for (const { id, quadrant, timeline } of radar.entries) {
      assert.ok(quadrants.has(quadrant) && timeline.length > 0, `${name}: ${id}`);
      const days = timeline.map((snapshot) => snapshot.date);
      assert.deepEqual(days, [...days].sort().reverse(), `${name}: ${id}: the newest first`);
      for (const { ringId, date } of timeline) {
        assert.ok(rings.has(ringId) && /^\d{4}-\d\d-\d\d$/.test(date), `${name}: ${id}`);
      }
    }
  }
});

test("every link leads to a full address, or there is none", () => {
  for (const [name, radar] of Object.entries(published)) {
    const texts = radar.entries.flatMap((entry) => [entry, ...entry.timeline].map((item) => item.description ?? ""));
    const targets = texts.flatMap((text) => [...text.matchAll(/\]\(<?([^)>]*)/g)].map((match) => match[1]));
    const links = radar.entries.flatMap((entry) => [entry.url ?? BASE_URL, ...entry.links.map((link) => link.url)]);
    for (const target of [...targets, ...links]) assert.match(target, /^(https?:|mailto:|tel:)/, name);
    assert.ok(!texts.some((text) => text.includes("[[")), name);
    const pages = radar.entries.filter((entry) => entry.url === `${BASE_URL}blips/${entry.id}.html`);
    assert.equal(pages.length, name === "relative" ? 0 : radar.entries.length, name);
  }
  const own = published.absolute.entries.flatMap((entry) => [entry, ...entry.timeline]);
  assert.ok(own.some((item) => item.description?.includes(`](${BASE_URL}blips/`)));
  const image = `[a chart](${BASE_URL}images/chart.svg)`;
  assert.equal(
    published.small.entries[0].description,
    `See [this](${BASE_URL}blips/make.html), [the queue](${BASE_URL}reviews.html), ${image} and [a site](https://example.net/).`,
  );
});

test("the types of the plugin accept the file", () => {
  for (const [name, radar] of Object.entries(published)) assert.deepEqual(typeErrors(radar), [], name);
});

test("the types of the plugin refuse what is not theirs", () => {
  const broken = (change) => change(structuredClone(published.small));
  for (const [message, radar] of [
    [/'color' is missing/, broken((radar) => (delete radar.rings[0].color, radar))],
    [/note"?' does not exist/, broken((radar) => ((radar.entries[0].timeline[0].note = ""), radar))],
    [/not assignable to type/, broken((radar) => ((radar.entries[0].timeline[0].moved = 2), radar))],
    [/not assignable to type/, broken((radar) => ((radar.entries[0].timeline[0].date = 2026), radar))],
  ]) {
    assert.match(typeErrors(radar).join("\n"), /** @type {RegExp} */ (message));
  }
});

/**
 * Checks data against the types of the plugin, as a program that is written with them would be.
 * @param {object} radar
 * @returns {string[]} the messages of the compiler
 */
function typeErrors(radar) {
  const program = `
    import type { TechRadarLoaderResponse } from "@backstage-community/plugin-tech-radar-common";
    type Json<T> = T extends Date ? string : T extends string | number ? T
      : T extends (infer Item)[] ? Json<Item>[] : { [Key in keyof T]: Json<T[Key]> };
    export const radar: Json<TechRadarLoaderResponse> & { title: string } = ${JSON.stringify(radar)};
  `;
  // Its place decides where the compiler looks for the package.
  const path = fileURLToPath(new URL("published.ts", import.meta.url)).replaceAll("\\", "/");
  const options = {
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    noEmit: true,
    skipLibCheck: true,
    strict: true,
    target: ts.ScriptTarget.ES2023,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, ...how) =>
    name === path ? ts.createSourceFile(name, program, ts.ScriptTarget.ES2023) : getSourceFile.call(host, name, ...how);
  host.fileExists = (name) => name === path || fileExists.call(host, name);
  host.readFile = (name) => (name === path ? program : readFile.call(host, name));
  const compiled = ts.createProgram([path], options, host);
  return ts.getPreEmitDiagnostics(compiled).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
