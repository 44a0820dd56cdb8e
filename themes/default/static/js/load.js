// @ts-check
// Loads what a page needs later: scripts, and data as scripts, because a page that is opened from the disk may load
// nothing else.
"use strict";

/** @type {Map<string, Promise<void>>} */
const loading = new Map();

/** Loads a script once. If that fails, the next call tries again. @param {string} src @returns {Promise<void>} */
function loadScript(src) {
  const before = loading.get(src);
  if (before) return before;
  const loaded = new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    // Scripts that are asked for together run in this order.
    script.async = false;
    script.onload = () => resolve(undefined);
    script.onerror = () => {
      loading.delete(src);
      script.remove();
      reject(new Error(src));
    };
    document.head.append(script);
  });
  loading.set(src, loaded);
  return loaded;
}

/** @typedef {{ root: string, search: string[], sheet: string, zoom: string[] }} LaterScripts by their paths from this page */

/** What the page may load later: parts/later.html. @type {LaterScripts} */
const later = JSON.parse(document.getElementById("later")?.textContent || '{"root":"","search":[],"sheet":"","zoom":[]}');

/** The address of the page at its start, from which its links lead: a sheet changes the one that the browser shows. */
const ownAddress = location.href;

/** Returns the full address of a link of this page. @param {string} path */
const addressOf = (path) => new URL(path || ".", ownAddress).href;

/** The root of the site. */
const siteRoot = addressOf(later.root);

const sheetScript = addressOf(later.sheet);
const [searchScripts, zoomScripts] = [later.search, later.zoom].map((paths) => paths.map(addressOf));

/** The field of the search, which every page has. */
const field = /** @type {HTMLInputElement | null} */ (document.getElementById("find"));

/** Whether the search is loaded. */
let canSearch = false;

/** Loads the search and its index. @returns {Promise<void>} */
async function loadSearch() {
  await Promise.all(searchScripts.map(loadScript));
  canSearch = true;
}

/** Loads the search at the first focus of its field. */
function initSearch() {
  const load = () => loadSearch().catch(() => {});
  field?.addEventListener("focus", load);
  // The browser may have given the field the focus before this script ran.
  if (field && document.activeElement === field) load();
}
