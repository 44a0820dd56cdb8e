// @ts-check
// Measures the home page and prints a table: the bytes of a first visit, and how long the script takes to filter and to
// show another day. This is no test: the times depend on the machine.

import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { launch, open } from "./browser.js";
import { build, serve, temporary } from "./site.js";
import { TODAY, write } from "./volumes.js";

const browser = await launch();
console.log("| page of | loads, gzip | of which script | requests | filter: median, most | typing | another day |\n|---|---|---|---|---|---|---|");
for (const from of [34, 32]) {
  const root = temporary();
  write(root, { from, keep: true, texts: true });
  const out = build({ from: root, today: TODAY });
  const site = await serve(out);
  const { page, assertFaultless } = await open(browser, { today: TODAY });
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(site.url, { waitUntil: "networkidle" });
  const files = [...asked].map((path) => (path.endsWith("/") ? "index.html" : `assets/${basename(path)}`));
  // Fonts are compressed already; a server compresses texts.
  const weigh = (/** @type {string} */ file) => {
    const bytes = readFileSync(join(out, file));
    return file.endsWith(".woff2") ? bytes.length : gzipSync(bytes, { level: 9 }).length;
  };
  const total = files.reduce((sum, file) => sum + weigh(file), 0);
  const script = files.filter((file) => file.endsWith(".js")).reduce((sum, file) => sum + weigh(file), 0);
  const times = await page.evaluate(async () => {
    const form = /** @type {HTMLFormElement} */ (document.getElementById("finder"));
    const find = /** @type {HTMLInputElement} */ (document.getElementById("find"));
    const flagged = /** @type {HTMLInputElement} */ (form.elements.namedItem("flagged"));
    const slider = /** @type {HTMLInputElement} */ (document.querySelector("#timeline [type=range]"));
    const run = async (/** @type {EventTarget} */ target, /** @type {(at: number) => void} */ set) => {
      const times = [];
      for (let at = 0; at < 31; at += 1) {
        set(at);
        const start = performance.now();
        target.dispatchEvent(new Event("input", { bubbles: true }));
        // Another day is shown in a task of its own, once its data is loaded.
        await null;
        times.push(performance.now() - start);
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      }
      times.sort((one, other) => one - other);
      return `${times[15].toFixed(1)} ms, ${times[30].toFixed(1)} ms`;
    };
    slider.value = "10";
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    while (typeof radarHistory === "undefined") await new Promise((resolve) => setTimeout(resolve, 20));
    const day = await run(slider, (at) => (slider.value = String(20 + 9 * at)));
    const filter = await run(form, (at) => (flagged.checked = at % 2 === 1));
    flagged.checked = false;
    find.focus();
    const typing = await run(form, (at) => (find.value = at % 2 ? "kubernets" : "kubernet"));
    return { filter, typing, day };
  });
  const blips = await page.locator(".chart .blip").count();
  console.log(`| ${blips} blips | ${total} B | ${script} B | ${files.length} | ${times.filter} | ${times.typing} | ${times.day} |`);
  assertFaultless();
  await page.context().close();
  site.close();
}
await browser.close();
