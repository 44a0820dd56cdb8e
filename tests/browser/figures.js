// @ts-check
// Measures the home page and prints tables: what a screen of each size shows, what a visit loads, and how long the script
// takes. This is no test: the times depend on the machine, and the tests hold the bounds.
//
//     node figures.js            all radars
//     node figures.js 30 34      volumes 30 and 34 alone

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { launch, open } from "./browser.js";
import { faults, measure } from "./boxes.js";
import { RADAR, REPOSITORY, TODAY as DEMONSTRATION, build, serve, temporary } from "./site.js";
import { LAST, TODAY, write } from "./volumes.js";

/** The sizes of screens, in CSS pixels: phones, tablets, laptops and larger. */
const SCREENS = [[320, 640], [390, 844], [768, 1024], [1024, 768], [1440, 1000], [1920, 1080]];
/** On these and larger ones, all dots, the legend and the timeline have to be in sight at once. */
const FIRST_SCREENS = [[1120, 660], [1366, 768], [1440, 900], [1920, 1080]];

/** @typedef {{ name: string, root: () => string, today: string }} Radar */

/** The radars that are measured. @returns {Radar[]} */
function radars() {
  const of = (/** @type {Parameters<typeof write>[1]} */ what) => () => {
    const root = temporary();
    write(root, what);
    return root;
  };
  const wanted = process.argv.slice(2).map(Number);
  const volumes = Array.from({ length: LAST }, (_, at) => at + 1).map((n) => ({ name: `volume ${n}`, root: of({ from: n, to: n, texts: true }), today: TODAY }));
  if (wanted.length) return wanted.map((n) => volumes[n - 1]);
  return [
    { name: "demonstration", root: () => REPOSITORY, today: DEMONSTRATION },
    { name: "radar init", root: init, today: DEMONSTRATION },
    ...volumes,
    { name: "volumes 32 to 34", root: of({ from: 32, keep: true, texts: true }), today: TODAY },
    { name: "500 blips", root: of({ from: 29, keep: true, texts: true, most: 500 }), today: TODAY },
    { name: "all volumes", root: of({ keep: true, texts: true }), today: TODAY },
  ];
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
      drawing: charts.length > 1 ? `${charts.length} slices` : "square",
      blips,
      named: labels.length,
      least: pixels.length ? Math.min(...pixels) : 0,
      rings: all(".ring-name").filter(visible).length,
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

/** How long the script takes: the median and the most of 31 runs, in milliseconds. @param {import("playwright-core").Page} page */
async function times(page) {
  return page.evaluate(async () => {
    const form = /** @type {HTMLFormElement} */ (document.getElementById("finder"));
    const find = /** @type {HTMLInputElement} */ (document.getElementById("find"));
    const flagged = /** @type {HTMLInputElement} */ (form.elements.namedItem("flagged"));
    const slider = /** @type {HTMLInputElement} */ (document.querySelector("#timeline [type=range]"));
    /** Counts the script of the event and of the frame after it. @param {EventTarget} target @param {(at: number) => void} set */
    const run = async (target, set) => {
      const times = [];
      for (let at = 0; at < 31; at += 1) {
        set(at);
        const start = performance.now();
        target.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise((resolve) => requestAnimationFrame(() => resolve(undefined)));
        const channel = new MessageChannel();
        const painted = new Promise((resolve) => (channel.port1.onmessage = () => resolve(undefined)));
        channel.port2.postMessage(0);
        await painted;
        times.push(performance.now() - start);
      }
      times.sort((one, other) => one - other);
      return `${times[15].toFixed(0)}, ${times[30].toFixed(0)}`;
    };
    let day = "none";
    if (slider && Number(slider.max) > 300) {
      slider.value = "10";
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      while (typeof radarHistory === "undefined") await new Promise((resolve) => setTimeout(resolve, 20));
      day = await run(slider, (at) => (slider.value = String(20 + 9 * at)));
    }
    const filter = await run(flagged, (at) => (flagged.checked = at % 2 === 1));
    flagged.checked = false;
    find.focus();
    const typing = await run(find, (at) => (find.value = at % 2 ? "kubernets" : "kubernet"));
    return { filter, typing, day };
  });
}

/** Bytes as a server sends them: fonts are compressed already. @param {string} file */
function weigh(file) {
  const bytes = readFileSync(file);
  return file.endsWith(".woff2") ? 0 : gzipSync(bytes, { level: 9 }).length;
}

const browser = await launch();
/** @type {string[]} */
const loads = [];
console.log("| radar | blips | screen | drawing | named | least px | ring names | straddle | elsewhere | over the rim | overlaps | sideways px |");
console.log("|---|---|---|---|---|---|---|---|---|---|---|---|");
for (const { name, root, today } of radars()) {
  const out = build({ from: root(), today });
  const site = await serve(out);
  const { page, assertFaultless } = await open(browser, { today });
  /** @type {Set<string>} */
  const asked = new Set();
  page.on("request", (request) => asked.add(new URL(request.url()).pathname));
  await page.goto(site.url, { waitUntil: "networkidle" });
  const files = [...asked].map((path) => join(out, path.endsWith("/") ? "index.html" : `assets/${basename(path)}`));
  const [total, script] = ["", ".js"].map((end) => files.filter((file) => file.endsWith(end)).reduce((sum, file) => sum + weigh(file), 0));
  for (const [width, height] of SCREENS) {
    await page.setViewportSize({ width, height });
    const { blips, ...one } = await seen(page);
    const overlaps = faults(await measure(page)).length;
    const part = blips ? ((100 * one.straddling) / blips).toFixed(0) : "0";
    console.log(
      `| ${name} | ${blips} | ${width} | ${one.drawing} | ${one.named} | ${one.least.toFixed(1)} | ${one.rings} | ${one.straddling} (${part} %) | ${one.elsewhere} | ${one.over} | ${overlaps} | ${one.sideways} |`,
    );
  }
  const firsts = [];
  for (const [width, height] of FIRST_SCREENS) {
    await page.setViewportSize({ width, height });
    await page.evaluate(() => scrollTo(0, 0));
    const { dots, blips, legend, timeline } = await seen(page);
    firsts.push(`${dots} of ${blips}${legend ? "" : ", no legend"}${timeline ? "" : ", no timeline"}`);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  const { height, blips } = await seen(page);
  await page.setViewportSize({ width: 1440, height: 1000 });
  const { filter, typing, day } = await times(page);
  loads.push(`| ${name} | ${blips} | ${firsts.join(" | ")} | ${height} | ${total} | ${script} | ${filter} | ${typing} | ${day} |`);
  assertFaultless();
  await page.context().close();
  site.close();
}
await browser.close();
console.log(`\n| radar | blips | ${FIRST_SCREENS.map((size) => `dots at ${size.join(" x ")}`).join(" | ")} | px high at 390 | gzip B | script B | filter ms | typing ms | day ms |`);
console.log("|---|---|---|---|---|---|---|---|---|---|---|---|");
for (const line of loads) console.log(line);
