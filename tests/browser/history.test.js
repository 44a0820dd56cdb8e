// @ts-check
// The page of all blips by all editions: true to each edition, and readable at any width.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NARROW, WIDE, launch, open } from "./browser.js";
import { build, serve } from "./site.js";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {{ url: string, close: () => void }} */
let site;
before(async () => {
  site = await serve(build());
  browser = await launch();
});
after(async () => {
  await browser.close();
  site.close();
});

/** What each row says for each column: ring and flags. @param {import("playwright-core").Page} page */
function cells(page) {
  return page.evaluate(() => {
    const rows = [...document.querySelectorAll(".lives tbody tr:has(td)")].map((row) => {
      const states = [...row.querySelectorAll("td")].flatMap((cell) => {
        const ring = [...cell.childNodes].find((node) => node.nodeType === Node.TEXT_NODE)?.textContent ?? "";
        const marks = [...cell.querySelectorAll("i")].map((mark) => mark.textContent);
        return Array.from({ length: cell.colSpan }, () => [ring, ...marks].join(", "));
      });
      return /** @type {[string, string[]]} */ ([row.id.replace("row-", ""), states]);
    });
    return rows;
  });
}

test("every cell is what the radar said on that day", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(`${site.url}history.html`);
  const rows = await cells(page);
  const columns = await page.locator(".lives").first().locator("thead th").count();
  assert.ok(rows.every(([, states]) => states.length === columns - 1), "a cell for each column");
  const editions = await page.locator(".lives").first().locator("thead a").evaluateAll((links) =>
    links.map((link) => /** @type {HTMLAnchorElement} */ (link).href),
  );
  assert.ok(editions.length >= 2);
  for (const [at, edition] of editions.entries()) {
    await page.goto(edition);
    const drawn = await page.locator("svg.chart a.blip").evaluateAll((blips) =>
      blips.map((blip) => [/** @type {SVGElement} */ (blip).dataset.id, blip.getAttribute("aria-label"), blip.getAttribute("class")]),
    );
    const byId = new Map(drawn.map(([id, label, classes]) => [id, { label, classes }]));
    for (const [id, states] of rows) {
      const state = states[at];
      const blip = byId.get(id);
      assert.equal(state !== "", blip !== undefined, `${id} in ${edition}: "${state}"`);
      if (!blip) continue;
      const [ring, ...marks] = state.split(", ");
      assert.ok(blip.label?.includes(`, ${ring}, `), `${id}: ${state}, but ${blip.label}`);
      const classes = blip.classes?.split(" ") ?? [];
      for (const [word, name] of [["expired", "expired"], ["never reviewed", "unreviewed"], ["unreviewed", "unreviewed"]]) {
        if (marks.includes(word)) assert.ok(classes.includes(name), `${id} in ${edition}: ${state}, but ${classes}`);
      }
      const isFlagged = classes.includes("expired") || classes.includes("unreviewed");
      const isImposed = marks.some((mark) => mark.includes("imposed"));
      assert.equal(marks.length, Number(isFlagged) + Number(isImposed), `${id} in ${edition}: ${state}, but ${classes}`);
      assert.equal(isImposed, classes.includes("imposed"), `${id} in ${edition}`);
    }
  }
  assertFaultless();
});

for (const [name, viewport] of Object.entries({ wide: WIDE, phone: NARROW, narrow: { width: 320, height: 640 } })) {
  test(`names and editions stay in sight while the table scrolls in its box: ${name}`, async () => {
    const { page, assertFaultless } = await open(browser, { viewport });
    await page.goto(`${site.url}history.html`);
    const found = await page.evaluate(async () => {
      const box = /** @type {HTMLElement} */ (document.querySelector(".lives"));
      box.scrollIntoView();
      box.scrollTo(10_000, 400);
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const frame = box.getBoundingClientRect();
      const head = /** @type {Element} */ (box.querySelector("thead th:last-child")).getBoundingClientRect();
      const rows = [...box.querySelectorAll("tbody tr:has(td)")].filter((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return top >= head.bottom && bottom <= frame.bottom;
      });
      return {
        sideways: document.documentElement.scrollWidth - innerWidth,
        head: head.top - frame.top,
        right: head.right - frame.right,
        names: rows.map((row) => (row.querySelector("th")?.getBoundingClientRect().left ?? 0) - frame.left),
        last: rows.map((row) => (row.querySelector("td:last-child")?.getBoundingClientRect().width ?? 0) > 20),
      };
    });
    assert.ok(found.sideways <= 0, `the page scrolls sideways by ${found.sideways}`);
    assert.ok(Math.abs(found.head) <= 2, `the editions are ${found.head} px from the top`);
    assert.ok(found.right <= 1, "today is in sight");
    assert.ok(found.names.length > 5);
    assert.ok(found.names.every((left) => Math.abs(left) <= 1), `${found.names}`);
    assert.ok(found.last.every(Boolean));
    assertFaultless();
  });
}

test("the box is reached and scrolled by keys", async () => {
  const { page } = await open(browser, { viewport: NARROW });
  await page.goto(`${site.url}history.html`);
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement?.classList.contains("lives"))) break;
  }
  assert.equal(await page.evaluate(() => document.activeElement?.classList.contains("lives")), true);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction(() => (document.querySelector(".lives")?.scrollTop ?? 0) > 0);
});

test("retired blips are folded, and a page of one leads to its row", async () => {
  const { page } = await open(browser);
  await page.goto(`${site.url}history.html`);
  assert.equal(await page.locator("#row-hadoop").isVisible(), false);
  await page.goto(`${site.url}blips/hadoop.html`);
  await page.locator(".life-key a").click();
  await page.waitForURL(/#row-hadoop$/);
  await page.locator("#row-hadoop").waitFor({ state: "visible" });
});

test("the picture is a file of its own, with a row for each blip", async () => {
  const { page, assertFaultless } = await open(browser);
  await page.goto(`${site.url}history.html`);
  const names = await page.locator(".lives tbody th[scope=row]").allTextContents();
  const href = await page.locator(".lives-key a").getAttribute("href");
  await page.goto(site.url + href);
  const texts = await page.evaluate(() => [...document.querySelectorAll("text")].map((text) => text.textContent ?? ""));
  for (const name of names) assert.ok(texts.includes(name), `${name} is in the picture`);
  const over = await page.evaluate(() => {
    const svg = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (document.documentElement));
    const { width, height } = svg.viewBox.baseVal;
    return [...document.querySelectorAll("text, rect")].filter((element) => {
      const box = /** @type {SVGGraphicsElement} */ (element).getBBox();
      return box.x < 0 || box.y < 0 || box.x + box.width > width + 0.5 || box.y + box.height > height + 0.5;
    }).length;
  });
  assert.equal(over, 0, "nothing is cut");
  assertFaultless();
});
