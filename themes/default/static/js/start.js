// @ts-check
// Runs when the page has been read.
"use strict";

{
  applyMode(keptMode());
  offerColours();
  const readers = readersDate();
  // Time only runs forward: with a clock that is behind the build, the page stays as it was built.
  const today = readers > builtOn ? readers : builtOn;
  const drawn = charts.map(readBlips);
  if (builtOn && today > builtOn) {
    const changes = rejudge(today);
    recount(changes);
    recountDays(changes, today);
    rewriteWhy(today);
    notify(changes);
    drawn.forEach((blips) => rejudgeChart(blips, today));
  }
  offerPageKeys();
  charts.forEach((chart, at) => {
    offerCards(chart, drawn[at]);
    offerKeys(chart, drawn[at]);
  });
  const [blips = []] = drawn;
  let day = readAddress();
  const show = offerFinder(blips, () => day);
  offerTravel(blips, today, day, (to) => {
    day = to;
    noteSectors(blips);
    show();
    writeAddress(day);
  });
  show();
}
