// @ts-check
// On paper, the address shows the same again: with the day and the filter. A file on a disk has none that others can open.
"use strict";

const address = document.querySelector(".address");
const canonical = address?.textContent ?? "";

function showAddress() {
  if (!address || !location.protocol.startsWith("http")) return;
  address.textContent = canonical ? new URL(location.search, canonical).href : location.href;
}
addEventListener("beforeprint", showAddress);
// Some programs that print pages have no such event.
showAddress();
