// @ts-check
// A browser without a network, and pages that record their faults: Chromium, or Firefox by WebDriver BiDi if BROWSER says
// so. The tests are the same for both.

import assert from "node:assert/strict";
import { chromium, firefox } from "playwright-core";
import { TODAY } from "./site.js";

/** A wide screen and a phone. */
export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 390, height: 844 };

/** Other values of BROWSER are of desktops, which name the user's own browser in it. */
export const IS_FIREFOX = process.env.BROWSER === "firefox";

/** What the systems of readers ask for, unless a test says otherwise. @satisfies {import("playwright-core").BrowserContextOptions} */
const SYSTEM = { colorScheme: "light", reducedMotion: "reduce", forcedColors: "none", javaScriptEnabled: true };

/** Starts the browser with a profile of its own. */
export function launch() {
  return IS_FIREFOX ? launchFirefox(SYSTEM) : launchChromium();
}

function launchChromium() {
  const args = ["--disable-background-networking", "--disable-component-update", "--disable-quic", "--no-first-run"];
  // Only this machine can be reached: Chromium needs no proxy for it, and the proxy for other hosts does not exist.
  args.push("--proxy-server=127.0.0.1:9");
  if (process.getuid?.() === 0) args.push("--no-sandbox");
  return chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args });
}

/**
 * Starts Debian's Firefox, which playwright-core drives by WebDriver BiDi if its channel is one of Mozilla's.
 * @param {import("playwright-core").BrowserContextOptions} system
 */
function launchFirefox({ colorScheme, reducedMotion, forcedColors, javaScriptEnabled }) {
  return firefox.launch({
    channel: "moz-firefox",
    executablePath: process.env.FIREFOX || "/usr/bin/firefox-esr",
    firefoxUserPrefs: {
      // No proxy for this machine, and one that does not exist for other hosts.
      "network.proxy.type": 1,
      "network.proxy.http": "127.0.0.1",
      "network.proxy.http_port": 9,
      "network.proxy.ssl": "127.0.0.1",
      "network.proxy.ssl_port": 9,
      "network.proxy.allow_hijacking_localhost": false,
      "layout.css.prefers-color-scheme.content-override": colorScheme === "dark" ? 0 : 1,
      "ui.prefersReducedMotion": reducedMotion === "reduce" ? 1 : 0,
      "ui.useAccessibilityTheme": forcedColors === "active" ? 1 : 0,
      "browser.display.document_color_use": forcedColors === "active" ? 2 : 1,
      "javascript.enabled": javaScriptEnabled !== false,
    },
  });
}

/** @type {Map<string, Promise<import("playwright-core").Browser>>} */
const others = new Map();

/**
 * Returns a Firefox for a reader's system: it takes these settings from its profile alone.
 * @param {import("playwright-core").Browser} browser
 * @param {import("playwright-core").BrowserContextOptions} options
 */
function firefoxFor(browser, options) {
  const system = { ...SYSTEM };
  for (const key of Object.keys(SYSTEM)) if (options[key] !== undefined) system[key] = options[key];
  const key = JSON.stringify(system);
  if (key === JSON.stringify(SYSTEM)) return browser;
  const other = others.get(key) ?? launchFirefox(system);
  if (!others.has(key)) {
    others.set(key, other);
    // Left open, it would keep the tests from ending.
    browser.once("disconnected", () => void other.then((one) => one.close()));
  }
  return other;
}

/**
 * Opens a page that records its faults. Its clock is fixed at noon of `today`, unless script is off.
 * @param {import("playwright-core").Browser} browser
 * @param {{ today?: string } & import("playwright-core").BrowserContextOptions} [options]
 */
export async function open(browser, { today = TODAY, ...options } = {}) {
  const owner = IS_FIREFOX ? await firefoxFor(browser, options) : browser;
  const context = await owner.newContext({ viewport: WIDE, timezoneId: "UTC", ...SYSTEM, ...options });
  /** @type {string[]} */
  const faults = [];
  if (options.javaScriptEnabled !== false) await context.clock.setFixedTime(`${today}T12:00:00Z`);
  const page = await context.newPage();
  const at = () => page.url();
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    const here = hostname === "127.0.0.1" || protocol === "file:" || protocol === "data:";
    if (!here) faults.push(`${at()}: requests ${request.url()}`);
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`${at()}: console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`${at()}: script: ${error.message}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    // Both browsers abort requests when a page is left early.
    if (!["net::ERR_ABORTED", "NS_BINDING_ABORTED"].includes(why)) faults.push(`${at()}: failed: ${request.url()}: ${why}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${at()}: ${response.status()}: ${response.url()}`);
  });
  return { page, faults, assertFaultless: () => assert.deepEqual(faults, []) };
}
