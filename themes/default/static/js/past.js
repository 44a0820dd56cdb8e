// @ts-check
// The chart of another day: as it was, or as it will be if nobody reviews anything until then. The radar's past is a
// script of its own, which is loaded when somebody first asks for another day.
"use strict";

/** The radar's past, loaded once. @type {Promise<Past> | undefined} */
let past;

function loadPast() {
  past ??= loadScript(siteRoot + (timeline?.dataset.history ?? "")).then(() => radarHistory);
  return past;
}

/** What each link shows, so that only what differs is drawn again. @type {WeakMap<SVGAElement, string>} */
const drawnStates = new WeakMap();

/**
 * Shows a day in the drawings that the screen shows.
 * @param {Past} past
 * @param {Blip[]} blips gets the blips that are not on the chart yet
 * @param {string} day
 */
function showDay(past, blips, day) {
  const known = new Map(blips.map((blip) => [blip.id, blip]));
  const compared = comparisonDay(past, day);
  for (const was of past.blips) {
    const state = judge(past, was, day, compared);
    if (!was.places[state.ring]) state.ring = -1;
    let blip = known.get(was.id);
    if (!blip && state.ring >= 0) blips.push((blip = addBlip(was)));
    if (!blip) continue;
    blip.state = state;
    state.exit = exitOn(blip.exit, day);
    for (const link of blip.links) if (isShown(link)) drawBlip(link, blip, was);
  }
}

/** Draws the day that is shown in the other drawings too: another width, or paper, shows those. @param {Past} past @param {Blip[]} blips */
function showDayElsewhere(past, blips) {
  const known = new Map(blips.map((blip) => [blip.id, blip]));
  for (const was of past.blips) {
    const blip = known.get(was.id);
    for (const link of blip?.links ?? []) if (blip) drawBlip(link, blip, was);
  }
}

/** Remembers what links and rows show before another day is shown. @param {Past} past @param {Blip[]} blips @param {string} day */
function rememberDay(past, blips, day) {
  const known = new Map(blips.map((blip) => [blip.id, blip]));
  const compared = comparisonDay(past, day);
  for (const was of past.blips) {
    const state = judge(past, was, day, compared);
    const blip = known.get(was.id);
    if (!blip) continue;
    for (const link of blip.links) drawnStates.set(link, stateKey(state));
    writtenRows.set(blip, rowKey(state));
  }
}

/** @param {State} state */
function stateKey({ ring, movement, freshness, imposed, outside }) {
  return [ring, movement, freshness, imposed, outside].join();
}

/** Draws a blip if its state has changed. @param {SVGAElement} link @param {Blip} blip @param {PastBlip} was */
function drawBlip(link, blip, was) {
  const { state } = blip;
  const key = stateKey(state);
  if (drawnStates.get(link) === key) return;
  drawnStates.set(link, key);
  const place = placeOf(link, was, state.ring);
  link.classList.toggle("absent", !place);
  if (!place) return;
  if (link.dataset.ring !== String(state.ring)) {
    link.setAttribute("transform", `translate(${place[0]} ${place[1]})`);
    link.dataset.ring = String(state.ring);
    setLabel(link, blip.name, place);
    resizeTarget(link, place);
  }
  drawMark(link, state);
  setAccessibleName(blip);
}

/** Returns the place of a blip on a ring, in the drawing of a link. @param {Element} link @param {PastBlip} was @param {number} ring */
function placeOf(link, was, ring) {
  return (link.closest(".slice") ? was.slices : was.places)[ring];
}

/** Adds a blip that is not on today's chart to each drawing that has its quadrant. @param {PastBlip} was @returns {Blip} */
function addBlip({ id, name, sector }) {
  const links = charts.flatMap((chart) => {
    const group = chart.querySelector(`.sector-${sector + 1}`);
    const link = addLink(chart, id);
    group?.append(link);
    return group ? [link] : [];
  });
  const state = { ring: -1, movement: "unchanged", freshness: "unreviewed", imposed: false, outside: false, unremembered: false, second: false, by: [], on: "", until: "" };
  return withLink({ id, name, sector, links, row: null, summary: "", owners: "", questions: "", tags: [], teams: [], people: [], use: "", state, matches: true });
}

/** @param {SVGSVGElement} chart @param {string} id @returns {SVGAElement} */
function addLink(chart, id) {
  const link = /** @type {SVGAElement} */ (makeShape("a"));
  link.setAttribute("href", `${siteRoot}blips/${id}.html`);
  link.setAttribute("tabindex", "-1");
  link.dataset.id = id;
  const [hit, dot, label] = ["rect", "g", "text"].map(makeShape);
  hit.setAttribute("class", "blip-hit");
  dot.setAttribute("class", "blip-dot");
  const scale = chart.querySelector(".blip-dot")?.getAttribute("transform");
  if (scale) dot.setAttribute("transform", scale);
  link.append(hit, dot, label);
  return link;
}

/** @param {string} tag @returns {SVGElement} */
function makeShape(tag) {
  return document.createElementNS("http://www.w3.org/2000/svg", tag);
}

/** Sets the name or number of a blip beside its dot. @param {SVGAElement} link @param {string} name @param {LabelPosition} position */
function setLabel(link, name, [, , dx = 0, dy = 0, ends, leading = 0, lines = []]) {
  const label = link.querySelector("text");
  if (!label) return;
  label.setAttribute("class", lines[0] === name || /\D/.test(lines[0]) ? "blip-label" : "blip-number");
  label.setAttribute("x", String(dx));
  label.setAttribute("y", String(dy));
  label.setAttribute("text-anchor", ends ? "end" : "start");
  label.replaceChildren(
    ...lines.flatMap((line, at) => {
      // The space separates the lines for screen readers.
      const [space, span] = ["tspan", "tspan"].map(makeShape);
      space.setAttribute("font-size", "0");
      space.textContent = " ";
      span.setAttribute("x", String(dx));
      if (at) span.setAttribute("dy", String(leading));
      span.textContent = line;
      return at ? [space, span] : [span];
    }),
  );
}

/** Makes the click target as large as dot and name. The name is not measured in the page, which would lay it out anew. @param {SVGAElement} link @param {LabelPosition} position */
function resizeTarget(link, [, , dx = 0, dy = 0, ends, leading = 0, lines = []]) {
  const size = Number(link.ownerSVGElement?.getAttribute("font-size")) || 12;
  const width = Math.max(...lines.map((line) => lineWidth(line, size)), 0);
  const x = ends ? dx - width : dx;
  const [left, top] = [Math.min(x, -12), Math.min(dy - size, -12)];
  const right = Math.max(x + width, 12);
  const bottom = Math.max(dy + leading * (lines.length - 1) + 0.3 * size, 12);
  for (const [key, value] of Object.entries({ x: left, y: top, width: right - left, height: bottom - top })) link.querySelector("rect")?.setAttribute(key, value.toFixed(1));
}

/** The width of each line at 100 pixels. @type {Map<string, number>} */
const lineWidths = new Map();
const ruler = document.createElement("canvas").getContext("2d");

/** Returns the width of a line in the boldest weight: a name that becomes bold needs no other place. @param {string} line @param {number} size */
function lineWidth(line, size) {
  let width = lineWidths.get(line);
  if (width === undefined) {
    if (ruler && !lineWidths.size) ruler.font = `600 100px ${getComputedStyle(charts[0]).fontFamily}`;
    width = ruler?.measureText(line).width ?? line.length * 50;
    lineWidths.set(line, width);
  }
  return (width * size) / 100;
}
