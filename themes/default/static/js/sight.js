// @ts-check
// Shows the blip that the address asks for, as links from its page do: `index.html#at-kafka`.
"use strict";

/** Puts the focus on the blip of the address: in the drawing, where it shows its card, or else in the lists. */
function showAsked() {
  const id = location.hash.match(/^#at-([a-z0-9-]+)$/)?.[1];
  if (!id) return;
  const drawn = `svg a.blip[data-id="${id}"]`;
  const listed = `li[data-id="${id}"] a`;
  for (const asked of /** @type {NodeListOf<HTMLElement | SVGElement>} */ (document.querySelectorAll(`${drawn}, ${listed}`))) {
    asked.closest("details")?.setAttribute("open", "");
    // @ts-ignore: not every browser has the option; the others show the focus of a script after a key only
    asked.focus({ focusVisible: true });
    if (document.activeElement === asked) return;
  }
}

addEventListener("hashchange", showAsked);
showAsked();
