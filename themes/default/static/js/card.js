// @ts-check
// What a blip says when it is pointed at or has the focus: it comes forward, and a card tells its summary,
// ring, movement, owners and last hands-on review.
"use strict";

const card = document.getElementById("card");

/** Brings a blip forward, or none. @param {Blip | undefined} blip */
function comeForward(blip) {
  for (const chart of charts) chart.classList.toggle("pointed", !!blip);
  for (const other of document.querySelectorAll(".blip.forward")) {
    other.classList.remove("forward");
    other.removeAttribute("aria-describedby");
  }
  if (!card) return;
  card.hidden = !blip;
  if (!blip) return;
  blip.link.classList.add("forward");
  blip.link.setAttribute("aria-describedby", "card");
  fillCard(blip);
  putCard(blip.link.getBoundingClientRect());
}

/** @param {Blip} blip */
function fillCard({ name, sector, summary, owners, state }) {
  const { movement, freshness, by, on } = state;
  const say = (/** @type {string} */ part, /** @type {string} */ text) => {
    const element = card?.querySelector(`[data-of=${part}]`);
    if (!element) return;
    element.textContent = text;
    element.toggleAttribute("hidden", !text);
  };
  const names = new Intl.ListFormat(document.documentElement.lang).format(by);
  card?.setAttribute("class", `card sector-${sector + 1} ${freshness}`);
  say("name", name);
  say("place", `${known.rings[state.ring].name}, ${texts.movement[movement]}`);
  say("summary", summary);
  say("state", stateInWords(state));
  say("owners", owners && fill(texts.card.owners, { owners }));
  say("review", on ? fill(texts.card.review, { by: names, date: writeDate(on) }) : texts.card.never);
}

/** Puts the card under a blip, or above it where there is no room. @param {DOMRect} blip */
function putCard(blip) {
  const frame = card?.parentElement?.getBoundingClientRect();
  if (!card || !frame) return;
  const { width, height } = card.getBoundingClientRect();
  const below = blip.bottom + height + 12 < innerHeight || blip.top < height + 12;
  const left = Math.min(Math.max(blip.left, 0), document.documentElement.clientWidth - width) - frame.left;
  card.style.left = `${left}px`;
  card.style.top = `${(below ? blip.bottom + 6 : blip.top - height - 6) - frame.top}px`;
}

/** @param {SVGSVGElement} chart @param {Blip[]} blips */
function offerCards(chart, blips) {
  /** @param {EventTarget | null} target */
  const of = (target) => blips.find(({ link }) => target instanceof Node && link.contains(target));
  let going = 0;
  const stay = () => clearTimeout(going);
  const go = () => {
    stay();
    // Long enough to move onto the card.
    going = setTimeout(() => comeForward(of(document.activeElement)), 120);
  };
  chart.addEventListener("pointerover", (event) => {
    const blip = event.pointerType === "mouse" ? of(event.target) : undefined;
    if (!blip) return;
    stay();
    comeForward(blip);
  });
  chart.addEventListener("pointerout", go);
  card?.addEventListener("pointerenter", stay);
  card?.addEventListener("pointerleave", go);
  chart.addEventListener("focusin", ({ target }) => comeForward(of(target)));
  chart.addEventListener("focusout", go);
}
