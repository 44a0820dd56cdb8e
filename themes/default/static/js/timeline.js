// @ts-check
// The timeline below the chart: a slider, a date field, and steps from edition to edition.
"use strict";

const timeline = document.getElementById("timeline");

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
  const length = daysBetween(first, last);
  const days = [...stops.map((stop) => stop.dataset.day ?? ""), today].sort();
  const showDate = async (/** @type {string} */ wanted) => {
    const day = wanted < first ? first : wanted > last ? last : wanted;
    slider.value = String(daysBetween(first, day));
    if (picker.value !== day) picker.value = day;
    const edition = stops.find((stop) => stop.dataset.day === day)?.textContent;
    const date = writeDate(day);
    slider.setAttribute("aria-valuetext", edition ? `${edition}, ${date}` : date);
    const time = day < today ? "past" : day > today ? "future" : "now";
    timeline.dataset.time = time;
    document.body.classList.toggle("other-day", day !== today);
    const output = timeline.querySelector("output");
    if (output) output.textContent = fill(texts.travel[time], { date: edition && time === "past" ? `${date}, ${edition}` : date });
    highlight(undefined);
    showDay(await loadPast(), blips, day);
    timeline.dataset.shown = day;
    changed(day === today ? "" : day);
  };
  slider.max = String(length);
  slider.addEventListener("input", () => showDate(daysAfter(first, Number(slider.value))));
  [picker.min, picker.max] = [first, last];
  // Who types a year writes 0002 first, which is no day of the timeline yet.
  picker.addEventListener("change", () => picker.validity.valid && showDate(picker.value));
  picker.addEventListener("blur", () => picker.validity.valid || showDate(picker.value || today));
  for (const stop of stops) {
    stop.parentElement?.style.setProperty("--at", String(daysBetween(first, stop.dataset.day ?? first) / length));
    stop.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      showDate(stop.dataset.day ?? today);
    });
  }
  timeline.style.setProperty("--today", String(daysBetween(first, today) / length));
  timeline.addEventListener("click", ({ target }) => {
    const step = target instanceof HTMLElement ? target.dataset.step : undefined;
    const before = days.findLast((day) => day < picker.value) ?? first;
    const next = days.find((day) => day > picker.value) ?? last;
    if (step) showDate({ before, next, today }[step] ?? today);
  });
  slider.value = String(daysBetween(first, today));
  picker.value = today;
  // The observer runs after layout: at the start, and whenever the width changes.
  new ResizeObserver(() => hideOverlapping(stops)).observe(timeline);
  // Today is on the page already.
  return (day) => (day || (timeline.dataset.shown ?? today) !== today) && showDate(day || today);
}

/** Hides the names of editions that would overlap a later one. @param {HTMLElement[]} stops */
function hideOverlapping(stops) {
  let free = Infinity;
  for (const stop of stops.toReversed()) {
    stop.hidden = false;
    const { left, right } = stop.getBoundingClientRect();
    stop.hidden = right + 12 > free;
    if (!stop.hidden) free = left;
  }
}
