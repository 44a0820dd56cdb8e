// @ts-check
// How long the browser works after a letter of the search, a choice of the filter and a step of the slider: the time that the
// processor spends in the page's thread, which does not depend on what else the machine does.

/** How often each is measured: the least counts. */
const ROUNDS = 3;

/** @typedef {{ script: number, all: number }} Cost in milliseconds: of the script and of painting, and with style and layout */

/**
 * Measures each interaction, in words: the most of all its steps.
 * @param {import("playwright-core").Page} page
 */
export async function times(page) {
  const client = await page.context().newCDPSession(page);
  await client.send("Performance.enable", { timeDomain: "threadTicks" });
  /** @returns {Promise<Cost>} */
  const read = async () => {
    const { metrics } = await client.send("Performance.getMetrics");
    const [all, style, layout] = ["TaskDuration", "RecalcStyleDuration", "LayoutDuration"].map((name) => (metrics.find((metric) => metric.name === name)?.value ?? 0) * 1000);
    return { all, script: all - style - layout };
  };
  const result = {
    letter: await most(page, read, "#find", "kubernetes".split("").map((_, at) => "kubernetes".slice(0, at + 1))),
    flagged: await most(page, read, "#finder [name=flagged]", [true, false, true, false]),
    day: "",
  };
  const days = Number(await page.locator("#timeline [type=range]").getAttribute("max").catch(() => 0));
  if (days > 300) result.day = await most(page, read, "#timeline [type=range]", Array.from({ length: 12 }, (_, at) => String(Math.round((days * (at + 2)) / 16))));
  await client.detach();
  return result;
}

/**
 * @param {import("playwright-core").Page} page
 * @param {() => Promise<Cost>} read
 * @param {string} selector of the input
 * @param {(string | boolean)[]} values that it gets, one after another
 */
async function most(page, read, selector, values) {
  /** @type {Cost[]} */
  const least = values.map(() => ({ script: Infinity, all: Infinity }));
  // The first letter and the first day load a script, which is once a visit.
  for (let round = -1; round < ROUNDS; round += 1) {
    await set(page, selector, typeof values[0] === "string" ? values[values.length - 1] : false);
    // The drawings that the screen does not show follow once the slider rests.
    await page.waitForTimeout(500);
    for (const [at, value] of values.entries()) {
      const before = await read();
      await set(page, selector, value);
      const after = await read();
      if (round < 0) continue;
      least[at].script = Math.min(least[at].script, after.script - before.script);
      least[at].all = Math.min(least[at].all, after.all - before.all);
    }
  }
  return `${Math.max(...least.map(({ script }) => script)).toFixed(0)} (${Math.max(...least.map(({ all }) => all)).toFixed(0)})`;
}

/** Changes an input as its user does, and waits until the change is painted. @param {import("playwright-core").Page} page @param {string} selector @param {string | boolean} value */
async function set(page, selector, value) {
  await page.evaluate(
    async ([selector, value]) => {
      const input = /** @type {HTMLInputElement} */ (document.querySelector(String(selector)));
      if (document.activeElement !== input) input.focus();
      if (typeof value === "boolean") input.checked = value;
      else input.value = value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      await frame();
      await frame();
    },
    /** @type {const} */ ([selector, value]),
  );
}
