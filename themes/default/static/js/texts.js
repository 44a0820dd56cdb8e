// @ts-check
// The script has no texts of its own: the texts that theme.toml lists in `texts` are put before the bundle as
// `radarTexts`, in the language of the site. The files of this folder become one classic script and no modules, because
// browsers refuse to load modules from the disk.
"use strict";

/**
 * @typedef {Record<string, string>} Forms a text in its plural forms
 * @typedef {object} Texts
 * @property {{ short: string, months_short: string[], long: string, months: string[] }} date
 * @property {Record<string, string>} badge
 * @property {Record<string, string>} freshness
 * @property {Record<string, Forms>} units
 * @property {{ overdue: Record<string, string>, owed: Forms, waiting: Forms, shown: Forms }} reviews
 * @property {{ of_blip: Forms, ago: Forms, today: string, late: Forms, shown: Forms }} questions
 * @property {Forms} notice
 * @property {Record<string, string>} colours
 * @property {Record<string, string>} movement
 * @property {Record<string, string>} travel
 * @property {Record<string, string>} statement
 * @property {{ never: string }} line
 * @property {{ blips: Forms, flagged: Forms, note: string, imposed: string, "set-from-outside": string, label: string }} chart
 * @property {{ found: Forms, none: string, finds: Forms, all: Forms }} finder
 * @property {{ close: string }} keys
 * @property {{ out: string }} zoom
 * @property {{ owners: string, review: string, "second-hand": string, never: string, unremembered: string, exit: string }} card
 */

/** @type {Texts} */
const texts = radarTexts;

/** The day that the page has in it, if it speaks of today, and the day of the build from `day.js`, which the others load. */
const { today: ownDate, built } = document.documentElement.dataset;
/** The day of the build. */
const buildDate = ownDate ?? built ?? "";

/** Replaces `{names}` in a text by values. @param {string} text @param {Record<string, string | number>} values */
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** Returns the plural form for `n`, filled. @param {Forms} forms @param {number} n @param {Record<string, string>} [values] */
function count(forms, n, values) {
  const form = new Intl.PluralRules(document.documentElement.lang).select(n);
  return fill(forms[form] ?? forms.other, { n, ...values });
}

/** Formats a date such as `2026-04-14`. @param {string} date */
function writeDate(date) {
  const [year, month, day] = date.split("-").map(Number);
  return fill(texts.date.short, { day, month, month_short: texts.date.months_short[month - 1], year });
}

/** Formats a date such as `2026-04-14` with the name of its month. @param {string} date */
function writeLongDate(date) {
  const [year, month, day] = date.split("-").map(Number);
  return fill(texts.date.long, { day, month: texts.date.months[month - 1], year });
}
