// @ts-check
// The search: every typed word has to match a word of the blip, as its beginning, as a part of it, or with typing errors.
"use strict";

/** Splits a text into words, in lower case and without accents. @param {string} text */
function wordsOf(text) {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.match(/[\p{L}\p{N}][\p{L}\p{N}+#.]*/gu) ?? [];
}

/**
 * Returns how well words match, the lower the better, or undefined if one of them has no match.
 * @param {string[]} wanted
 * @param {string[]} name
 * @param {string[]} others
 */
function matchCost(wanted, name, others) {
  let cost = 0;
  for (const want of wanted) {
    const inName = Math.min(...name.map((word) => distance(want, word)));
    const found = inName <= maxDistance(want) ? inName : 4 + Math.min(...others.map((word) => distance(want, word)));
    if (found > 4 + maxDistance(want)) return undefined;
    cost += found;
  }
  return cost;
}

/** Returns how many typing errors a word may have. @param {string} word */
function maxDistance(word) {
  return word.length < 4 ? 0.5 : word.length < 8 ? 1.5 : 2.5;
}

/**
 * Returns 0 for the beginning of a word, 0.5 for a part of it, otherwise the number of typing errors: letters that are
 * missing, added, changed or swapped (optimal string alignment). The rest of the word does not count.
 * @param {string} want
 * @param {string} word
 */
function distance(want, word) {
  const at = word.indexOf(want);
  if (at >= 0) return at ? 0.5 : 0;
  // The first letter is seldom wrong, so most words need no closer look.
  if (want.length < 4 || (want[0] !== word[0] && want[1] !== word[0] && want[0] !== word[1])) return Infinity;
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
