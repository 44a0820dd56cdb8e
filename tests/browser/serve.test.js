// @ts-check
// `radar serve` as a browser sees it: pages update after each save and keep their place.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, beforeEach, test } from "node:test";
import { launch, open } from "./browser.js";
import { enterChart, tabTo } from "./keys.js";
import { RADAR, REPOSITORY, TODAY } from "./site.js";

const KUBERNETES = "radar/blips/platform/kubernetes.toml";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let preview;
before(async () => {
  browser = await launch();
});
beforeEach(async () => {
  preview?.close();
  preview = await serve();
});
after(async () => {
  await browser.close();
  preview.close();
});

test("a save updates the page, which keeps its place", async () => {
  const { page, assertFaultless } = await openPage("index.html");
  await tabTo(page, ".lists .index a");
  await page.evaluate(() => scrollTo(0, 700));
  const focused = await focusOf(page);
  preview.edit(KUBERNETES, (text) => text.replace(/^(name *= *)"Kubernetes"/m, '$1"Kubernetez"'));
  await page.waitForFunction(() => document.body.textContent?.includes("Kubernetez"));
  await page.waitForFunction(() => document.activeElement !== document.body);
  assert.equal(await page.evaluate(() => scrollY), 700);
  assert.equal(await focusOf(page), focused);
  assertFaultless();
  await page.context().close();
});

test("the filter, open parts and the blip that has the focus stay", async () => {
  const { page, assertFaultless } = await openPage("index.html?ring=adopt");
  await page.locator("details").first().evaluate((details) => details.setAttribute("open", ""));
  await enterChart(page);
  const focused = await focusOf(page);
  preview.edit(KUBERNETES, (text) => text.replace(/^name *= *".*"/m, 'name = "Another name"'));
  await page.waitForFunction(() => document.body.textContent?.includes("Another name"));
  await page.waitForFunction(() => document.activeElement !== document.body);
  assert.equal(await focusOf(page), focused);
  assert.match(page.url(), /\?ring=adopt$/);
  assert.equal(await page.locator("details").first().getAttribute("open"), "");
  assertFaultless();
  await page.context().close();
});

test("an unchanged page is not loaded again", async () => {
  const { page, assertFaultless } = await openPage("about.html");
  const other = await openPage("blips/kubernetes.html");
  await mark(page);
  preview.edit(KUBERNETES, (text) => text.replace('description = """', 'description = """\nOne more sentence.\n'));
  await other.page.waitForFunction(() => document.body.textContent?.includes("One more sentence."));
  await settled(page);
  assert.ok(await isMarked(page));
  assertFaultless();
  other.assertFaultless();
  await page.context().close();
  await other.page.context().close();
});

test("an error appears on top of the last good page, as text, and disappears when it is fixed", async () => {
  const { page, assertFaultless } = await openPage("blips/kubernetes.html");
  await mark(page);
  const good = preview.read(KUBERNETES);
  preview.edit(KUBERNETES, (text) => text.replace(/^ring *=.*$/m, 'ring = "<img src=x onerror=alert(1)>"'));
  const overlay = page.locator("radar-problems");
  await overlay.locator("h2").first().waitFor();
  const text = await overlay.locator("ol").innerText();
  assert.match(text, /error\[unknown-ring\]/);
  assert.match(text, /radar\/blips\/platform\/kubernetes\.toml:\d+:\d+/);
  assert.match(text, /ring = "<img src=x onerror=alert\(1\)>"/);
  assert.equal(await overlay.locator("img").count(), 0);
  assert.match((await overlay.locator("a").first().getAttribute("href")) ?? "", /^vscode:\/\/file\/.*kubernetes\.toml:\d+:\d+$/);
  // The style sheet of the overlay is not kept out by the page's policy.
  await page.waitForFunction(() => {
    const host = document.querySelector("radar-problems");
    return host && getComputedStyle(host).position === "fixed";
  });
  assert.ok(await page.locator("main").isVisible());
  preview.edit(KUBERNETES, () => good);
  await overlay.waitFor({ state: "detached" });
  assert.ok(await isMarked(page), "the same page as before");
  assertFaultless();
  await page.context().close();
});

test("style sheets are swapped in", async () => {
  const { page, assertFaultless } = await openPage("index.html");
  await mark(page);
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--paper"));
  for (const colour of ["#123456", "#654321"]) {
    preview.edit("themes/default/theme.toml", () => `[light]\npaper = "${colour}"\n`);
    await page.waitForFunction(
      (colour) => getComputedStyle(document.documentElement).getPropertyValue("--paper") === colour,
      colour,
    );
  }
  await page.waitForFunction(() => document.querySelectorAll("link[rel=stylesheet]").length === 1);
  assert.equal(await paper(), "#654321");
  assert.ok(await isMarked(page), "the same page as before");
  assertFaultless();
  await page.context().close();
});

test("twenty tabs follow, and so does one that comes back from the history", async () => {
  const { page, assertFaultless } = await openPage("about.html");
  const context = page.context();
  const tabs = [page];
  while (tabs.length < 20) {
    const tab = await context.newPage();
    await tab.goto(`${preview.url}about.html`);
    tabs.push(tab);
  }
  const away = tabs[7];
  await away.goto(`${preview.url}reviews.html`);
  preview.edit("radar/about.md", () => "Twenty of them.\n");
  const followed = tabs.filter((tab) => tab !== away);
  await Promise.all(followed.map((tab) => tab.waitForFunction(() => document.body.textContent?.includes("Twenty of them."))));
  await away.goBack();
  await away.waitForFunction(() => document.body.textContent?.includes("Twenty of them."));
  assertFaultless();
  await context.close();
});

test("a page reconnects to the server", async () => {
  const { page } = await openPage("about.html");
  const { port } = new URL(preview.url);
  await preview.stop();
  preview.edit("radar/about.md", () => "Written while nobody was there.\n");
  await preview.start(port);
  await page.waitForFunction(() => document.body.textContent?.includes("Written while nobody was there."));
  await page.context().close();
});

test("the first build may fail", async () => {
  const good = preview.read("radar/radar.toml");
  await preview.stop();
  preview.edit("radar/radar.toml", () => "title = \n");
  await preview.start();
  const { page } = await open(browser);
  await page.goto(preview.url);
  await page.locator("radar-problems h2").first().waitFor();
  preview.edit("radar/radar.toml", () => good);
  await page.locator(".chart.whole").waitFor();
  assert.equal(await page.locator("radar-problems").count(), 0);
  await page.context().close();
});

/** Opens a page of the preview, and waits until it has asked for the state. @param {string} path */
async function openPage(path) {
  const tab = await open(browser);
  const answered = tab.page.waitForResponse(/_radar\/state/);
  await tab.page.goto(preview.url + path);
  await answered;
  return tab;
}

/** Waits until a page has asked for the state once more. @param {import("playwright-core").Page} page */
async function settled(page) {
  const answered = page.waitForResponse(/_radar\/state/);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await answered;
}

/** Marks a page, to find out later whether it was loaded again. @param {import("playwright-core").Page} page */
function mark(page) {
  return page.evaluate(() => document.body.setAttribute("data-marked", ""));
}

/** @param {import("playwright-core").Page} page */
function isMarked(page) {
  return page.evaluate(() => document.body.hasAttribute("data-marked"));
}

/** @param {import("playwright-core").Page} page */
function focusOf(page) {
  return page.evaluate(() => document.activeElement?.getAttribute("href") ?? document.activeElement?.localName);
}

/** Serves a copy of the repository's radar. */
async function serve() {
  const root = mkdtempSync(join(tmpdir(), "radar-serve-"));
  cpSync(join(REPOSITORY, "radar"), join(root, "radar"), { recursive: true });
  /** @type {import("node:child_process").ChildProcess} */
  let program;
  const preview = {
    url: "",
    read: (/** @type {string} */ path) => readFileSync(join(root, path), "utf8"),
    /** Replaces the text of a file by what `change` returns. @param {string} path @param {(text: string) => string} change */
    edit(path, change) {
      const file = join(root, path);
      let text = "";
      try {
        text = readFileSync(file, "utf8");
      } catch {
        mkdirSync(dirname(file), { recursive: true });
      }
      const changed = change(text);
      assert.ok(changed !== text, path);
      writeFileSync(file, changed);
    },
    async start(/** @type {string} */ port = "0") {
      const options = ["-C", root, "serve", "--today", TODAY, "--port", port, "--editor", "vscode"];
      program = spawn(RADAR, options, { stdio: ["ignore", "ignore", "pipe"] });
      const lines = createInterface({ input: /** @type {import("node:stream").Readable} */ (program.stderr) });
      preview.url = await new Promise((resolve, reject) => {
        lines.on("line", (line) => {
          const [url] = line.match(/http:\S+\//) ?? [];
          if (url) resolve(url);
        });
        program.on("exit", (code) => reject(new Error(`radar serve ended: ${code}`)));
      });
    },
    stop() {
      const ended = new Promise((resolve) => program.once("exit", resolve));
      program.kill();
      return ended;
    },
    close() {
      program.kill();
      rmSync(root, { recursive: true, force: true });
    },
  };
  await preview.start();
  return preview;
}
