// @ts-check
// The review rule on any day, from the radar's past: src/radar/freshness.rs and src/radar/history.rs for the script.
"use strict";

/**
 * @typedef {[date: string, ring: number | null, kind: 0 | 1 | 2 | 3, by: number[]]} PastReview ring is -1 for
 *   retired, null for no verdict; kind is 0 for first-hand, 1 for second-hand, 2 for advisory, 3 for unsigned
 * @typedef {[x: number, y: number, dx?: number, dy?: number, ends?: 0 | 1, leading?: number, lines?: string[]]} LabelPosition
 * @typedef {{ id: string, name: string, sector: number, added: string, start: number, every: number[],
 *   reviews: PastReview[], places: Record<number, LabelPosition>, slices: Record<number, LabelPosition> }} PastBlip
 * @typedef {{ intervals: Interval[], notice: number, holds: 0 | 1, editions: [string, string][], people: string[], blips: PastBlip[] }} Past
 */

/** Returns the freshness of a review with its first due day and its last valid day. @param {string} today @param {string} dueFrom @param {string} until */
function freshness(today, dueFrom, until) {
  return today > until ? "expired" : today >= dueFrom ? "due" : "fresh";
}

/** Returns how much of the review time is left, in 24ths. @param {string} today @param {string} since @param {string} until */
function timeLeft(today, since, until) {
  const share = daysBetween(today, until) / Math.max(daysBetween(since, until), 1);
  return Math.ceil(Math.min(Math.max(share, 0), 1) * 24);
}

/** Returns the ring of a blip on a day: -1 if retired, undefined before it was added. @param {PastBlip} blip @param {string} day */
function ringOn({ added, start, reviews }, day) {
  if (day < added) return undefined;
  return reviews.findLast(([date, ring]) => ring !== null && date <= day)?.[1] ?? start;
}

/** The first day of each past. @type {WeakMap<Past, string>} */
const firstDays = new WeakMap();

/** Returns the day with which the radar of a day is compared, not before its first. @param {Past} past @param {string} day */
function comparisonDay(past, day) {
  const from = past.editions.filter(([date]) => date <= day).at(-2)?.[0] ?? dateAfter(day, [6, "month"], -1);
  const first = firstDays.get(past) ?? past.blips.map(({ added }) => added).sort()[0] ?? from;
  firstDays.set(past, first);
  return first > day ? day : first > from ? first : from;
}

/** @param {PastBlip} blip @param {string} from @param {string} to */
function movementOf(blip, from, to) {
  const [then = -1, now = -1] = [ringOn(blip, from), ringOn(blip, to)];
  if (then >= 0) return now < then ? "moved-in" : now > then ? "moved-out" : "unchanged";
  const days = [blip.added, from, ...blip.reviews.filter(([, ring]) => ring !== null).map(([date]) => date)];
  return days.some((day) => day <= from && (ringOn(blip, day) ?? -1) >= 0) ? "returned" : "new";
}

/**
 * Returns who set the ring: `imposed`, `set-from-outside`, or an empty text for somebody who works with the blip.
 * @param {PastBlip} blip
 * @param {string} day
 * @param {string} confirmed the day of the last review that holds
 */
function ringSetBy({ reviews }, day, confirmed) {
  const verdicts = reviews.filter(([date, ring]) => ring !== null && date <= day);
  const ring = verdicts.at(-1)?.[1];
  const before = verdicts.findLastIndex((verdict) => verdict[1] !== ring);
  const setting = verdicts[before + 1];
  if (!setting || setting[2] === 3) return "";
  if (!confirmed || setting[0] > confirmed) return "imposed";
  const isConfirmed = reviews.some(([date, , kind]) => kind === 0 && setting[0] <= date && date <= day);
  return setting[2] === 1 && !isConfirmed ? "set-from-outside" : "";
}

/**
 * Judges a blip on a day.
 * @param {Past} past
 * @param {PastBlip} blip
 * @param {string} day
 * @param {string} compared the day with which the radar of that day is compared
 * @returns {State}
 */
function judge(past, blip, day, compared) {
  const ring = ringOn(blip, day) ?? -1;
  const review = blip.reviews.findLast(([date, , kind]) => kind <= past.holds && date <= day);
  const on = review?.[0] ?? "";
  const state = { ring, movement: "unchanged", freshness: "unreviewed", imposed: false, outside: false, unremembered: false, second: review?.[2] === 1, left: 0, by: review?.[3].map((at) => past.people[at]) ?? [], on, until: "" };
  if (ring < 0) return state;
  if (on) {
    const until = dateAfter(on, past.intervals[blip.every[ring]]);
    const dueFrom = daysAfter(dateAfter(until, past.intervals[past.notice], -1), 1);
    state.freshness = freshness(day, dueFrom, until);
    state.until = until;
    state.left = timeLeft(day, on, until);
  }
  state.movement = movementOf(blip, compared, day);
  const setBy = ringSetBy(blip, day, on);
  state.imposed = setBy === "imposed";
  state.outside = setBy === "set-from-outside";
  return state;
}
