// @ts-check
// The lists beside the chart: a row and its dot light each other, rows follow the day of the chart, and on wide screens
// nothing is folded.
"use strict";

const lists = /** @type {HTMLElement | null} */ (document.querySelector(".instrument > .lists"));

/** @param {Blip[]} blips */
function initIndex(blips) {
  if (!lists) return;
  const blipOf = (/** @type {EventTarget | null} */ target) => {
    const row = target instanceof Element ? target.closest("li[data-id]") : null;
    return row ? blips.find((blip) => blip.row === row) : undefined;
  };
  lists.addEventListener("pointerover", ({ target, pointerType }) => pointerType === "mouse" && light(blipOf(target)));
  lists.addEventListener("pointerleave", () => light(undefined));
  lists.addEventListener("focusin", ({ target }) => light(blipOf(target)));
  lists.addEventListener("focusout", () => light(undefined));
  const wide = matchMedia("(min-width: 70rem)");
  const unfold = () => {
    for (const fold of /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll(".fold"))) fold.open = wide.matches;
  };
  wide.addEventListener("change", unfold);
  unfold();
}

/** Lights a blip on the chart, without its card: its row says what the card would. @param {Blip | undefined} blip */
function light(blip) {
  highlight(blip);
  if (card) card.hidden = true;
}

/** What each row says, so that only what differs is written again. @type {WeakMap<Blip, string>} */
const writtenRows = new WeakMap();

/** @param {State} state */
function rowKey({ ring, freshness, movement, imposed, outside, until }) {
  return [ring, freshness, movement, imposed, outside, until].join();
}

/** Writes the rows of the day that the chart shows. @param {Blip[]} blips */
function showRows(blips) {
  if (!lists) return;
  for (const blip of blips) {
    const key = rowKey(blip.state);
    if (blip.state.ring < 0 || writtenRows.get(blip) === key) continue;
    writtenRows.set(blip, key);
    blip.row ??= makeRow(blip);
    writeRow(blip.row, blip);
    placeRow(blip.row, blip);
  }
}

/** @param {Blip} blip @returns {HTMLElement} */
function makeRow({ id, name }) {
  const [row, link, badge] = ["li", "a", "span"].map((tag) => document.createElement(tag));
  row.dataset.id = id;
  link.setAttribute("href", `blips/${id}.html`);
  link.textContent = name;
  const mark = makeShape("svg");
  badge.className = "badge";
  row.append(mark, link, " ", badge);
  return row;
}

/** @param {HTMLElement} row @param {Blip} blip */
function writeRow(row, { sector, state }) {
  const mark = row.querySelector("svg");
  mark?.setAttribute("class", `sector-${sector + 1}`);
  if (mark) writeMark(mark, state);
  const badge = row.querySelector(".badge");
  badge?.setAttribute("class", `badge ${state.freshness}`);
  if (badge) badge.textContent = state.until ? writeDate(state.until) : texts.line.never;
  badge?.toggleAttribute("datetime", false);
  const words = [state.movement === "unchanged" ? "" : texts.movement[state.movement], state.imposed ? texts.badge.imposed : state.outside ? texts.badge["set-from-outside"] : ""];
  row.querySelector("small")?.remove();
  const unseen = document.createElement("small");
  unseen.className = "unseen";
  unseen.textContent = ` ${words.filter(Boolean).join(", ")} `;
  if (words.some(Boolean)) badge?.after(unseen);
}

/** The lists by quadrant and ring. @type {Element[][] | undefined} */
let ringLists;

/** The name of each row, in small letters. @type {WeakMap<Element, string>} */
const rowNames = new WeakMap();

/** Puts a row into the list of its ring, by its name. @param {HTMLElement} row @param {Blip} blip */
function placeRow(row, { name, sector, state }) {
  ringLists ??= [...(lists?.querySelectorAll(".quadrant") ?? [])].map((quadrant) => [...quadrant.querySelectorAll(".ring-list")]);
  const ring = ringLists[sector]?.[state.ring];
  if (!ring) return;
  const list = ring.querySelector("ul") ?? document.createElement("ul");
  list.className = "index";
  if (!list.parentElement) ring.append(list);
  const nameOf = (/** @type {Element} */ other) => {
    const known = rowNames.get(other) ?? (other.querySelector("a")?.textContent ?? "").toLowerCase();
    rowNames.set(other, known);
    return known;
  };
  const own = name.toLowerCase();
  const isInPlace = row.parentElement === list && (!row.previousElementSibling || nameOf(row.previousElementSibling) <= own) && (!row.nextElementSibling || own <= nameOf(row.nextElementSibling));
  listsOfRows.set(row, ring);
  if (!isInPlace) list.insertBefore(row, [...list.children].find((other) => other !== row && nameOf(other) > own) ?? null);
}
