// @ts-check
// Keeps a page of the preview on the newest build. `radar serve` puts this script into each page that it
// sends; it is no part of the site.
//
// Whenever something changed, and whenever the page comes back to somebody's eyes, it asks how its own page
// stands: other problems are shown, other style sheets are put in place, and if anything else differs, it
// is loaded again, at the place where it was.
"use strict";

{
  /** @typedef {{ code: string?, message: string, place: string?, href: string?, excerpt: string, help: string[] }} Problem */
  /** @typedef {{ version: string, styles: string[], problems: Problem[], more: number }} State */
  /** @typedef {{ page: string, x: number, y: number, focus: string?, selection: [number, number]?, open: string[], closed: string[], fields: [string, string | boolean][] }} Place */

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const KEY = "radar-place";

  /** Whether an answer is on its way, and whether there was a reason to ask once more meanwhile. */
  let asking = false;
  let again = false;

  /** Asks how this page stands, and does what follows from it. */
  async function check() {
    // A tab that nobody sees is brought up to date when somebody does.
    if (document.hidden) return;
    again = asking;
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch(`/_radar/state?page=${encodeURIComponent(pathOfPage())}`, { cache: "no-store" });
      if (answer.ok) bringUpToDate(await answer.json());
    } catch {
      // The server has gone. The page stays as it is; events tell when there is one again.
    }
    asking = false;
    if (again) check();
  }

  /** The path as the site knows it: without what percent signs stand for. */
  function pathOfPage() {
    try {
      return decodeURIComponent(location.pathname);
    } catch {
      return location.pathname;
    }
  }

  /** @param {State} state */
  function bringUpToDate({ version, styles, problems, more }) {
    if (version !== script.dataset.version) {
      keepPlace();
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
      // Both hold until the new one is there, so that the page is never without.
      old.dataset.leaving = "yes";
      fresh.onload = () => old.remove();
      fresh.onerror = () => {
        fresh.remove();
        delete old.dataset.leaving;
      };
      old.after(fresh);
    }
  }

  // -- The place on the page

  function keepPlace() {
    const focused = document.activeElement;
    const field = focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement ? focused : null;
    const details = [...document.querySelectorAll("details")];
    const fields = [...document.querySelectorAll("input, select, textarea")];
    /** @type {Place} */
    const place = {
      page: location.pathname,
      x: scrollX,
      y: scrollY,
      focus: focused && focused !== document.body ? addressOf(focused) : null,
      selection: selectionOf(field),
      open: details.filter(({ open }) => open).map(addressOf),
      closed: details.filter(({ open }) => !open).map(addressOf),
      fields: fields.map((field) => [addressOf(field), valueOf(field)]),
    };
    sessionStorage.setItem(KEY, JSON.stringify(place));
  }

  function comeBack() {
    const kept = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    /** @type {Place?} */
    const place = kept ? JSON.parse(kept) : null;
    if (place?.page !== location.pathname) return;
    for (const [address, value] of place.fields) fill(at(address), value);
    for (const address of place.open) at(address)?.setAttribute("open", "");
    for (const address of place.closed) at(address)?.removeAttribute("open");
    const focused = place.focus && at(place.focus);
    if (focused) focused.focus({ preventScroll: true });
    if (place.selection && (focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement)) {
      focused.setSelectionRange(...place.selection);
    }
    const scroll = () => scrollTo({ left: place.x, top: place.y, behavior: "instant" });
    scroll();
    // Images and fonts may still change how long the page is; whoever scrolls meanwhile knows better.
    if (document.readyState === "complete") return;
    let moved = false;
    addEventListener("wheel", () => (moved = true), { once: true, passive: true });
    addEventListener("keydown", () => (moved = true), { once: true });
    addEventListener("load", () => moved || scroll(), { once: true });
  }

  /** A selector that finds an element again, from the nearest one with an id on. @param {Element} element @returns {string} */
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

  /** What is selected in a field of text. @param {HTMLInputElement | HTMLTextAreaElement | null} field @returns {[number, number]?} */
  function selectionOf(field) {
    if (field?.selectionStart == null) return null;
    return [field.selectionStart, field.selectionEnd ?? field.selectionStart];
  }

  /** @param {Element} field @returns {string | boolean} */
  function valueOf(field) {
    const { type, checked, value } = /** @type {HTMLInputElement} */ (field);
    return type === "checkbox" || type === "radio" ? checked : value;
  }

  /** Fills a field as a reader would, so that whoever listens hears of it. @param {HTMLElement?} field @param {string | boolean} value */
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
  /** The problems that are shown, or were put away. */
  let told = "[[],0]";

  /** Shows what is wrong over the page; nothing once nothing is. @param {Problem[]} problems @param {number} more */
  function showProblems(problems, more) {
    const tale = JSON.stringify([problems, more]);
    if (tale === told) return;
    told = tale;
    overlay?.remove();
    overlay = problems.length ? overlayOf(problems, more) : null;
    if (!overlay) return;
    document.documentElement.append(overlay);
    // Above everything, an open dialog too, without keeping anybody from the page.
    overlay.popover = "manual";
    overlay.showPopover?.();
  }

  /** @param {Problem[]} problems @param {number} more */
  function overlayOf(problems, more) {
    const host = document.createElement("radar-problems");
    host.lang = "en";
    // The page's styles end here, and so do these.
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
    if (excerpt) parts.push(make("pre", { tabindex: "0" }, excerpt));
    parts.push(...help.map((line) => make("p", {}, make("b", {}, "help: "), line)));
    return make("li", {}, ...parts);
  }

  /** An element. Children that are strings are text, whatever stands in them. @param {string} name @param {Record<string, string>} attributes @param {(Node | string)[]} children */
  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  // -- Reasons to ask

  function follow() {
    if (typeof SharedWorker === "undefined") {
      followAlone();
      return;
    }
    const worker = new SharedWorker("/_radar/worker.js", { name: "radar" });
    worker.onerror = followAlone;
    worker.port.onmessage = check;
    addEventListener("pagehide", () => worker.port.postMessage("bye"));
    // Back from the history: it may have missed everything.
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) follow();
    }, { once: true });
  }

  /** Where there are no shared workers: a stream of its own, as long as the page is seen. */
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

  comeBack();
  follow();
  check();
  document.addEventListener("visibilitychange", check);
  document.addEventListener("resume", check);
  addEventListener("pageshow", check);
  addEventListener("online", check);
}
