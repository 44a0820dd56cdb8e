// @ts-check
// The boxes of a chart's parts as the browser draws them, and the faults in their positions.

/** @typedef {{ kind: "dot" | "label" | "name", what: string, left: number, top: number, right: number, bottom: number }} Box */
/** @typedef {{ frame: Box, boxes: Box[], strays: string[], blips: number, named: number }} Drawn */

/** Pixels by which boxes may overlap, because the browser rounds. */
const TOLERANCE = 0.3;

/**
 * Measures a chart of a page, in pixels. The box of a dot includes the strokes of its mark.
 * @param {import("playwright-core").Page} page
 * @param {number} [at] which of the charts that the screen shows
 * @returns {Promise<Drawn>}
 */
export async function measure(page, at = 0) {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  return page.evaluate((at) => {
    const all = /** @type {NodeListOf<SVGSVGElement>} */ (document.querySelectorAll("svg.chart"));
    const chart = [...all].filter((one) => one.getBoundingClientRect().width > 0)[at];
    if (!chart) throw new Error("no chart can be seen");
    const toScreen = /** @type {DOMMatrix} */ (chart.getScreenCTM());
    const scale = toScreen.a;
    /** @param {Element} element @param {Box["kind"]} kind @param {number} [line] half the width of its stroke @returns {Box} */
    const box = (element, kind, line = 0) => {
      const { left, top, right, bottom } = onScreen(element);
      const id = element.closest("a")?.getAttribute("data-id");
      const what = `${element.getAttribute("class")} ${id ?? element.textContent}`;
      return { kind, what, left: left - line, top: top - line, right: right + line, bottom: bottom + line };
    };
    // These boxes do not include strokes.
    /** @param {Element} dot @param {string} [only] @returns {Box} */
    const dotBox = (dot, only = "*") => {
      const around = { ...box(dot, "dot"), left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
      const zoom = Number(/scale\((.*)\)/.exec(dot.getAttribute("transform") ?? "")?.[1] ?? 1) * scale;
      for (const shape of [...dot.children].filter((shape) => shape.matches(only))) {
        const { stroke, strokeWidth, strokeLinecap } = getComputedStyle(shape);
        const part = box(shape, "dot", stroke === "none" ? 0 : (parseFloat(strokeWidth) / 2) * zoom);
        // An upright line that is cut off square ends where its path does.
        if (strokeLinecap === "butt" && /** @type {SVGGraphicsElement} */ (shape).getBBox().width === 0) {
          Object.assign(part, box(shape, "dot"), { left: part.left, right: part.right });
        }
        around.left = Math.min(around.left, part.left);
        around.top = Math.min(around.top, part.top);
        around.right = Math.max(around.right, part.right);
        around.bottom = Math.max(around.bottom, part.bottom);
      }
      return around;
    };
    const seen = (/** @type {Element} */ element) =>
      element.getBoundingClientRect().width > 0 && getComputedStyle(element).visibility === "visible";
    // Blips of other days are in the drawing too, but not on it.
    const dots = [...chart.querySelectorAll(".blip:not(.absent) .blip-dot")];
    const labels = [...chart.querySelectorAll(".blip-label, .blip-number")].filter(seen);
    const names = [...chart.querySelectorAll(".ring-name, .sector-name, .sector-note")].filter(seen);
    const boxes = [
      ...dots.map((dot) => dotBox(dot)),
      ...labels.map((label) => box(label, "label")),
      ...names.map((name) => box(name, "name")),
    ];
    return {
      frame: box(chart, "name"),
      boxes,
      strays: dots.filter((dot) => strays(chart, dot)).map((dot) => box(dot, "dot").what),
      blips: dots.length,
      named: labels.filter((label) => label.classList.contains("blip-label")).length,
    };

    /**
     * Returns the box of a part of the drawing without its strokes. Firefox counts them in its client rectangles, and makes
     * those of texts two to three pixels too large.
     * @param {Element} element
     */
    function onScreen(element) {
      const toScreen = element !== chart && /** @type {SVGGraphicsElement} */ (element).getScreenCTM();
      if (!toScreen) return element.getBoundingClientRect();
      const { x, y, width, height } = /** @type {SVGGraphicsElement} */ (element).getBBox();
      const corners = [[x, y], [x + width, y], [x, y + height], [x + width, y + height]];
      /** @type {[number[], number[]]} */
      const [xs, ys] = [[], []];
      for (const [x, y] of corners) {
        const at = new DOMPoint(x, y).matrixTransform(toScreen);
        xs.push(at.x);
        ys.push(at.y);
      }
      return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
    }

    /** Whether a dot reaches out of its ring or its sector, one of equal ones. @param {SVGSVGElement} chart @param {Element} dot */
    function strays(chart, dot) {
      const core = dotBox(dot, ":not(.move)");
      const reach = Math.min(core.right - core.left, core.bottom - core.top) / 2 / scale;
      return leaves(chart, dot, (core.left + core.right) / 2, (core.top + core.bottom) / 2, reach) || tips(dot).some(({ x, y }) => leaves(chart, dot, x, y, 0));
    }

    /** The ends and the tip of the angle that says which way a blip moved, which is on one side of its dot. @param {Element} dot */
    function tips(dot) {
      return /** @type {SVGGeometryElement[]} */ ([...dot.querySelectorAll(".move")]).flatMap((move) =>
        [0, 0.5, 1].map((share) => move.getPointAtLength(share * move.getTotalLength()).matrixTransform(move.getScreenCTM() ?? undefined)),
      );
    }

    /** Whether what is that far around a point is in another ring or sector. @param {SVGSVGElement} chart @param {Element} dot @param {number} left @param {number} top @param {number} reach */
    function leaves(chart, dot, left, top, reach) {
      const x = (left - toScreen.e) / scale - Number(chart.dataset.cx);
      const y = (top - toScreen.f) / scale - Number(chart.dataset.cy);
      const radii = [0, ...(chart.dataset.radii ?? "").split(",").map(Number)];
      const ring = Number(dot.closest("a")?.getAttribute("data-ring"));
      const distance = Math.hypot(x, y);
      if (distance - reach < radii[ring] || distance + reach > radii[ring + 1]) return true;
      const sectors = [...chart.querySelectorAll(".sector")];
      if (sectors.length < 2) return false;
      const turn = 2 * Math.PI;
      const width = turn / sectors.length;
      const from = -Math.PI / 2 - width + width * sectors.findIndex((sector) => sector.contains(dot));
      const angle = (((Math.atan2(y, x) - from) % turn) + turn) % turn;
      const off = distance * Math.sin(Math.min(angle, width - angle, Math.PI / 2));
      return angle > width || off < reach - 0.3;
    }
  }, at);
}

/** Returns all overlaps, and all parts out of their place. @param {Drawn} drawn */
export function faults({ frame, boxes, strays }) {
  const faults = strays.map((what) => `${what} is out of its place`);
  // Few boxes are in reach of each other, if they are looked at from the top.
  const sorted = [...boxes].sort((one, other) => one.top - other.top);
  for (const [index, one] of sorted.entries()) {
    if (!within(one, frame)) faults.push(`${one.what} leaves the chart`);
    for (let next = index + 1; next < sorted.length && sorted[next].top < one.bottom; next += 1) {
      const other = sorted[next];
      if (overlap(one, other)) faults.push(`${one.what} and ${other.what} overlap`);
    }
  }
  return faults;
}

/** @param {Box} one @param {Box} other */
function overlap(one, other) {
  const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return across > TOLERANCE && down > TOLERANCE;
}

/** @param {Box} one @param {Box} frame */
function within(one, frame) {
  return (
    one.left >= frame.left - TOLERANCE &&
    one.right <= frame.right + TOLERANCE &&
    one.top >= frame.top - TOLERANCE &&
    one.bottom <= frame.bottom + TOLERANCE
  );
}
