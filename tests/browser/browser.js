// @ts-check
// Chromium without a network, and pages that record their faults.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { TODAY } from "./site.js";

/** A wide screen and a phone. */
export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 390, height: 844 };

/** Starts Chromium with a profile of its own. */
export function launch() {
  const args = ["--disable-background-networking", "--disable-component-update", "--disable-quic", "--no-first-run"];
  // Only this machine can be reached: Chromium needs no proxy for it, and the proxy for other hosts does not exist.
  args.push("--proxy-server=127.0.0.1:9");
  if (process.getuid?.() === 0) args.push("--no-sandbox");
  return chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args });
}

/**
 * Opens a page that records its faults. Its clock is fixed at noon of `today`, unless script is off.
 * @param {import("playwright-core").Browser} browser
 * @param {{ today?: string } & import("playwright-core").BrowserContextOptions} [options]
 */
export async function open(browser, { today = TODAY, ...options } = {}) {
  const context = await browser.newContext({
    viewport: WIDE,
    colorScheme: "light",
    reducedMotion: "reduce",
    timezoneId: "UTC",
    ...options,
  });
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
    const why = request.failure()?.errorText;
    // Chromium aborts requests when a page is left early.
    if (why !== "net::ERR_ABORTED") faults.push(`${at()}: failed: ${request.url()}: ${why}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${at()}: ${response.status()}: ${response.url()}`);
  });
  return { page, faults, assertFaultless: () => assert.deepEqual(faults, []) };
}
