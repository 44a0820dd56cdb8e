// @ts-check
// Starts the scripts once the page is parsed. `js-pages` come after this file.
"use strict";

{
  applyMode(savedMode());
  initColours();
  const drawn = charts.map(readBlips);
  if (buildDate && today > buildDate) {
    const changes = rejudge(today);
    updateCounts(changes);
    updateOverdueDays(changes, today);
    updateWaits(today);
    showNotice(changes);
    drawn.forEach((blips) => rejudgeChart(blips, today));
  }
  initPageKeys();
  charts.forEach((chart, at) => {
    initCards(chart, drawn[at]);
    initChartKeys(chart, drawn[at]);
  });
  const [blips = []] = drawn;
  let day = readAddress();
  const show = initFinder(blips, () => day);
  initTimeline(blips, today, day, (to) => {
    day = to;
    updateSectorNotes(blips);
    show();
    writeAddress(day);
  });
  show();
}
