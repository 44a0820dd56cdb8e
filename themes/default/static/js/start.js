// @ts-check
// Runs when the page has been read.
"use strict";

{
  applyMode(keptMode());
  offerColours();
  const today = readersDate();
  if (builtOn && today > builtOn) {
    const changes = rejudge(today);
    recount(changes);
    recountDays(changes, today);
    rewriteWhy(today);
    notify(changes);
  }
  const blips = readBlips();
  readAddress();
  offerCards(blips);
  offerKeys(blips);
  offerFinder(blips)();
}
