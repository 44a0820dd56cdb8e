// @ts-check
// What enlarges a quadrant of the home page's chart: its name, the keys `1` to `8`, `+` and `-`, pinching, the wheel with
// Ctrl, and `?zoom=` in the address. The zoom itself is loaded at the first of them.
"use strict";

/** The whole radar, which the zoom enlarges; the pages of quadrants and the slices are large already. */
const whole = /** @type {SVGSVGElement | null} */ (instrument?.querySelector(".drawing > .chart") ?? null);

/** @typedef {{ to(sector: number, focus?: boolean): void, by(factor: number, at?: { x: number, y: number }): void, out(): void, update(): void }} Zoom */

/** The zoom, once it is loaded: `js/zoom.js`. @type {Zoom | undefined} */
let zoom;

/** All blips of the page. @type {Blip[]} */
let allBlips = [];

/** @param {(zoom: Zoom) => void} use */
function withZoom(use) {
  if (!whole || !shownCharts.has(whole) || chartData.quadrants.length < 2) return;
  Promise.all(zoomScripts.map(loadScript)).then(() => zoom && use(zoom), () => {});
}

/** The number of the quadrant that fills the chart; -1 for the whole chart. */
function zoomedSector() {
  return view.zoom && whole && shownCharts.has(whole) ? chartData.quadrants.findIndex(({ id }) => id === view.zoom) : -1;
}

/** @param {Blip[]} blips */
function initEnlarging(blips) {
  allBlips = blips;
  if (!whole) return;
  whole.addEventListener("click", (event) => {
    const name = event.target instanceof Element ? event.target.closest(".sector > a:not(.blip)") : null;
    if (!name || !isPlainClick(event)) return;
    event.preventDefault();
    withZoom((zoom) => zoom.to(sectorOf(name)));
  });
  addEventListener("keydown", (event) => {
    if (isTyping(event) || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog:modal")) return;
    const { key } = event;
    if (/^[1-8]$/.test(key) && Number(key) <= chartData.quadrants.length) withZoom((zoom) => zoom.to(Number(key) - 1, true));
    else if (key === "+" || key === "=") withZoom((zoom) => zoom.by(1.4));
    else if (view.zoom && key === "-") withZoom((zoom) => zoom.by(1 / 1.4));
    else if (view.zoom && (key === "0" || (key === "Escape" && !document.body.classList.contains("looking")))) withZoom((zoom) => zoom.out());
    else return;
    event.preventDefault();
  });
  whole.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      withZoom((zoom) => zoom.by(Math.exp(-event.deltaY / 200), { x: event.clientX, y: event.clientY }));
    },
    { passive: false },
  );
  initPinch(whole);
}

/** Two fingers on the chart enlarge it. @param {SVGSVGElement} chart */
function initPinch(chart) {
  const between = (/** @type {TouchList} */ [one, other]) => ({
    far: Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY),
    at: { x: (one.clientX + other.clientX) / 2, y: (one.clientY + other.clientY) / 2 },
  });
  let before = 0;
  chart.addEventListener("touchstart", ({ touches }) => (before = touches.length === 2 ? between(touches).far : 0), { passive: true });
  chart.addEventListener(
    "touchmove",
    (event) => {
      if (event.touches.length !== 2 || !before) return;
      event.preventDefault();
      const { far, at } = between(event.touches);
      const factor = far / before;
      before = far;
      withZoom((zoom) => zoom.by(factor, at));
    },
    { passive: false },
  );
}
