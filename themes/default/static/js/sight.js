// @ts-check
// Shows the blip that the address asks for, as links from its page do: `index.html#at-kafka`.
"use strict";

/** Puts the focus on the blip of the address, which scrolls to it and shows its card. */
function showAsked() {
  const id = location.hash.match(/^#at-(.+)$/)?.[1];
  if (!id) return;
  const drawn = /** @type {NodeListOf<SVGAElement>} */ (document.querySelectorAll("svg a.blip"));
  const asked = [...drawn].find((blip) => blip.dataset.id === id && blip.getClientRects().length > 0);
  // @ts-ignore: not every browser has it; the others show the focus for a focus by script after a key only
  asked?.focus({ focusVisible: true });
}

addEventListener("hashchange", showAsked);
showAsked();
