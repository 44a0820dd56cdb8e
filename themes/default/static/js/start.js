// @ts-check
// Starts the scripts once the page is parsed. `js-pages` come after this file.
"use strict";

{
  applyMode(savedMode());
  initColours();
  const blips = readBlips();
  // So many cannot glide in time.
  document.body.classList.toggle("many", blips.length > 600);
  if (buildDate) showBuildDay(buildDate);
  if (mayBeOld) {
    const changes = rejudge(today);
    updateCounts(changes);
    updateOverdueDays(changes, today);
    updateWaits(today);
    if (today > buildDate) showNotice(changes);
    rejudgeChart(blips, today);
  }
  initPageKeys();
  for (const chart of charts) {
    initCards(chart, blips);
    initChartKeys(chart, blips);
  }
  initIndex(blips);
  initSearch();
  const show = initFinder(blips);
  const goTo = initTimeline(blips, today, (to) => {
    view.day = to;
    updateSectorNotes(blips);
    show();
    zoom?.update();
    writeAddress("day");
  });
  initLook();
  initEnlarging(blips);
  const restore = () => {
    if (isElsewhere()) return;
    readAddress();
    show();
    goTo(view.day);
    if (zoomedSector() >= 0) withZoom((zoom) => zoom.to(zoomedSector()));
    else zoom?.out();
  };
  onReturn(restore);
  restore();
}
