// @ts-check
// The lists beside the chart: a row and its dot light each other, and on wide screens nothing is folded.
"use strict";

/** @param {Blip[]} blips */
function initIndex(blips) {
  const lists = /** @type {HTMLElement | null} */ (document.querySelector(".lists"));
  if (!lists) return;
  const ofRow = new Map(blips.map((blip) => [blip.id, blip]));
  const blipOf = (/** @type {EventTarget | null} */ target) =>
    target instanceof Element ? ofRow.get(/** @type {HTMLElement | null} */ (target.closest("li[data-id]"))?.dataset.id ?? "") : undefined;
  lists.addEventListener("pointerover", ({ target, pointerType }) => pointerType === "mouse" && light(blipOf(target)));
  lists.addEventListener("pointerleave", () => light(undefined));
  lists.addEventListener("focusin", ({ target }) => light(blipOf(target)));
  lists.addEventListener("focusout", () => light(undefined));
  const wide = matchMedia("(min-width: 70rem)");
  const unfold = () => {
    for (const fold of /** @type {NodeListOf<HTMLDetailsElement>} */ (lists.querySelectorAll(".fold"))) fold.open = wide.matches;
  };
  wide.addEventListener("change", unfold);
  unfold();
}

/** Lights a blip on the chart, without its card: its row says what the card would. @param {Blip | undefined} blip */
function light(blip) {
  highlight(blip);
  if (card) card.hidden = true;
}
