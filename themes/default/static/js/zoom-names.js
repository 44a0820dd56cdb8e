// @ts-check
// Names around the dots of a quadrant that is enlarged: each in the first free place beside its dot, on the pixels of the
// screen. Loaded with the zoom.
"use strict";

/** @typedef {{ x: number, y: number, width: number, height: number }} NameBox in pixels */
/** @typedef {{ x: number, y: number, name: string }} Dot in pixels */
/** @typedef {{ dx: number, dy: number, lines: string[] }} PlacedName the left end of the first baseline, from the dot */

/** The width of a cell of the grid, about that of a short name. */
const CELL = 40;
/** The height of a line and of its letters above the baseline, by the size of the font. */
const [LINE, ASCENT] = [1.12, 0.86];

/** Boxes by the cells of a grid, so that only those nearby are compared. */
function boxGrid() {
  /** @type {Map<string, NameBox[]>} */
  const cells = new Map();
  const keys = function* (/** @type {NameBox} */ { x, y, width, height }) {
    for (let column = Math.floor(x / CELL); column <= (x + width) / CELL; column++)
      for (let row = Math.floor(y / CELL); row <= (y + height) / CELL; row++) yield `${column},${row}`;
  };
  return {
    add(/** @type {NameBox} */ box) {
      for (const key of keys(box)) {
        const cell = cells.get(key);
        if (cell) cell.push(box);
        else cells.set(key, [box]);
      }
    },
    isFree(/** @type {NameBox} */ box) {
      for (const key of keys(box)) {
        for (const other of cells.get(key) ?? [])
          if (box.x < other.x + other.width && other.x < box.x + box.width && box.y < other.y + other.height && other.y < box.y + box.height) return false;
      }
      return true;
    },
  };
}

/** Returns a name in one line, and a long one in two, too. @param {string} name */
function breaksOf(name) {
  const spaces = [...name.matchAll(/[ -]/g)].map(({ index }) => index + 1);
  const [middle] = spaces.sort((a, b) => Math.abs(a - name.length / 2) - Math.abs(b - name.length / 2));
  return name.length > 14 && middle ? [[name], [name.slice(0, middle).trimEnd(), name.slice(middle)]] : [[name]];
}

/**
 * Places a name beside each dot where there is room.
 * @param {Dot[]} dots
 * @param {number} reach of a mark around its dot
 * @param {number} size of the font
 * @param {NameBox} within
 * @param {NameBox[]} taken
 * @param {{ x: number, y: number, radius: number }} disc over whose rim a name goes only if it has no other place
 * @returns {(PlacedName | undefined)[]}
 */
function placeNames(dots, reach, size, within, taken, disc) {
  const grid = boxGrid();
  for (const box of taken) grid.add(box);
  for (const { x, y } of dots) grid.add({ x: x - reach, y: y - reach, width: 2 * reach, height: 2 * reach });
  const isInside = (/** @type {NameBox} */ { x, y, width, height }) =>
    x >= within.x && y >= within.y && x + width <= within.x + within.width && y + height <= within.y + within.height;
  /** @type {(PlacedName | undefined)[]} */
  const placed = dots.map(() => undefined);
  // Long names first: short ones find a place later.
  const order = dots.map((_, at) => at).sort((a, b) => lineWidth(dots[b].name, size) - lineWidth(dots[a].name, size));
  for (const at of order) {
    const { x, y, name } = dots[at];
    for (const lines of breaksOf(name)) {
      const width = Math.max(...lines.map((line) => lineWidth(line, size)));
      const height = lines.length * LINE * size;
      const free = spotsBeside(reach, width, height).filter(([left, top]) => {
        const box = { x: x + left, y: y + top, width, height };
        return isInside(box) && grid.isFree(box);
      });
      const isOnDisc = (/** @type {number[]} */ [left, top]) =>
        [left, left + width].every((dx) => [top, top + height].every((dy) => Math.hypot(x + dx - disc.x, y + dy - disc.y) < disc.radius));
      const spot = free.find(isOnDisc) ?? free[0];
      if (!spot) continue;
      const [left, top] = spot;
      grid.add({ x: x + left, y: y + top, width, height });
      placed[at] = { dx: left, dy: top + ASCENT * size, lines };
      break;
    }
  }
  return placed;
}

/** Returns the places for a box beside a dot, by its left top, the best first. @param {number} reach @param {number} width @param {number} height */
function spotsBeside(reach, width, height) {
  const gap = reach + 2;
  const middle = -height / 2;
  const [right, left] = [gap, -gap - width];
  const [above, below] = [-gap - height, gap];
  const tilt = reach * 0.7;
  return [
    [right, middle], [left, middle],
    [right, middle - tilt], [right, middle + tilt], [left, middle - tilt], [left, middle + tilt],
    [-width / 2, below], [-width / 2, above],
    [-reach, below], [-reach, above], [reach - width, below], [reach - width, above],
    [right - tilt, below - tilt], [right - tilt, above + tilt], [left + tilt, below - tilt], [left + tilt, above + tilt],
  ];
}
