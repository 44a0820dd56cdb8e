// @ts-check
// Buttons that copy a text, or the address of the page. They are there only where the browser lets a script copy.
"use strict";

/** Copies, and says so on the button for a moment. @param {HTMLButtonElement} button */
async function copyFrom(button) {
  const { copy = "", done = "" } = button.dataset;
  try {
    await navigator.clipboard.writeText(copy || location.href.split("#")[0]);
  } catch {
    return;
  }
  const label = button.textContent;
  button.textContent = done;
  setTimeout(() => (button.textContent = label), 2000);
}

everyPage(() => {
  if (!navigator.clipboard) return;
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("button[data-copy][hidden]"))) {
    button.hidden = false;
    button.addEventListener("click", () => {
      if (button.textContent !== button.dataset.done) void copyFrom(button);
    });
  }
});
