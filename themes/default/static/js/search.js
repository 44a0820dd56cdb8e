// @ts-check
// The search: every typed word has to match a word of the blip, as its beginning, as a part of it, or with typing
// errors. Loaded when somebody first searches.
"use strict";

/**
 * @typedef {object} SearchEntry a blip, as src/export/search.rs writes it
 * @property {string} id
 * @property {string} name
 * @property {number} quadrant
 * @property {number} ring from the centre out; -1 for retired
 * @property {string} movement
 * @property {[since: string, dueFrom: string, until: string]} [days] of the last review that counts
 * @property {1 | 2} [set_by] 1 if the ring is imposed, 2 if it is set from outside
 * @property {string[]} [aliases]
 * @property {number[]} [owners]
 * @property {string[]} [tags]
 * @property {string} [summary]
 *
 * @typedef {{ rings: string[], quadrants: string[], owners: string[], blips: SearchEntry[] }} SearchIndex
 * @typedef {{ name: string[], joined: string, initials: string, aliases: string[], others: string[] }} SearchWords
 * @typedef {{ entry: SearchEntry, cost: number }} Find
 */

/** Letters that are no letter with an accent. @type {Record<string, string>} */
const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };
/** How people write letters that their keyboard lacks. @type {Record<string, string>} */
const SPELT = { ä: "ae", ö: "oe", ü: "ue", ø: "oe", å: "aa" };

/** Returns a word without accents. @param {string} word */
function plainly(word) {
  return word.replace(/[ßæœøłđðþı]/g, (letter) => LETTERS[letter]).normalize("NFD").replace(/\p{M}/gu, "");
}

/** Splits a text into words, each in all forms in which people write it. @param {string} text @returns {string[][]} */
function wordsOf(text) {
  const words = text.normalize("NFC").toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}+#.]*/gu) ?? [];
  return words.map((word) => {
    const [plain, spelt] = [word, word.replace(/[äöüøå]/g, (letter) => SPELT[letter])].map((form) => plainly(form).replace(/\.+$/, ""));
    return plain === spelt ? [plain] : [plain, spelt];
  });
}

/** The words of each blip, split at the first search. @type {Map<SearchEntry, SearchWords>} */
const searchWords = new Map();

/** @param {SearchEntry} entry @returns {SearchWords} */
function wordsOfEntry(entry) {
  const known = searchWords.get(entry);
  if (known) return known;
  const name = wordsOf(entry.name);
  const owners = (entry.owners ?? []).map((at) => radarSearch.owners[at]);
  const words = {
    name: name.flat(),
    joined: name.map(([word]) => word).join(""),
    initials: name.length > 1 ? name.map(([word]) => word[0]).join("") : "",
    aliases: wordsOf((entry.aliases ?? []).join(" ")).flat(),
    others: [...new Set(wordsOf([entry.id, ...(entry.tags ?? []), ...owners, entry.summary ?? ""].join(" ")).flat())],
  };
  searchWords.set(entry, words);
  return words;
}

/** Returns all blips that match a query, the best first; all of them if it has no word. @param {string} query @returns {Find[]} */
function search(query) {
  const wanted = wordsOf(query);
  /** @type {Find[]} */
  const finds = [];
  for (const entry of radarSearch.blips) {
    const cost = matchCost(wanted, wordsOfEntry(entry));
    if (cost < Infinity) finds.push({ entry, cost });
  }
  return finds.sort((a, b) => a.cost - b.cost || Number(a.entry.ring < 0) - Number(b.entry.ring < 0) || a.entry.name.length - b.entry.name.length);
}

/** Returns how badly a blip matches; Infinity if one of the words has no match. @param {string[][]} wanted @param {SearchWords} words */
function matchCost(wanted, words) {
  let cost = 0;
  for (const forms of wanted) {
    cost += Math.min(...forms.map((want) => wordCost(want, words)));
    if (cost === Infinity) break;
  }
  return cost;
}

/** @param {string} want @param {SearchWords} words */
function wordCost(want, { name, joined, initials, aliases, others }) {
  const most = maxDistance(want);
  const nearest = (/** @type {string[]} */ words) => {
    let least = Infinity;
    for (const word of words) if ((least = Math.min(least, distance(want, word))) === 0) break;
    return least <= most ? least : Infinity;
  };
  let cost = Math.min(nearest(name), nearest(aliases) + 0.2);
  if (want === initials) cost = Math.min(cost, 0.3);
  // Who types "springboot" means "Spring Boot".
  if (want.length > 3 && joined.startsWith(want)) cost = Math.min(cost, 0.3);
  if (cost < 1) return cost;
  // The name counts more than the texts beside it, where a part of a word is chance: "trust" is not about Rust.
  const beside = Math.min(...others.filter((word) => word.startsWith(want) || !word.includes(want)).map((word) => distance(want, word)));
  return Math.min(cost, beside <= most ? beside + 4 : Infinity);
}

/** Returns how many typing errors a word may have. @param {string} word */
function maxDistance(word) {
  return word.length < 4 ? 0.5 : word.length < 8 ? 1.5 : 2.5;
}

/**
 * Returns 0 for a word itself, 0.1 for its beginning, 0.5 for a part of it, otherwise the number of typing errors:
 * letters that are missing, added, changed or swapped (optimal string alignment). The rest of the word does not count.
 * @param {string} want
 * @param {string} word
 */
function distance(want, word) {
  const at = word.indexOf(want);
  if (at >= 0) return at ? 0.5 : want.length === word.length ? 0 : 0.1;
  // The first letter is seldom wrong, so most words need no closer look.
  if (want.length < 4 || word.length < want.length - 2 || (want[0] !== word[0] && want[1] !== word[0] && want[0] !== word[1])) return Infinity;
  let [before, row] = [/** @type {number[]} */ ([]), [...word, ""].map((_, index) => index)];
  for (let i = 1; i <= want.length; i++) {
    const next = [i];
    for (let j = 1; j <= word.length; j++) {
      const same = want[i - 1] === word[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + same);
      if (i > 1 && want[i - 1] === word[j - 2] && want[i - 2] === word[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return Math.min(...row);
}
