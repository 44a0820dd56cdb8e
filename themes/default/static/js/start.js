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
  initSearch();
  const [blips = []] = drawn;
  const show = initFinder(blips);
  const showDay = initTimeline(blips, today, (to) => {
    view.day = to;
    updateSectorNotes(blips);
    show();
    writeAddress("day");
  });
  const restore = () => {
    readAddress();
    show();
    showDay(view.day);
  };
  onReturn(restore);
  restore();
}
