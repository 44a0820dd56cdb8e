// @ts-check
// Runs when the page has been read.
"use strict";

{
  applyMode(keptMode());
  const texts = readTexts();
  if (texts) {
    offerColours(texts);
    const today = readersDate();
    if (today > texts.today) {
      const changes = rejudge(today, texts);
      recount(changes);
      recountDays(changes, today, texts);
      rewriteWhy(today, texts);
      notify(changes, texts);
    }
  }
}
