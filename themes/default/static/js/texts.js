// @ts-check
// The script has no words of its own: the page hands them over as JSON. The files of this folder are
// bundled into one classic script, so that pages work from the disk, where modules do not.
"use strict";

/**
 * @typedef {Record<string, string>} Forms a text in its plural forms
 * @typedef {object} Texts
 * @property {string} today the day the page speaks of
 * @property {{ short: string, months_short: string[] }} date
 * @property {Record<string, string>} badge
 * @property {Record<string, string>} freshness
 * @property {Forms} day
 * @property {Record<string, string>} [overdue]
 * @property {{ due?: string, expired?: string }} [why]
 * @property {Forms} notice
 * @property {Record<string, string>} colours
 */

/** The page's texts; null on a page without any. @returns {Texts | null} */
function readTexts() {
  const element = document.getElementById("radar-texts");
  return element && JSON.parse(element.textContent ?? "");
}

/** Puts values into a text in place of `{their names}`. @param {string} text @param {Record<string, string | number>} values */
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** The plural form for `n`, filled. @param {Forms} forms @param {number} n @param {Record<string, string>} [values] */
function count(forms, n, values) {
  const form = new Intl.PluralRules(document.documentElement.lang).select(n);
  return fill(forms[form] ?? forms.other, { n, ...values });
}

/** Writes a date that is given as in `2026-04-14`. @param {string} date @param {Texts} texts */
function writeDate(date, texts) {
  const [year, month, day] = date.split("-").map(Number);
  return fill(texts.date.short, { day, month, month_short: texts.date.months_short[month - 1], year });
}
