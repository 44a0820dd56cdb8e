// @ts-check
// Runs when the page has been read. Scripts of single kinds of pages (`js-pages`) come after it.
"use strict";

{
  applyMode(keptMode());
  offerColours();
  const drawn = charts.map(readBlips);
  if (builtOn && today > builtOn) {
    const changes = rejudge(today);
    recount(changes);
    recountDays(changes, today);
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
