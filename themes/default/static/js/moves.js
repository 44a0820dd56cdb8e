// @ts-check
// The trails of blips on a chart of another day: a faint line from where each was before, with the day of its move.
"use strict";

/** More trails than these would be a thicket. */
const MOST_TRAILS = 150;

/** The size of a dot, and of the mark of a place that a blip has left. */
const [DOT, LEFT] = [12, 2.5];

/** @typedef {{ x: number, y: number, width: number, height: number }} Box */

/**
 * Draws the trails of a day, or none without a day.
 * @param {Past} past
 * @param {Blip[]} blips
 * @param {string} day
 */
function showTrails(past, blips, day) {
  for (const old of document.querySelectorAll(".trails")) old.remove();
  if (!day) return;
  const compared = comparisonDay(past, day);
  const histories = new Map(past.blips.map((was) => [was.id, was]));
  for (const chart of shownCharts) {
    const group = makeShape("g");
    group.setAttribute("class", "trails");
    group.setAttribute("aria-hidden", "true");
    /** @type {[SVGElement, number, number, number, number][]} */
    const dates = [];
    for (const { id, sector, links, matches } of blips) {
      const was = histories.get(id);
      const move = matches && was && lastMove(was, day);
      const link = links.find((one) => one.ownerSVGElement === chart);
      if (!move || !link || move[0] <= compared || dates.length >= MOST_TRAILS) continue;
      const [from, to] = [placeOf(link, was, move[1]), placeOf(link, was, move[2])];
      if (from && to) dates.push(drawTrail(group, sector, from, to, move[0]));
    }
    chart.querySelector(".sector")?.before(group);
    placeDates(chart, dates);
  }
}

/** Returns the last move of a blip up to a day: its date, the ring before and the ring after. @param {PastBlip} was @param {string} day @returns {[string, number, number] | undefined} */
function lastMove(was, day) {
  const verdicts = was.reviews.filter(([date, ring]) => ring !== null && date <= day);
  for (let at = verdicts.length - 1; at >= 0; at -= 1) {
    const before = at ? verdicts[at - 1][1] : was.start;
    const [date, after] = verdicts[at];
    if (before !== after) return [date, before ?? -1, after ?? -1];
  }
  return undefined;
}

/**
 * @param {SVGElement} group
 * @param {number} sector
 * @param {LabelPosition} from
 * @param {LabelPosition} to
 * @param {string} date
 * @returns {[SVGElement, number, number, number, number]} its text, and the line
 */
function drawTrail(group, sector, [x0, y0], [x1, y1], date) {
  const length = Math.hypot(x1 - x0, y1 - y0) || 1;
  const [dx, dy] = [(x1 - x0) / length, (y1 - y0) / length];
  const trail = makeShape("g");
  const [line, left, text] = ["path", "circle", "text"].map(makeShape);
  trail.setAttribute("class", `trail sector-${sector + 1}`);
  line.setAttribute("d", `M${(x0 + dx * LEFT).toFixed(1)} ${(y0 + dy * LEFT).toFixed(1)}L${(x1 - dx * DOT).toFixed(1)} ${(y1 - dy * DOT).toFixed(1)}`);
  for (const [key, value] of [["cx", x0], ["cy", y0], ["r", LEFT]]) left.setAttribute(String(key), String(value));
  text.textContent = writeDate(date);
  trail.append(line, left, text);
  group.append(trail);
  return [text, x0, y0, x1, y1];
}

/** Writes each date where nothing else is, and leaves out those that have no room. @param {SVGSVGElement} chart @param {[SVGElement, number, number, number, number][]} dates */
function placeDates(chart, dates) {
  const taken = boxesOf(chart);
  const size = 0.9 * (Number(chart.getAttribute("font-size")) || 12);
  const height = 1.2 * size;
  for (const [text, x0, y0, x1, y1] of dates) {
    const width = lineWidth(text.textContent ?? "", size);
    const box = candidates(x0, y0, x1, y1, width, height).find((box) => !taken.some((other) => meet(box, other)));
    if (!box) {
      text.remove();
      continue;
    }
    taken.push(box);
    text.setAttribute("x", box.x.toFixed(1));
    text.setAttribute("y", (box.y + 0.95 * size).toFixed(1));
  }
}

/** The boxes of the names that never move. @type {WeakMap<SVGSVGElement, Box[]>} */
const fixedNames = new WeakMap();

/** Returns the boxes of all blips of a chart with their names, and those of the names of rings and quadrants. @param {SVGSVGElement} chart @returns {Box[]} */
function boxesOf(chart) {
  const names = fixedNames.get(chart) ?? [.../** @type {NodeListOf<SVGGraphicsElement>} */ (chart.querySelectorAll(".ring-name, .sector-name, .sector-note"))].map((name) => name.getBBox());
  fixedNames.set(chart, names);
  const blips = /** @type {SVGAElement[]} */ ([...chart.querySelectorAll("a.blip:not(.absent)")]);
  const targets = blips.map((link) => {
    const { x, y } = positionOf(link);
    const of = (/** @type {string} */ key) => Number(link.querySelector(".blip-hit")?.getAttribute(key));
    return { x: x + of("x"), y: y + of("y"), width: of("width"), height: of("height") };
  });
  return [...names, ...targets];
}

/** Returns where the date of a trail may stand: beside the place that the blip has left, then along the line. @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 @param {number} width @param {number} height @returns {Box[]} */
function candidates(x0, y0, x1, y1, width, height) {
  const gap = LEFT + 2;
  const beside = [[x0 + gap, y0 - height / 2], [x0 - gap - width, y0 - height / 2], [x0 - width / 2, y0 + gap], [x0 - width / 2, y0 - gap - height]];
  const along = [0.5, 0.35, 0.65].flatMap((t) => {
    const [x, y] = [x0 + (x1 - x0) * t, y0 + (y1 - y0) * t];
    return [[x + gap, y - height / 2], [x - gap - width, y - height / 2]];
  });
  return [...beside, ...along].map(([x, y]) => ({ x, y, width, height }));
}

/** @param {Box} one @param {Box} other */
function meet(one, other) {
  return one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;
}
