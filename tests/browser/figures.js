// @ts-check
// Measures the home page and prints two tables: the charts at each width, and the page that holds them, which is what a screen
// shows first, what a visit loads, and how long the script takes. This is no test: the times depend on the machine, and the
// tests hold the bounds.
//
//     node figures.js            all radars
//     node figures.js few        all but volumes 1 to 33, which take most of the time
//     node figures.js 30 34      volumes 30 and 34 alone

import { execFileSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { launch, open } from "./browser.js";
import { faults, measure } from "./boxes.js";
import { RADAR, REPOSITORY, TODAY as DEMONSTRATION, build, serve, temporary } from "./site.js";
import { times } from "./times.js";
import { LAST, TODAY, write } from "./volumes.js";

/** The sizes of screens, in CSS pixels: phones, tablets, laptops and larger. */
const SCREENS = [[320, 640], [390, 844], [768, 1024], [1024, 768], [1440, 1000], [1920, 1080]];
/** On these and larger ones, all dots, the legend and the timeline have to be in sight at once. */
const FIRST_SCREENS = [[1120, 660], [1366, 768], [1440, 900], [1920, 1080]];
/** In a crowded radar names have room in an enlarged quadrant alone. */
const ZOOMED = { width: 1440, height: 900 };

/** @typedef {{ name: string, root: () => string, today: string, timed?: boolean }} Radar Times are of few radars: their rounds take long */

/** The radars that are measured. @returns {Radar[]} */
function radars() {
  const of = (/** @type {Parameters<typeof write>[1]} */ what) => () => {
    const root = temporary();
    write(root, what);
    return root;
  };
  const few = process.argv[2] === "few";
  const wanted = few ? [] : process.argv.slice(2).map(Number);
  const volumes = Array.from({ length: LAST }, (_, at) => at + 1).map((n) => ({ name: `volume ${n}`, root: of({ from: n, to: n, texts: true }), today: TODAY, timed: n === LAST }));
  if (wanted.length) return wanted.map((n) => volumes[n - 1]);
  return [
    { name: "demonstration", root: demonstration, today: DEMONSTRATION },
    { name: "radar init", root: init, today: DEMONSTRATION },
    ...(few ? volumes.slice(-1) : volumes),
    { name: "volumes 32 to 34", root: of({ from: 32, keep: true, texts: true }), today: TODAY },
    { name: "500 blips", root: of({ from: 29, keep: true, texts: true, most: 500 }), today: TODAY },
    { name: "all volumes", root: of({ keep: true, texts: true }), today: TODAY },
  ];
}

/** Returns a copy of the repository's radar without the themes beside it, which would not be the built-in ones. */
function demonstration() {
  const root = temporary();
  cpSync(join(REPOSITORY, "radar"), join(root, "radar"), { recursive: true });
  return root;
}

/** Returns the radar that `radar init` writes. */
function init() {
  const root = join(temporary(), "radar");
  execFileSync(RADAR, ["init", root, "--quiet"], { stdio: ["ignore", "ignore", "inherit"] });
  return root;
}

/**
 * What one screen shows.
 * @param {import("playwright-core").Page} page
 */
async function seen(page) {
  return page.evaluate(() => {
    const charts = /** @type {SVGSVGElement[]} */ ([...document.querySelectorAll("svg.chart")]).filter((chart) => chart.getBoundingClientRect().width > 0);
    const visible = (/** @type {Element} */ element) => element.getBoundingClientRect().width > 0 && getComputedStyle(element).visibility === "visible";
    const inSight = (/** @type {Element | null} */ element) => {
      const box = element?.getBoundingClientRect();
      return !!box && box.width > 0 && box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;
    };
    const all = (/** @type {string} */ what) => charts.flatMap((chart) => [...chart.querySelectorAll(what)]);
    const blips = new Set(all("a.blip").map((blip) => blip.getAttribute("data-id"))).size;
    const labels = all(".blip-label").filter(visible);
    const pixels = labels.map((label) => {
      const scale = /** @type {SVGTextElement} */ (label).getScreenCTM()?.a ?? 0;
      return parseFloat(getComputedStyle(label).fontSize) * scale;
    });
    let [straddling, elsewhere, over] = [0, 0, 0];
    for (const label of labels) {
      const chart = /** @type {SVGSVGElement} */ (label.closest("svg"));
      const link = /** @type {SVGGraphicsElement} */ (label.closest("a"));
      const move = link.transform.baseVal.consolidate()?.matrix;
      const box = /** @type {SVGTextElement} */ (label).getBBox();
      const [x, y] = [box.x + (move?.e ?? 0) - Number(chart.dataset.cx), box.y + (move?.f ?? 0) - Number(chart.dataset.cy)];
      const radii = [0, ...(chart.dataset.radii ?? "").split(",").map(Number)];
      const ring = Number(link.dataset.ring);
      const nearX = Math.max(x, 0, -(x + box.width));
      const nearY = Math.max(y, 0, -(y + box.height));
      const near = Math.hypot(nearX, nearY);
      const far = Math.hypot(Math.max(Math.abs(x), Math.abs(x + box.width)), Math.max(Math.abs(y), Math.abs(y + box.height)));
      if (radii.slice(1).some((radius) => near < radius && radius < far)) straddling += 1;
      if (far > radii[radii.length - 1]) over += 1;
      const inside = Array.from({ length: 100 }, (_, at) => Math.hypot(x + (box.width * (at + 0.5)) / 100, y + box.height / 2)).filter((at) => at >= radii[ring] && at <= radii[ring + 1]);
      if (inside.length < 50) elsewhere += 1;
    }
    return {
      blips,
      named: labels.length,
      least: pixels.length ? Math.min(...pixels) : 0,
      drawings: charts.length,
      rings: all(".ring-name").filter(visible).length,
      ringsInUse: charts.length * (charts[0]?.dataset.radii ?? "").split(",").filter(Boolean).length,
      straddling,
      elsewhere,
      over,
      dots: all(".blip-dot").filter(inSight).length,
      legend: inSight(document.querySelector(".legend")),
      timeline: inSight(document.querySelector("#timeline")),
      sideways: document.documentElement.scrollWidth - innerWidth,
      height: document.documentElement.scrollHeight,
    };
  });
}

/**
 * Reads a page at each width.
 * @param {import("playwright-core").Page} page
 */
async function drawn(page) {
  const cells = [];
  /** @type {string[]} */
  const wrong = [];
  let last;
  for (const [width, height] of SCREENS) {
    await page.setViewportSize({ width, height });
    // The quadrants for which a phone's page has no room are folded.
    await page.evaluate(() => document.querySelectorAll("details.slice").forEach((slice) => slice.setAttribute("open", "")));
    const one = (last = await seen(page));
    cells.push(one.named ? `${one.named === one.blips ? "all" : one.named}, ${one.least.toFixed(1)} px` : "none");
    const overlaps = (await Promise.all(Array.from({ length: one.drawings }, (_, at) => measure(page, at)))).flatMap(faults);
    if (overlaps.length) wrong.push(`${width}: ${overlaps.length} overlaps`);
    if (one.sideways > 0) wrong.push(`${width}: ${one.sideways} px sideways`);
    if (one.rings !== one.ringsInUse) wrong.push(`${width}: ${one.rings} of ${one.ringsInUse} ring names`);
    if (one.over) wrong.push(`${width}: ${one.over} names over the rim`);
  }
  if (!last) throw new Error("there are no screens");
  const share = ((100 * last.straddling) / Math.max(last.blips, 1)).toFixed(0);
  return { blips: last.blips, cells: [...cells, `${last.straddling} (${share} %)`, last.elsewhere, await named(page, last), wrong.join("; ") || "none"] };
}

/**
 * How many of a crowded radar's blips have a name in an enlarged quadrant: the least share of all quadrants.
 * @param {import("playwright-core").Page} page
 * @param {{ named: number, blips: number }} whole
 */
async function named(page, whole) {
  if (whole.named === whole.blips) return "";
  await page.setViewportSize(ZOOMED);
  const address = page.url();
  let least = 1;
  for (const id of await page.evaluate(() => chartData.quadrants.map(({ id }) => id))) {
    await page.goto(`${address}?zoom=${id}`);
    await page.waitForSelector(".drawing.zoomed:not(.gliding) .zoom-hit", { state: "attached" });
    const share = await page.evaluate((id) => {
      const at = chartData.quadrants.findIndex((quadrant) => quadrant.id === id) + 1;
      const blips = document.querySelectorAll(`.drawing > .chart .sector-${at} .blip:not(.absent)`);
      return [...blips].filter((blip) => /\D/.test(blip.querySelector(".zoom-label")?.textContent ?? "")).length / Math.max(blips.length, 1);
    }, id);
    least = Math.min(least, share);
  }
  await page.goto(address);
  return `${(100 * least).toFixed(0)} %`;
}

/** What each first screen shows, and how long a phone's page is. @param {import("playwright-core").Page} page */
async function screens(page) {
  const cells = [];
  for (const [width, height] of FIRST_SCREENS) {
    await page.setViewportSize({ width, height });
    await page.evaluate(() => scrollTo(0, 0));
    const { dots, blips, named, least, legend, timeline } = await seen(page);
    const lacks = [...(legend ? [] : ["no legend"]), ...(timeline ? [] : ["no timeline"])];
    cells.push([dots === blips ? "all" : `${dots} of ${blips}`, ...(named ? [`${least.toFixed(1)} px`] : ["no names"]), ...lacks].join(", "));
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload({ waitUntil: "networkidle" });
  const { height } = await seen(page);
  return [...cells, height];
}

/** Bytes as a server sends them: fonts are compressed already. @param {string} file */
function weigh(file) {
  const bytes = readFileSync(file);
  return file.endsWith(".woff2") ? 0 : gzipSync(bytes, { level: 9 }).length;
}

/**
 * Kilobytes that a first visit loads: all of them, and the scripts.
 * @param {string} out
 * @param {Set<string>} asked the paths of its requests
 */
function weights(out, asked) {
  const files = [...asked].map((path) => join(out, path.endsWith("/") ? "index.html" : `assets/${basename(path)}`));
  return ["", ".js"].map((end) => files.filter((file) => file.endsWith(end)).reduce((sum, file) => sum + weigh(file), 0)).map((bytes) => (bytes / 1000).toFixed(1));
}

/** @param {(string | number)[]} cells */
const line = (cells) => `| ${cells.join(" | ")} |`;
/** @param {string[]} heads */
const head = (heads) => `${line(heads)}\n${line(heads.map(() => "---"))}`;

// Each radar leaves folders to delete at the end.
process.setMaxListeners(0);
const browser = await launch();
/** @type {string[]} */
const pages = [];
console.log(head(["radar", "blips", ...SCREENS.map(([width]) => `named at ${width}`), "straddle", "elsewhere", "named enlarged", "faults"]));
for (const { name, root, today, timed = true } of radars()) {
  const out = build({ from: root(), today });
  const site = await serve(out);
  const { page, assertFaultless } = await open(browser, { today });
  /** @type {Set<string>} */
  const asked = new Set();
  page.on("request", (request) => asked.add(new URL(request.url()).pathname));
  await page.goto(site.url, { waitUntil: "networkidle" });
  const bytes = weights(out, asked);
  const { blips, cells } = await drawn(page);
  console.log(line([name, blips, ...cells]));
  const shown = await screens(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  const { letter, flagged, day } = timed ? await times(page) : { letter: "", flagged: "", day: "" };
  pages.push(line([name, blips, ...shown, ...bytes, letter, flagged, day]));
  assertFaultless();
  await page.context().close();
  site.close();
}
await browser.close();
const first = FIRST_SCREENS.map((size) => `dots at ${size.join("x")}`);
console.log(`\n${head(["radar", "blips", ...first, "px high at 390", "KB gzip", "KB scripts", "letter ms", "flagged ms", "day ms"])}`);
for (const page of pages) console.log(page);
console.log("\nTimes are of the processor: script and paint and, in brackets, with style and layout; the most of several steps.");
