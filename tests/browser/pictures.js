// @ts-check
// Takes the pictures of the README: the repository's own radar on a fixed day, by a clock of that day.

import { fileURLToPath } from "node:url";
import { launch, open } from "./browser.js";
import { PAGES, build, serve } from "./site.js";

const PICTURES = [
  { name: "radar.png", path: PAGES.radar, height: 900 },
  { name: "blip.png", path: PAGES["imposed blip"], height: 1100 },
];

const site = await serve(build());
const browser = await launch();
for (const { name, path, height } of PICTURES) {
  const { page, assertFaultless } = await open(browser, { viewport: { width: 1440, height } });
  await page.goto(site.url + path);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.screenshot({ path: fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)) });
  assertFaultless();
}
await browser.close();
site.close();
