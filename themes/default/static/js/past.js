// @ts-check
// The chart of another day: as it was, or as it will be if nobody reviews anything until then. The radar's past is a
// script of its own, which is loaded when somebody first asks for another day.
"use strict";

/** The radar's past, loaded once. @type {Promise<Past> | undefined} */
let past;

function loadPast() {
  past ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = timeline?.dataset.history ?? "";
    script.onload = () => resolve(radarHistory);
    script.onerror = reject;
    document.head.append(script);
  });
  return past;
}

/**
 * Shows the chart of a day.
 * @param {Past} past
 * @param {Blip[]} blips gets the blips that are not on the chart yet
 * @param {string} day
 */
function showDay(past, blips, day) {
  const drawn = new Map(blips.map((blip) => [blip.id, blip]));
  /** @type {Blip[]} */
  const moved = [];
  for (const was of past.blips) {
    const state = judge(past, was, day);
    const position = was.places[state.ring];
    let blip = drawn.get(was.id);
    if (!position) state.ring = -1;
    if (!blip && position) blips.push((blip = addBlip(was)));
    if (!blip) continue;
    blip.state = state;
    state.exit = exitOn(blip.exit, day);
    blip.link.classList.toggle("absent", !position);
    if (!position) continue;
    const [x, y] = position;
    if (blip.link.dataset.ring !== String(state.ring)) {
      blip.link.setAttribute("transform", `translate(${x} ${y})`);
      blip.link.dataset.ring = String(state.ring);
      setLabel(blip, position);
      moved.push(blip);
    }
    drawMark(blip.link, state);
    setAccessibleName(blip);
  }
  resizeTargets(moved);
}

/** Adds a blip that is not on today's chart. @param {PastBlip} was @returns {Blip} */
function addBlip({ id, name, sector }) {
  const [chart] = charts;
  const make = (/** @type {string} */ tag) => document.createElementNS("http://www.w3.org/2000/svg", tag);
  const link = /** @type {SVGAElement} */ (make("a"));
  link.setAttribute("href", `blips/${id}.html`);
  link.dataset.id = id;
  const [hit, dot, label] = ["rect", "g", "text"].map(make);
  hit.setAttribute("class", "blip-hit");
  dot.setAttribute("class", "blip-dot");
  const scale = chart.querySelector(".blip-dot")?.getAttribute("transform");
  if (scale) dot.setAttribute("transform", scale);
  link.append(hit, dot, label);
  chart.querySelector(`.sector-${sector + 1}`)?.append(link);
  const state = { ring: -1, movement: "unchanged", freshness: "unreviewed", imposed: false, outside: false, unremembered: false, second: false, by: [], on: "" };
  return { id, name, sector, link, row: null, summary: "", owners: "", questions: "", tags: [], teams: [], people: [], use: "", state, matches: true };
}

/** Sets the name or number of a blip beside its dot. @param {Blip} blip @param {LabelPosition} position */
function setLabel({ link, name }, [, , dx = 0, dy = 0, ends, leading = 0, lines = []]) {
  const label = link.querySelector("text");
  if (!label) return;
  label.setAttribute("class", lines[0] === name || /\D/.test(lines[0]) ? "blip-label" : "blip-number");
  label.setAttribute("x", String(dx));
  label.setAttribute("y", String(dy));
  label.setAttribute("text-anchor", ends ? "end" : "start");
  label.replaceChildren(
    ...lines.flatMap((line, at) => {
      // The space separates the lines for screen readers.
      const [space, span] = ["tspan", "tspan"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
      space.setAttribute("font-size", "0");
      space.textContent = " ";
      span.setAttribute("x", String(dx));
      if (at) span.setAttribute("dy", String(leading));
      span.textContent = line;
      return at ? [space, span] : [span];
    }),
  );
}

/** Makes the click targets as large as dot and name. Measures all before it changes any. @param {Blip[]} blips */
function resizeTargets(blips) {
  const boxes = blips.map(({ link }) => link.querySelector("text")?.getBBox() ?? new DOMRect());
  blips.forEach(({ link }, at) => {
    const { x, y, width, height } = boxes[at];
    const [left, top] = [Math.min(x, -12), Math.min(y, -12)];
    const target = { x: left, y: top, width: Math.max(x + width, 12) - left, height: Math.max(y + height, 12) - top };
    for (const [key, value] of Object.entries(target)) link.querySelector("rect")?.setAttribute(key, value.toFixed(1));
  });
}
