// @ts-check
// Travel in time: the chart as it was on any day, and as it will be if nobody reviews anything. What the
// radar knows of its past is a script of its own, which is loaded when somebody sets out.
"use strict";

const rail = document.getElementById("travel");

/** The radar's past, loaded once. @type {Promise<Past> | undefined} */
let past;

function loadPast() {
  past ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = rail?.dataset.history ?? "";
    script.onload = () => resolve(radarHistory);
    script.onerror = reject;
    document.head.append(script);
  });
  return past;
}

/**
 * Shows the chart as of a day.
 * @param {Past} past
 * @param {Blip[]} blips those that were never drawn yet are added
 * @param {string} day
 */
function showDay(past, blips, day) {
  const known = new Map(blips.map((blip) => [blip.id, blip]));
  /** @type {Blip[]} */
  const moved = [];
  for (const was of past.blips) {
    const state = judge(past, was, day);
    const place = was.places[state.ring];
    let blip = known.get(was.id);
    if (!place) state.ring = -1;
    if (!blip && place) blips.push((blip = addBlip(was)));
    if (!blip) continue;
    blip.state = state;
    blip.link.classList.toggle("away", !place);
    if (!place) continue;
    const [x, y] = place;
    if (blip.link.dataset.ring !== String(state.ring)) {
      blip.link.setAttribute("transform", `translate(${x} ${y})`);
      blip.link.dataset.ring = String(state.ring);
      putLabel(blip, place);
      moved.push(blip);
    }
    drawMark(blip.link, state);
    nameLink(blip);
  }
  fitTargets(moved);
}

/** Adds a blip that is not on the chart of today. @param {PastBlip} was @returns {Blip} */
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
  const state = { ring: -1, movement: "unchanged", freshness: "unreviewed", imposed: false, left: 0, by: [], on: "" };
  return { id, name, sector, link, row: null, summary: "", owners: "", tags: [], teams: [], people: [], state, hit: true };
}

/** Sets the name or number of a blip beside its dot. @param {Blip} blip @param {Place} place */
function putLabel({ link, name }, [, , dx = 0, dy = 0, ends, leading = 0, lines = []]) {
  const label = link.querySelector("text");
  if (!label) return;
  label.setAttribute("class", lines[0] === name || /\D/.test(lines[0]) ? "blip-label" : "blip-number");
  label.setAttribute("x", String(dx));
  label.setAttribute("y", String(dy));
  label.setAttribute("text-anchor", ends ? "end" : "start");
  label.replaceChildren(
    ...lines.flatMap((line, at) => {
      // The space is for whoever reads the text without seeing its lines.
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

/** Makes what can be pressed as large as dot and name; all are measured before any is changed. @param {Blip[]} blips */
function fitTargets(blips) {
  const boxes = blips.map(({ link }) => link.querySelector("text")?.getBBox() ?? new DOMRect());
  blips.forEach(({ link }, at) => {
    const { x, y, width, height } = boxes[at];
    const [left, top] = [Math.min(x, -12), Math.min(y, -12)];
    const target = { x: left, y: top, width: Math.max(x + width, 12) - left, height: Math.max(y + height, 12) - top };
    for (const [key, value] of Object.entries(target)) link.querySelector("rect")?.setAttribute(key, value.toFixed(1));
  });
}

/** Says of a blip where it is and how good that is. @param {Blip} blip */
function nameLink({ link, name, sector, state }) {
  const words = stateInWords(state);
  const values = { name, ring: known.rings[state.ring].name, quadrant: known.quadrants[sector].name, movement: texts.movement[state.movement], freshness: words };
  link.setAttribute("aria-label", fill(texts.chart.label, values));
}

/** @param {{ freshness: string, imposed: boolean }} state */
function stateInWords({ freshness, imposed }) {
  const words = texts.freshness[freshness];
  return imposed ? fill(texts.chart.note, { blips: words, flagged: texts.chart.imposed }) : words;
}

/** Counts the blips of each quadrant anew, below its name. @param {Blip[]} blips */
function noteSectors(blips) {
  for (const sector of document.querySelectorAll(".chart .sector")) {
    const note = sector.querySelector(".sector-note");
    const mine = blips.filter(({ link, state }) => state.ring >= 0 && sector.contains(link));
    const flagged = mine.filter(({ state }) => isFlagged(state.freshness)).length;
    const says = count(texts.chart.blips, mine.length);
    if (note) note.textContent = flagged ? fill(texts.chart.note, { blips: says, flagged: count(texts.chart.flagged, flagged) }) : says;
  }
}

/**
 * Offers the rail of days.
 * @param {Blip[]} blips
 * @param {string} today
 * @param {string} asked the day that the address asks for
 * @param {(day: string) => void} changed is told the day, or nothing for today
 */
function offerTravel(blips, today, asked, changed) {
  if (!rail) return;
  const { first = today, last = today } = rail.dataset;
  const slider = /** @type {HTMLInputElement} */ (rail.querySelector("[type=range]"));
  const picker = /** @type {HTMLInputElement} */ (rail.querySelector("[type=date]"));
  const stops = /** @type {HTMLAnchorElement[]} */ ([...rail.querySelectorAll("a[data-day]")]);
  const length = daysBetween(first, last);
  const days = [...stops.map((stop) => stop.dataset.day ?? ""), today].sort();
  const goTo = async (/** @type {string} */ wanted) => {
    const day = wanted < first ? first : wanted > last ? last : wanted;
    slider.value = String(daysBetween(first, day));
    picker.value = day;
    const edition = stops.find((stop) => stop.dataset.day === day)?.textContent;
    const date = writeDate(day);
    slider.setAttribute("aria-valuetext", edition ? `${edition}, ${date}` : date);
    const then = day < today ? "past" : day > today ? "future" : "now";
    rail.dataset.then = then;
    document.body.classList.toggle("elsewhen", day !== today);
    const says = rail.querySelector("output");
    if (says) says.textContent = fill(texts.travel[then], { date: edition && then === "past" ? `${date}, ${edition}` : date });
    comeForward(undefined);
    showDay(await loadPast(), blips, day);
    rail.dataset.shown = day;
    changed(day === today ? "" : day);
  };
  slider.max = String(length);
  slider.addEventListener("input", () => goTo(daysAfter(first, Number(slider.value))));
  [picker.min, picker.max] = [first, last];
  picker.addEventListener("change", () => picker.value && goTo(picker.value));
  for (const stop of stops) {
    stop.parentElement?.style.setProperty("--at", String(daysBetween(first, stop.dataset.day ?? first) / length));
    stop.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      goTo(stop.dataset.day ?? today);
    });
  }
  rail.style.setProperty("--today", String(daysBetween(first, today) / length));
  rail.addEventListener("click", ({ target }) => {
    const step = target instanceof HTMLElement ? target.dataset.step : undefined;
    const before = days.findLast((day) => day < picker.value) ?? first;
    const next = days.find((day) => day > picker.value) ?? last;
    if (step) goTo({ before, next, today }[step] ?? today);
  });
  slider.value = String(daysBetween(first, today));
  picker.value = today;
  // Told after the page has been laid out, at the start and whenever the width changes.
  new ResizeObserver(() => thin(stops)).observe(rail);
  if (/^\d{4}-\d\d-\d\d$/.test(asked) && asked !== today) goTo(asked);
}

/** Leaves the names of editions out that would stand on a later one's. @param {HTMLElement[]} stops */
function thin(stops) {
  let free = Infinity;
  for (const stop of stops.toReversed()) {
    stop.hidden = false;
    const { left, right } = stop.getBoundingClientRect();
    stop.hidden = right + 12 > free;
    if (!stop.hidden) free = left;
  }
}
