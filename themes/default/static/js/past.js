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
  /** @type {SVGAElement[]} */
  const moved = [];
  for (const was of past.blips) {
    const state = judge(past, was, day, compared);
    if (!was.places[state.ring]) state.ring = -1;
    let blip = known.get(was.id);
    if (!blip && state.ring >= 0) blips.push((blip = addBlip(was)));
    if (!blip) continue;
    blip.state = state;
    state.exit = exitOn(blip.exit, day);
    for (const link of blip.links) if (isShown(link) && drawBlip(link, blip, was)) moved.push(link);
  }
  resizeTargets(moved);
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
function stateKey({ ring, movement, freshness, imposed, outside, left }) {
  return [ring, movement, freshness, imposed, outside, left].join();
}

/** Draws a blip if its state has changed, and returns whether its label has. @param {SVGAElement} link @param {Blip} blip @param {PastBlip} was */
function drawBlip(link, blip, was) {
  const { state } = blip;
  const key = stateKey(state);
  if (drawnStates.get(link) === key) return false;
  drawnStates.set(link, key);
  const place = placeOf(link, was, state.ring);
  link.classList.toggle("absent", !place);
  if (!place) return false;
  const isMoved = link.dataset.ring !== String(state.ring);
  if (isMoved) {
    link.setAttribute("transform", `translate(${place[0]} ${place[1]})`);
    link.dataset.ring = String(state.ring);
    setLabel(link, blip.name, place);
  }
  drawMark(link, state);
  setAccessibleName(blip);
  return isMoved;
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
  const state = { ring: -1, movement: "unchanged", freshness: "unreviewed", imposed: false, outside: false, unremembered: false, second: false, left: 0, by: [], on: "", until: "" };
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

/** Makes the click targets as large as dot and name. Measures all before it changes any. @param {SVGAElement[]} links */
function resizeTargets(links) {
  const boxes = links.map((link) => link.querySelector("text")?.getBBox() ?? new DOMRect());
  links.forEach((link, at) => {
    const { x, y, width, height } = boxes[at];
    const [left, top] = [Math.min(x, -12), Math.min(y, -12)];
    const target = { x: left, y: top, width: Math.max(x + width, 12) - left, height: Math.max(y + height, 12) - top };
    for (const [key, value] of Object.entries(target)) link.querySelector("rect")?.setAttribute(key, value.toFixed(1));
  });
}
