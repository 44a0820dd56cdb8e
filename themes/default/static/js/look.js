// @ts-check
// A click on a blip opens its page in a sheet beside the chart, with its own address. With Ctrl or the middle button, on a
// narrow screen and from the disk, where pages cannot be read, the link is a link.
"use strict";

const instrument = /** @type {HTMLElement | null} */ (document.querySelector(".instrument"));
const hasRoomBeside = matchMedia("(min-width: 70rem)");

/** The sheet, once it is loaded: `js/sheet.js`. @type {{ show(url: string, opener: Element | undefined): void, restore(): void, hide(): void } | undefined} */
let sheet;

/** Returns whether pages of blips are shown beside the chart. */
function canLook() {
  return !!instrument && hasRoomBeside.matches && location.protocol.startsWith("http");
}

/** @param {() => void} use gets called once the sheet is loaded @param {() => void} otherwise */
function withSheet(use, otherwise) {
  if (sheet) use();
  else loadScript(sheetScript).then(use, otherwise);
}

function initLook() {
  if (!instrument) return;
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!link || !isPlainClick(event) || !canLook()) return;
    const url = new URL(link.getAttribute("href") ?? "", location.href);
    const isBlip = url.href.startsWith(`${siteRoot}blips/`) && !link.hasAttribute("target") && !link.hasAttribute("download");
    // A heading of the page that is open.
    if (!isBlip || url.pathname === location.pathname) return;
    event.preventDefault();
    withSheet(() => sheet?.show(url.href, link), () => location.assign(url));
  });
}

/** Shows what the address says after Back or Forward. Returns whether that is another page than this one. */
function isElsewhere() {
  if (location.pathname === ownPath) {
    sheet?.hide();
    return false;
  }
  // The entry of a sheet is also there after its page was loaded by itself.
  if (canLook() && history.state?.sheet) withSheet(() => sheet?.restore(), () => location.reload());
  else location.reload();
  return true;
}
