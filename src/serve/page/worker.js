// @ts-check
// Follows the preview for all pages of a browser: a browser opens some six connections to a host, and people
// open more tabs than that.
"use strict";

/** The pages that listen. @type {Set<MessagePort>} */
const pages = new Set();

/** The last message. */
let last = "";

function follow() {
  const events = new EventSource("/_radar/events");
  events.onmessage = ({ data }) => {
    last = data;
    for (const page of pages) page.postMessage(last);
  };
  // The browser reconnects by itself, unless another program answers at the address of the server.
  events.onerror = () => {
    if (events.readyState === EventSource.CLOSED) setTimeout(follow, 2000);
  };
}

// @ts-ignore: a shared worker's own event
self.onconnect = ({ ports: [page] }) => {
  pages.add(page);
  page.onmessage = () => pages.delete(page);
  if (last) page.postMessage(last);
};

follow();
