// @ts-check
// Whether a blip is what somebody types. Every word has to be found; a word may be the beginning of one of
// the blip's, stand inside of it, or be mistyped.
"use strict";

/** Lower case, without accents, in words. @param {string} text */
function wordsOf(text) {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.match(/[\p{L}\p{N}][\p{L}\p{N}+#.]*/gu) ?? [];
}

/**
 * How well words fit: the lower the better, or nothing if one of them is not there at all.
 * @param {string[]} wanted
 * @param {string[]} name
 * @param {string[]} others
 */
function fits(wanted, name, others) {
  let cost = 0;
  for (const want of wanted) {
    const inName = Math.min(...name.map((word) => distance(want, word)));
    const found = inName <= allowed(want) ? inName : 4 + Math.min(...others.map((word) => distance(want, word)));
    if (found > 4 + allowed(want)) return undefined;
    cost += found;
  }
  return cost;
}

/** How many typing errors are forgiven. @param {string} word */
function allowed(word) {
  return word.length < 4 ? 0.5 : word.length < 8 ? 1.5 : 2.5;
}

/**
 * 0 for the beginning of a word, 0.5 for its inside, else the number of typing errors: letters left out,
 * added, changed or swapped (optimal string alignment), the rest of the word not counted.
 * @param {string} want
 * @param {string} word
 */
function distance(want, word) {
  const at = word.indexOf(want);
  if (at >= 0) return at ? 0.5 : 0;
  // The first letter is seldom the wrong one; and most words need no closer look.
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
