// @ts-check
// The finds below the field of the search, by the pattern "combobox" of the ARIA Authoring Practices Guide: the focus
// stays in the field, and the best find is selected. Loaded when somebody first searches.
"use strict";

/** How many finds are shown: as many as a glance can take in. */
const MOST_FINDS = 8;

if (field) initCombobox(field, /** @type {HTMLElement} */ (document.getElementById("find-popup")));

/** @param {HTMLInputElement} field @param {HTMLElement} popup */
function initCombobox(field, popup) {
  const list = /** @type {HTMLElement} */ (popup.querySelector("[role=listbox]"));
  const status = document.getElementById("find-status");
  const options = () => /** @type {HTMLAnchorElement[]} */ ([...list.children]);
  const select = (/** @type {number} */ at) => {
    options().forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    const selected = options()[at];
    if (selected) field.setAttribute("aria-activedescendant", selected.id);
    else field.removeAttribute("aria-activedescendant");
    selected?.scrollIntoView({ block: "nearest" });
  };
  const selected = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");
  const setOpen = (/** @type {boolean} */ isOpen) => {
    popup.hidden = !isOpen;
    field.setAttribute("aria-expanded", String(isOpen && list.children.length > 0));
    if (!isOpen) select(-1);
  };
  const show = () => {
    const query = field.value.trim();
    const finds = wordsOf(query).length ? search(query) : [];
    list.replaceChildren(...finds.slice(0, MOST_FINDS).map(optionOf));
    // On the home page, the chart shows them all.
    if (finds.length > MOST_FINDS && !field.form) list.append(allOf(query, finds.length));
    const none = popup.querySelector("p");
    if (none) none.hidden = finds.length > 0;
    setOpen(query !== "");
    select(finds.length ? 0 : -1);
    if (status) status.textContent = query ? (finds.length ? count(texts.finder.finds, finds.length) : texts.finder.none) : "";
  };
  field.addEventListener("input", () => nextFrame(show));
  field.addEventListener("focus", () => field.value && show());
  field.addEventListener("blur", () => setOpen(false));
  // A click on a find must not take the focus, or the list would be gone before the click is one.
  popup.addEventListener("mousedown", (event) => event.preventDefault());
  popup.addEventListener("click", () => setOpen(false));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const [at, all] = [selected(), list.children.length];
    const isOpen = !popup.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!isOpen) show();
      else select((at + (event.key === "ArrowDown" ? 1 : -1) + all) % Math.max(all, 1));
    } else if (event.key === "Enter") {
      // Letters may have come since the list was shown.
      if (isOpen || field.value) show();
      const find = options()[Math.max(list.children.length === all ? at : 0, 0)];
      setOpen(false);
      find?.click();
    } else if (event.key === "Escape" && isOpen) {
      setOpen(false);
    } else if (event.key === "Escape" && field.value) {
      // Only some browsers do this by themselves.
      field.value = "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  if (document.activeElement === field && field.value) show();
}

/** @param {Find} find @param {number} at @returns {HTMLAnchorElement} */
function optionOf({ entry }, at) {
  const [since = "", dueFrom = "", until = ""] = entry.days ?? [];
  const state = entry.ring < 0 ? "retired" : until ? freshness(today, dueFrom, until) : "unreviewed";
  const option = anchor(at, `blips/${entry.id}.html`);
  const name = textPart("span", "find-name", entry.name);
  const alias = aliasOf(entry);
  if (alias) name.append(" ", textPart("small", "", alias));
  const place = entry.ring < 0 ? radarSearch.quadrants[entry.quadrant] : `${radarSearch.rings[entry.ring]}, ${radarSearch.quadrants[entry.quadrant]}`;
  const words = entry.ring < 0 ? texts.movement.retired : texts.freshness[state];
  option.append(markOf(entry, state, until ? timeLeft(today, since, until) : 0), name, textPart("small", "find-place", place), textPart("small", `badge ${state}`, words));
  return option;
}

/** Returns the alias that the query is about, if the name is not. @param {SearchEntry} entry */
function aliasOf({ name, aliases = [] }) {
  const [want = ""] = wordsOf(field?.value ?? "").flat();
  const has = (/** @type {string} */ text) => wordsOf(text).flat().some((word) => word.startsWith(want));
  // "Rust language" tells nothing beside "Rust".
  return has(name) ? undefined : aliases.filter((alias) => !alias.toLowerCase().includes(name.toLowerCase())).find(has);
}

/** @param {string} query @param {number} n */
function allOf(query, n) {
  const option = anchor(MOST_FINDS, `index.html?q=${encodeURIComponent(query)}`);
  option.append(textPart("span", "find-all", count(texts.finder.all, n)));
  return option;
}

/** @param {number} at @param {string} path */
function anchor(at, path) {
  const option = document.createElement("a");
  option.setAttribute("role", "option");
  option.id = `find-${at + 1}`;
  option.href = siteRoot + path;
  option.tabIndex = -1;
  return option;
}

/** @param {string} tag @param {string} className @param {string} text */
function textPart(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

/** Returns the mark of a blip, as parts/mark.html draws it. @param {SearchEntry} entry @param {string} state @param {number} left */
function markOf({ quadrant, ring, movement, set_by: setBy }, state, left) {
  const make = (/** @type {string} */ tag) => document.createElementNS("http://www.w3.org/2000/svg", tag);
  const mark = make("svg");
  mark.setAttribute("class", `mark ${state} sector-${quadrant + 1}`);
  mark.setAttribute("aria-hidden", "true");
  const names = ring < 0 ? ["retired"] : [state, movement, setBy === 1 ? "imposed" : setBy === 2 ? "set-from-outside" : ""];
  for (const name of names.filter(Boolean)) {
    const use = make("use");
    use.setAttribute("href", `#m-${name}`);
    if (name === state) use.setAttribute("stroke-dasharray", `${left} 24`);
    mark.append(use);
  }
  return mark;
}
