// @ts-check
// Keeps a page of the preview up to date. `radar serve` appends this script to each page that it sends; it
// is not part of the site.
//
// After each change, and when the page becomes visible again, it fetches the state of its page: it shows the
// problems, swaps style sheets that differ, and if anything else differs it reloads the page and restores the
// position.
"use strict";

{
  /** @typedef {{ code: string?, message: string, place: string?, href: string?, excerpt: string, help: string[] }} Problem */
  /** @typedef {{ version: string, styles: string[], problems: Problem[], more: number }} State */
  /** @typedef {{ page: string, x: number, y: number, focus: string?, selection: [number, number]?, open: string[], closed: string[], fields: [string, string | boolean][] }} Position */

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const KEY = "radar-position";

  /** Whether a fetch is running, and whether to fetch once more afterwards. */
  let asking = false;
  let again = false;

  /** Fetches the state of this page and brings the page up to date. */
  async function check() {
    // A hidden tab is brought up to date when it becomes visible.
    if (document.hidden) return;
    again = asking;
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch(`/_radar/state?page=${encodeURIComponent(pathOfPage())}`, { cache: "no-store" });
      if (answer.ok) update(await answer.json());
    } catch {
      // The server has gone. The page stays as it is; an event arrives when there is a server again.
    }
    asking = false;
    if (again) check();
  }

  /** The path of the page, decoded. */
  function pathOfPage() {
    try {
      return decodeURIComponent(location.pathname);
    } catch {
      return location.pathname;
    }
  }

  /** @param {State} state */
  function update({ version, styles, problems, more }) {
    if (version !== script.dataset.version) {
      savePosition();
      location.reload();
      return;
    }
    swapStyles(styles);
    showProblems(problems, more);
  }

  // -- Style sheets

  /** Puts style sheets of the same name in place of those that differ. @param {string[]} styles */
  function swapStyles(styles) {
    const stem = (/** @type {string} */ path) => path.replace(/\.[0-9a-f]+\.css$/, "");
    for (const link of document.querySelectorAll("link[rel=stylesheet]")) {
      const old = /** @type {HTMLLinkElement} */ (link);
      const path = new URL(old.href).pathname.slice(1);
      const style = styles.find((style) => stem(style) === stem(path));
      if (!style || style === path || old.dataset.leaving) continue;
      const fresh = /** @type {HTMLLinkElement} */ (old.cloneNode());
      fresh.href = `/${style}`;
      // The old one stays until the new one has loaded, so that the page never lacks styles.
      old.dataset.leaving = "yes";
      fresh.onload = () => old.remove();
      fresh.onerror = () => {
        fresh.remove();
        delete old.dataset.leaving;
      };
      old.after(fresh);
    }
  }

  // -- The position on the page

  function savePosition() {
    const focused = document.activeElement;
    const field = focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement ? focused : null;
    const details = [...document.querySelectorAll("details")];
    const fields = [...document.querySelectorAll("input, select, textarea")];
    /** @type {Position} */
    const position = {
      page: location.pathname,
      x: scrollX,
      y: scrollY,
      focus: focused && focused !== document.body ? addressOf(focused) : null,
      selection: selectionOf(field),
      open: details.filter(({ open }) => open).map(addressOf),
      closed: details.filter(({ open }) => !open).map(addressOf),
      fields: fields.map((field) => [addressOf(field), valueOf(field)]),
    };
    sessionStorage.setItem(KEY, JSON.stringify(position));
  }

  function restorePosition() {
    const kept = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    /** @type {Position?} */
    const position = kept ? JSON.parse(kept) : null;
    if (position?.page !== location.pathname) return;
    for (const [address, value] of position.fields) fill(at(address), value);
    for (const address of position.open) at(address)?.setAttribute("open", "");
    for (const address of position.closed) at(address)?.removeAttribute("open");
    const focused = position.focus && at(position.focus);
    if (focused) focused.focus({ preventScroll: true });
    if (position.selection && (focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement)) {
      focused.setSelectionRange(...position.selection);
    }
    const scroll = () => scrollTo({ left: position.x, top: position.y, behavior: "instant" });
    scroll();
    // Images and fonts may still change the length of the page. A reader who scrolls meanwhile wins.
    if (document.readyState === "complete") return;
    let moved = false;
    addEventListener("wheel", () => (moved = true), { once: true, passive: true });
    addEventListener("keydown", () => (moved = true), { once: true });
    addEventListener("load", () => moved || scroll(), { once: true });
  }

  /** Returns a selector that finds an element again, starting at the nearest one with an id. @param {Element} element @returns {string} */
  function addressOf(element) {
    if (element.id) return `#${CSS.escape(element.id)}`;
    const { parentElement } = element;
    if (!parentElement) return ":root";
    const blip = element.getAttribute("data-id");
    if (blip) {
      const same = `${element.localName}[data-id="${CSS.escape(blip)}"]`;
      const chart = element.closest("svg") ? "svg " : "";
      if (document.querySelectorAll(chart + same).length === 1) return chart + same;
    }
    const siblings = [...parentElement.children].filter(({ localName }) => localName === element.localName);
    return `${addressOf(parentElement)} > ${element.localName}:nth-of-type(${siblings.indexOf(element) + 1})`;
  }

  /** @param {string} address @returns {HTMLElement?} */
  function at(address) {
    return document.querySelector(address);
  }

  /** Returns the selection in a text field. @param {HTMLInputElement | HTMLTextAreaElement | null} field @returns {[number, number]?} */
  function selectionOf(field) {
    if (field?.selectionStart == null) return null;
    return [field.selectionStart, field.selectionEnd ?? field.selectionStart];
  }

  /** @param {Element} field @returns {string | boolean} */
  function valueOf(field) {
    const { type, checked, value } = /** @type {HTMLInputElement} */ (field);
    return type === "checkbox" || type === "radio" ? checked : value;
  }

  /** Fills a field as a reader would, so that listeners notice. @param {HTMLElement?} field @param {string | boolean} value */
  function fill(field, value) {
    if (!field || valueOf(field) === value) return;
    const input = /** @type {HTMLInputElement} */ (field);
    if (typeof value === "boolean") input.checked = value;
    else if (input.type !== "file") input.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // -- Problems

  /** @type {HTMLElement?} */
  let overlay = null;
  /** The problems that are shown, or were hidden by the reader. */
  let shown = "[[],0]";

  /** Shows the problems on top of the page, or removes the overlay if there are none. @param {Problem[]} problems @param {number} more */
  function showProblems(problems, more) {
    const state = JSON.stringify([problems, more]);
    if (state === shown) return;
    shown = state;
    overlay?.remove();
    overlay = problems.length ? overlayOf(problems, more) : null;
    if (!overlay) return;
    document.documentElement.append(overlay);
    // Above everything, including an open dialog, and the page stays usable.
    overlay.popover = "manual";
    overlay.showPopover?.();
  }

  /** @param {Problem[]} problems @param {number} more */
  function overlayOf(problems, more) {
    const host = document.createElement("radar-problems");
    host.lang = "en";
    // Neither the styles of the page nor these cross this border.
    const root = host.attachShadow({ mode: "open" });
    const style = make("link", { rel: "stylesheet", href: "/_radar/overlay.css" });
    const all = problems.length + more;
    const count = all === 1 ? "1 error" : `${all} errors`;
    const heading = make("h1", {}, `${count}: this is the last page that could be made`);
    const hide = make("button", { type: "button" }, "Hide");
    hide.addEventListener("click", () => host.remove());
    const list = make("ol", {}, ...problems.map(itemOf));
    if (more) list.append(make("li", {}, `${more} more: the terminal lists them all.`));
    const panel = make("section", { role: "alert", tabindex: "-1" }, make("header", {}, heading, hide), list);
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") host.remove();
    });
    root.append(style, panel);
    return host;
  }

  /** @param {Problem} problem */
  function itemOf({ code, message, place, href, excerpt, help }) {
    const title = make("h2", {}, make("b", {}, code ? `error[${code}]` : "error"), ` ${message}`);
    const parts = [title];
    if (place) parts.push(make("p", { class: "place" }, href ? make("a", { href }, place) : place));
    if (excerpt) parts.push(make("pre", { tabindex: "0", role: "group", "aria-label": "The lines of the file" }, excerpt));
    parts.push(...help.map((line) => make("p", {}, make("b", {}, "help: "), line)));
    return make("li", {}, ...parts);
  }

  /** Creates an element. Children that are strings become text, never markup. @param {string} name @param {Record<string, string>} attributes @param {(Node | string)[]} children */
  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  // -- Reasons to fetch the state

  function follow() {
    if (typeof SharedWorker === "undefined") {
      followAlone();
      return;
    }
    const worker = new SharedWorker("/_radar/worker.js", { name: "radar" });
    worker.onerror = followAlone;
    worker.port.onmessage = check;
    addEventListener("pagehide", () => worker.port.postMessage("bye"));
    // Back from the browser history: events may have been missed.
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) follow();
    }, { once: true });
  }

  /** Without shared workers: opens a stream for this page, while the page is visible. */
  function followAlone() {
    /** @type {EventSource?} */
    let events = null;
    const listen = () => {
      if (document.hidden) events?.close();
      if (document.hidden || (events && events.readyState !== EventSource.CLOSED)) return;
      events = new EventSource("/_radar/events");
      events.onmessage = check;
    };
    document.addEventListener("visibilitychange", listen);
    addEventListener("pagehide", () => events?.close());
    addEventListener("pageshow", listen);
    listen();
  }

  restorePosition();
  follow();
  check();
  document.addEventListener("visibilitychange", check);
  document.addEventListener("resume", check);
  addEventListener("pageshow", check);
  addEventListener("online", check);
}
