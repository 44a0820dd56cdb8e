// @ts-check
// Highlights the blip that has the pointer or the focus, and shows a card with its summary, ring, movement,
// owners and last hands-on review.
"use strict";

const card = document.getElementById("card");

/** Highlights a blip, or none. @param {Blip | undefined} blip */
function highlight(blip) {
  for (const chart of charts) chart.classList.toggle("has-highlight", !!blip);
  for (const other of document.querySelectorAll(".blip.highlighted")) {
    other.classList.remove("highlighted");
    other.removeAttribute("aria-describedby");
  }
  for (const row of document.querySelectorAll("li.lit")) row.classList.remove("lit");
  if (!card) return;
  card.hidden = !blip;
  if (!blip) return;
  for (const link of blip.links) link.classList.add("highlighted");
  blip.row?.classList.add("lit");
  blip.link.setAttribute("aria-describedby", "card");
  fillCard(blip);
  positionCard(blip.link.getBoundingClientRect());
}

/** @param {Blip} blip */
function fillCard({ name, sector, summary, owners, questions, state }) {
  const { movement, freshness, unremembered, second, by, on, exit } = state;
  const setText = (/** @type {string} */ part, /** @type {string} */ text) => {
    const element = card?.querySelector(`[data-of=${part}]`);
    if (!element) return;
    element.textContent = text;
    element.toggleAttribute("hidden", !text);
  };
  const names = new Intl.ListFormat(document.documentElement.lang).format(by);
  card?.setAttribute("class", `card sector-${sector + 1} ${freshness}`);
  setText("name", name);
  setText("place", `${chartData.rings[state.ring].name}, ${texts.movement[movement]}`);
  setText("summary", summary);
  setText("state", describeState(state));
  setText("exit", exit ? fill(texts.card.exit, { effort: count(texts.units[exit[1]], exit[0]) }) : "");
  setText("owners", owners && fill(texts.card.owners, { owners }));
  // They are those of today.
  setText("questions", document.body.classList.contains("other-day") ? "" : questions);
  setText("review", on ? fill(second ? texts.card["second-hand"] : texts.card.review, { by: names, date: writeDate(on) }) : texts.card.never);
  setText("unremembered", unremembered ? texts.card.unremembered : "");
}

/** Places the card below a blip, or above it if there is no room below. @param {DOMRect} blip */
function positionCard(blip) {
  const frame = card?.parentElement?.getBoundingClientRect();
  if (!card || !frame) return;
  const { width, height } = card.getBoundingClientRect();
  const below = blip.bottom + height + 12 < innerHeight || blip.top < height + 12;
  const left = Math.min(Math.max(blip.left, 0), document.documentElement.clientWidth - width) - frame.left;
  card.style.left = `${left}px`;
  card.style.top = `${(below ? blip.bottom + 6 : blip.top - height - 6) - frame.top}px`;
}

/** What got the focus though nobody asked for it: its card would only be in the way. @type {Element | undefined} */
let quiet;

/** Moves the focus to a blip without its card, until a key moves it on. @param {Element | undefined} link */
function focusQuietly(link) {
  if (!(link instanceof SVGElement || link instanceof HTMLElement)) return;
  quiet = link;
  link.focus({ preventScroll: true });
}

/** @param {SVGSVGElement} chart @param {Blip[]} blips */
function initCards(chart, blips) {
  /** @param {EventTarget | null} target */
  const blipOf = (target) => blips.find(({ links }) => target instanceof Node && links.some((link) => link.contains(target)));
  const blipOfFocus = () => (document.activeElement === quiet ? undefined : blipOf(document.activeElement));
  let timer = 0;
  const stopTimer = () => clearTimeout(timer);
  const leave = () => {
    stopTimer();
    // Long enough to move the pointer onto the card.
    timer = setTimeout(() => highlight(blipOfFocus()), 120);
  };
  chart.addEventListener("pointerover", (event) => {
    const blip = event.pointerType === "mouse" ? blipOf(event.target) : undefined;
    if (!blip) return;
    stopTimer();
    highlight(blip);
  });
  chart.addEventListener("pointerout", leave);
  card?.addEventListener("pointerenter", stopTimer);
  card?.addEventListener("pointerleave", leave);
  onFocus(chart, "focusin", (target) => {
    if (target !== quiet) quiet = undefined;
    highlight(blipOfFocus());
  });
  onFocus(chart, "focusout", leave);
}
