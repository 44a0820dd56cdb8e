// @ts-check
// Civil dates as texts, as in `2026-04-14`, and intervals, as in src/radar/interval.rs.
"use strict";

/** @typedef {[number, "day" | "week" | "month" | "year"]} Interval */

/** Returns the reader's civil date. */
function localDate() {
  const now = new Date();
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Returns whether a text is a date of the calendar. @param {string} text */
function isDate(text) {
  // Some browsers read 31 February as 3 March.
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Returns the number of days from one date to another. @param {string} from @param {string} to */
function daysBetween(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** Returns the date a number of days after another. @param {string} date @param {number} days */
function daysAfter(date, days) {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

/**
 * Returns the date an interval after another, or before it with the sign -1. A day that the month lacks becomes
 * its last day.
 * @param {string} date
 * @param {Interval} interval
 * @param {1 | -1} [sign]
 */
function dateAfter(date, [n, unit], sign = 1) {
  if (unit === "day" || unit === "week") return daysAfter(date, sign * n * (unit === "week" ? 7 : 1));
  const [year, month, day] = date.split("-").map(Number);
  const months = year * 12 + month - 1 + sign * n * (unit === "year" ? 12 : 1);
  const last = new Date(Date.UTC(2000, (months % 12) + 1, 0)).getUTCDate();
  const [inYear, inMonth] = [Math.floor(months / 12), (months % 12) + 1];
  const isShort = inMonth === 2 && !(inYear % 4 === 0 && (inYear % 100 !== 0 || inYear % 400 === 0));
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  return `${String(inYear).padStart(4, "0")}-${two(inMonth)}-${two(Math.min(day, isShort ? 28 : last))}`;
}

/** The day on which the page is judged: the reader's, or that of the build if the reader's clock is behind it. */
const today = localDate() > buildDate ? localDate() : buildDate;

/** Whether the page may be older than that day: it is, or it has no day in it and a cache may have kept it for days. */
const mayBeOld = !!buildDate && (today > buildDate || !ownDate);
