// @ts-check
// The timeline at the chart: a slider, a date field, steps from edition to edition, and a button that plays them.
"use strict";

const timeline = document.getElementById("timeline");

/** How long the past takes to play, in milliseconds. */
const PLAYING = 6000;

/** After how long without a change the drawings that the screen does not show follow, in milliseconds. */
const REST = 150;

/**
 * Makes the timeline work.
 * @param {Blip[]} blips
 * @param {string} today
 * @param {(day: string) => void} changed gets the day, or an empty text for today
 * @returns {(day: string) => void} shows a day, or today for an empty text
 */
function initTimeline(blips, today, changed) {
  if (!timeline) return () => {};
  const { first = today, last = today } = timeline.dataset;
  const slider = /** @type {HTMLInputElement} */ (timeline.querySelector("[type=range]"));
  const picker = /** @type {HTMLInputElement} */ (timeline.querySelector("[type=date]"));
  const stops = /** @type {HTMLAnchorElement[]} */ ([...timeline.querySelectorAll("a[data-day]")]);
  const ofToday = timeline.querySelector("[data-day='today']");
  if (ofToday instanceof HTMLElement) ofToday.dataset.day = today;
  const length = Math.max(daysBetween(first, last), 1);
  const days = [...new Set(stops.map((stop) => stop.dataset.day ?? ""))].sort();
  let wanted = today;
  let shown = today;
  let rest = 0;
  const show = async () => {
    const past = await loadPast();
    if (shown === wanted) return;
    if (!timeline.dataset.shown) rememberDay(past, blips, today);
    shown = wanted;
    document.body.classList.toggle("other-day", shown !== today);
    highlight(undefined);
    showDay(past, blips, shown);
    showRows(blips);
    changed(shown === today ? "" : shown);
    showTrails(past, blips, shown === today ? "" : shown);
    timeline.dataset.shown = shown;
    clearTimeout(rest);
    rest = setTimeout(() => showDayElsewhere(past, blips), REST);
  };
  const ask = (/** @type {string} */ day) => {
    wanted = day < first ? first : day > last ? last : day;
    slider.value = String(daysBetween(first, wanted));
    if (picker.value !== wanted) picker.value = wanted;
    const edition = stops.find((stop) => stop.dataset.day === wanted)?.textContent;
    slider.setAttribute("aria-valuetext", edition ? `${edition}, ${writeDate(wanted)}` : writeDate(wanted));
    timeline.dataset.time = wanted < today ? "past" : wanted > today ? "future" : "now";
    nextFrame(show);
  };
  const stop = initPlay(first, today, () => wanted, days, ask);
  const choose = (/** @type {string} */ day) => {
    stop();
    ask(day);
  };
  slider.max = String(length);
  slider.addEventListener("input", () => choose(daysAfter(first, Number(slider.value))));
  [picker.min, picker.max] = [first, last];
  // Who types a year writes 0002 first, which is no day of the timeline yet.
  picker.addEventListener("change", () => picker.validity.valid && choose(picker.value));
  picker.addEventListener("blur", () => picker.validity.valid || choose(picker.value || today));
  for (const stop of stops) {
    stop.parentElement?.style.setProperty("--at", String(daysBetween(first, stop.dataset.day ?? first) / length));
    stop.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      choose(stop.dataset.day ?? today);
    });
  }
  timeline.style.setProperty("--today", String(daysBetween(first, today) / length));
  timeline.addEventListener("click", ({ target }) => {
    const step = target instanceof HTMLElement ? target.dataset.step : undefined;
    const before = days.findLast((day) => day < wanted) ?? first;
    const next = days.find((day) => day > wanted) ?? last;
    if (step) choose({ before, next, today }[step] ?? today);
  });
  slider.value = String(daysBetween(first, today));
  picker.value = today;
  // The observer runs after layout: at the start, and whenever the width changes.
  new ResizeObserver(() => hideOverlapping(stops)).observe(timeline);
  // Today is on the page already.
  return (day) => (day || shown !== today) && choose(day || today);
}

/**
 * Makes the button play from the first day to today: day by day, or with reduced motion from edition to edition.
 * @param {string} first
 * @param {string} today
 * @param {() => string} now the day that is shown
 * @param {string[]} stops
 * @param {(day: string) => void} ask shows a day
 * @returns {() => void} stops it
 */
function initPlay(first, today, now, stops, ask) {
  const button = /** @type {HTMLButtonElement | null} */ (timeline?.querySelector("[data-play]"));
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let runs = 0;
  let plays = false;
  const stop = () => {
    runs += 1;
    plays = false;
    button?.setAttribute("aria-pressed", "false");
    if (button) button.textContent = texts.travel.play;
    // A sentence for each frame would be too many for a screen reader.
    statement?.setAttribute("aria-live", "polite");
  };
  const play = () => {
    const run = (runs += 1);
    let start = 0;
    const from = now() < today ? now() : first;
    const length = daysBetween(from, today);
    plays = true;
    const steps = [from, ...stops.filter((day) => day > from && day < today), today];
    const step = (/** @type {number} */ time) => {
      if (runs !== run) return;
      start ||= time;
      const share = Math.min((time - start) / PLAYING, 1);
      ask(still.matches ? steps[Math.min(Math.floor(share * steps.length), steps.length - 1)] : daysAfter(from, Math.round(share * length)));
      if (share < 1) requestAnimationFrame(step);
      else stop();
    };
    button?.setAttribute("aria-pressed", "true");
    if (button) button.textContent = texts.travel.pause;
    statement?.setAttribute("aria-live", "off");
    requestAnimationFrame(step);
  };
  button?.addEventListener("click", () => (plays ? stop() : play()));
  return stop;
}

/** Hides the names of editions that would overlap a later one. @param {HTMLElement[]} stops */
function hideOverlapping(stops) {
  for (const stop of stops) stop.hidden = false;
  const boxes = stops.map((stop) => stop.getBoundingClientRect());
  /** @type {DOMRect[]} */
  const kept = [];
  // The last name is that of today, which stays.
  for (let at = stops.length - 1; at >= 0; at -= 1) {
    const { left, right } = boxes[at];
    const overlaps = kept.some((other) => left < other.right + 12 && other.left < right + 12);
    stops[at].hidden = overlaps;
    if (!overlaps) kept.push(boxes[at]);
  }
}
