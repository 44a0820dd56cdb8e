// @ts-check
// Prints pages to PDF in either browser, and reads what is on the sheets: by poppler's programs.

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { IS_FIREFOX } from "./browser.js";
import { temporary } from "./site.js";

/** Papers, upright, in inches. */
export const PAPERS = { A4: [8.27, 11.69], A3: [11.69, 16.54], Letter: [8.5, 11] };
const folder = temporary();
/** Points in an inch. */
const POINTS = 72;

/** @typedef {{ sheet: number, text: string, size: number, left: number, top: number, right: number, bottom: number }} Printed A text, in points */

/**
 * Prints a page. The margin of the sheet is that of the style sheet.
 * @param {import("playwright-core").Page} page
 * @param {keyof PAPERS} paper
 * @param {boolean} [landscape]
 */
export async function print(page, paper, landscape = false) {
  // Playwright sends inches where WebDriver BiDi expects centimetres.
  const unit = IS_FIREFOX ? 2.54 : 1;
  const [width, height] = PAPERS[paper].map((inches) => `${inches * unit}in`);
  const size = landscape && !IS_FIREFOX ? { width: height, height: width } : { width, height, landscape };
  const file = join(folder, "print.pdf");
  writeFileSync(file, await page.pdf({ ...size, printBackground: true }));
  return { file, ...read(file) };
}

/** Reads a PDF: how many sheets it has, their size in points, and their texts. @param {string} file */
function read(file) {
  const info = execFileSync("pdfinfo", [file], { encoding: "utf8" });
  const sheets = Number(/^Pages:\s+(\d+)/m.exec(info)?.[1]);
  const [, width, height] = (/^Page size:\s+([\d.]+) x ([\d.]+)/m.exec(info) ?? []).map(Number);
  // The program rounds to whole pixels, of which there are three in a point here.
  const zoom = 3;
  const xml = execFileSync("pdftohtml", ["-xml", "-i", "-stdout", "-hidden", "-zoom", `${zoom}`, file], { encoding: "utf8", maxBuffer: 1 << 26 });
  /** @type {Printed[]} */
  const texts = [];
  const sizes = new Map([...xml.matchAll(/<fontspec id="(\d+)" size="(-?\d+)"/g)].map(([, id, size]) => [id, Number(size) / zoom]));
  let sheet = 0;
  for (const [tag, top, left, width, height, font, inner] of xml.matchAll(
    /<page |<text top="(-?\d+)" left="(-?\d+)" width="(-?\d+)" height="(-?\d+)" font="(\d+)">(.*?)<\/text>/g,
  )) {
    if (tag === "<page ") {
      sheet += 1;
      continue;
    }
    const at = [left, top, Number(left) + Number(width), Number(top) + Number(height)].map((side) => Number(side) / zoom);
    texts.push({ sheet, text: plain(inner), size: sizes.get(font) ?? 0, left: at[0], top: at[1], right: at[2], bottom: at[3] });
  }
  return { sheets, width, height, texts };
}

/** @param {string} html */
function plain(html) {
  const text = html.replace(/<[^>]*>/g, "").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"');
  return text.replaceAll("&amp;", "&").replace(/\s+/g, " ").trim();
}

export { POINTS };
