// @ts-check
// Follows the preview for all pages of a browser at once: a browser opens some six connections to a host,
// and people open more tabs than that.
"use strict";

/** The pages that listen. @type {Set<MessagePort>} */
const pages = new Set();

/** What was last heard. */
let heard = "";

function follow() {
  const events = new EventSource("/_radar/events");
  events.onmessage = ({ data }) => {
    heard = data;
    for (const page of pages) page.postMessage(heard);
  };
  // A server that is gone is asked again by the browser, unless somebody else answers in its place.
  events.onerror = () => {
    if (events.readyState === EventSource.CLOSED) setTimeout(follow, 2000);
  };
}

// @ts-ignore: a shared worker's own event
self.onconnect = ({ ports: [page] }) => {
  pages.add(page);
  page.onmessage = () => pages.delete(page);
  if (heard) page.postMessage(heard);
};

follow();
