// @ts-check
// Builds the repository's radar into a temporary folder, and serves it on this machine.

import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the repository, whose radar most tests build. */
export const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));

/** The program. */
export const RADAR = process.env.RADAR ?? join(targetFolder(), "debug/radar");

/** Returns where cargo puts what it builds: its settings and CARGO_TARGET_DIR can move that. */
function targetFolder() {
  const metadata = ["metadata", "--format-version", "1", "--no-deps", "--offline"];
  return JSON.parse(execFileSync("cargo", metadata, { cwd: REPOSITORY, encoding: "utf8" })).target_directory;
}

/** The day of the build. */
export const TODAY = "2026-11-22";

/** The path of the site on the server: links have to work below a path too. */
const BELOW = "/tech/radar/";

/** A page of every kind, and of each state of a blip. */
export const PAGES = {
  radar: "index.html",
  quadrant: "quadrants/techniques.html",
  blip: "blips/kubernetes.html",
  "imposed blip": "blips/llm-coding-assistants.html",
  "unreviewed blip": "blips/event-storming.html",
  "expired blip": "blips/spring-boot.html",
  "retired blip": "blips/hadoop.html",
  team: "teams/integration.html",
  person: "people/gunnar-hasle.html",
  edition: "editions/2026-05.html",
  changes: "changes.html",
  reviews: "reviews.html",
  questions: "questions.html",
  asker: "people/claire-dunmore.html",
  about: "about.html",
  "not found": "404.html",
};

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/**
 * Builds the site of the repository's radar, or of the one in `from`, and returns its folder. With a
 * language, the radar is a copy in that language.
 * @param {{ from?: string, today?: string, language?: string, baseUrl?: string, theme?: string }} [how]
 */
export function build({ from = REPOSITORY, today = TODAY, language, baseUrl, theme } = {}) {
  const out = temporary();
  const root = language ? temporary() : from;
  if (language) {
    cpSync(join(from, "radar"), join(root, "radar"), { recursive: true });
    const settings = join(root, "radar/radar.toml");
    const text = readFileSync(settings, "utf8");
    writeFileSync(settings, text.replace(/^language = .*$/m, `language = "${language}"`));
  }
  const base = [...(baseUrl ? ["--base-url", baseUrl] : []), ...(theme ? ["--theme", theme] : [])];
  const options = ["-C", root, "build", "--today", today, "--out", out, "--quiet", ...base];
  execFileSync(RADAR, options, { stdio: ["ignore", "ignore", "pipe"] });
  return out;
}

/** Creates a folder that is deleted when the tests end. */
export function temporary() {
  const folder = mkdtempSync(join(tmpdir(), "radar-browser-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Serves a folder as a web host does, its `404.html` included. The folder may be set later, because
 * some sites need their address before they are built.
 * @param {string} [folder]
 */
export async function serve(folder) {
  const site = { folder: folder ?? "", url: "", close: () => server.close() };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "", "http://site").pathname;
    // Chromium requests this if a page has no icon.
    if (path === "/favicon.ico") return response.writeHead(204).end();
    let file = join(site.folder, normalize(path.startsWith(BELOW) ? path.slice(BELOW.length) : "404"));
    if (path.endsWith("/")) file = join(file, "index.html");
    let body;
    try {
      body = readFileSync(file);
    } catch {
      response.statusCode = 404;
      file = join(site.folder, "404.html");
      body = readFileSync(file);
    }
    response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream");
    response.end(body);
  });
  server.keepAliveTimeout = 1;
  // If a test fails, it does not close the server, and the process has to end anyway.
  server.unref();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  site.url = `http://127.0.0.1:${port}${BELOW}`;
  return site;
}
