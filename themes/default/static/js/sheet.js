// @ts-check
// The sheet beside the chart: the page of a blip, as it is, with its address. It is a dialog that is not modal, because the
// chart beside it stays in use: another dot shows another page. Loaded when somebody first opens a blip.
"use strict";

sheet = initSheet(/** @type {HTMLElement} */ (instrument));

/** @param {HTMLElement} instrument */
function initSheet(instrument) {
  const dialog = document.createElement("dialog");
  dialog.id = "sheet";
  dialog.className = "sheet";
  dialog.tabIndex = -1;
  dialog.setAttribute("aria-labelledby", "sheet-title");
  const bar = document.createElement("div");
  bar.className = "sheet-bar";
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = texts.keys.close;
  bar.append(close);
  const content = document.createElement("div");
  dialog.append(bar, content);
  instrument.append(dialog);

  let title = "";
  let turns = 0;
  /** @type {Element | undefined} */
  let opener;

  /** Shows the page of an address. @param {string} url @param {() => void} write puts it into the address */
  const open = async (url, write) => {
    const turn = (turns += 1);
    const page = await readPage(url).catch(() => undefined);
    if (turn !== turns) return;
    // What cannot be read may be there all the same, behind a login.
    if (!page) return location.assign(url);
    if (!dialog.open) {
      title = document.title;
      fixLinks(document.body, ownAddress);
    }
    write();
    document.title = page.title;
    content.replaceChildren(...page.parts);
    content.querySelector("h1")?.setAttribute("id", "sheet-title");
    if (!dialog.open) dialog.show();
    document.body.classList.add("looking");
    dialog.scrollTop = 0;
    mark(url);
    highlight(undefined);
    dialog.focus({ preventScroll: true });
    await loadScripts(page.scripts);
  };

  const hide = () => {
    turns += 1;
    if (!dialog.open) return;
    const hadFocus = dialog.contains(document.activeElement);
    dialog.close();
    content.replaceChildren();
    document.body.classList.remove("looking");
    document.title = title;
    mark("");
    if (hadFocus && opener?.isConnected) focusQuietly(opener);
  };

  const leave = () => {
    const depth = Number(history.state?.sheet) || 0;
    if (depth) history.go(-depth);
  };
  close.addEventListener("click", leave);
  // Where the blip is on the radar is to be seen beside the sheet.
  content.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href*='index.html#at-']") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    leave();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && dialog.open && !event.defaultPrevented) leave();
  });
  // A narrow screen has no room beside the chart: there, the page is by itself.
  hasRoomBeside.addEventListener("change", () => dialog.open && location.reload());

  return {
    hide,
    restore: () => open(location.href, () => {}),
    show(/** @type {string} */ url, /** @type {Element | undefined} */ from) {
      const isInside = dialog.contains(from ?? null);
      if (!isInside) opener = from;
      const depth = Number(history.state?.sheet) || 0;
      return open(url, () => {
        // Another dot takes the place of the first; a link of a page is a step from it.
        if (depth && !isInside) history.replaceState({ sheet: depth }, "", url);
        else history.pushState({ sheet: depth + 1 }, "", url);
      });
    },
  };
}

/** Reads what a page shows. @param {string} url */
async function readPage(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(url);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const article = page.querySelector("main > article");
  if (!article) throw new Error(url);
  fixLinks(page.body, url);
  const sheets = [...page.querySelectorAll("link[rel=stylesheet]")].map((link) => new URL(link.getAttribute("href") ?? "", url).href);
  await Promise.all(sheets.map(loadStyles));
  const scripts = [...page.querySelectorAll("script[src]")].map((script) => new URL(script.getAttribute("src") ?? "", url).href);
  const data = [...page.querySelectorAll("main script[type='application/json']")];
  return { title: page.title, parts: [article, ...data].map((part) => document.adoptNode(part)), scripts };
}

/** Makes the addresses of links and images full ones, since the address of the page is about to change. @param {Element} within @param {string} base */
function fixLinks(within, base) {
  for (const element of within.querySelectorAll("[href], [src]")) {
    for (const name of ["href", "src"]) {
      const address = element.getAttribute(name);
      if (address && !address.startsWith("#") && !/^[a-z][\w+.-]*:/i.test(address)) element.setAttribute(name, new URL(address, base).href);
    }
  }
}

/** Loads a style sheet that the page lacks. @param {string} href @returns {Promise<void>} */
function loadStyles(href) {
  const links = [...document.querySelectorAll("link[rel=stylesheet]")];
  if (links.some((link) => addressOf(link.getAttribute("href") ?? "") === href)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.onload = () => resolve(undefined);
    link.onerror = reject;
    // The styles of the sheet itself come last.
    document.head.querySelector("link[rel=stylesheet]")?.before(link);
  });
}

/** Runs the scripts of a page on the sheet: those that the page has not, and again what they do on the reader's day. @param {string[]} scripts */
async function loadScripts(scripts) {
  const here = new Set([...document.scripts].map((script) => addressOf(script.getAttribute("src") ?? "")));
  const missing = scripts.filter((src) => !here.has(src));
  // A cache may have kept the page of the blip, too.
  if (buildDate) {
    rejudge(today);
    updateWaits(today);
  }
  for (const step of pageSteps) step();
  await Promise.all(missing.map(loadScript)).catch(() => {});
}

/** Marks what is open, on the chart and in the lists. @param {string} url */
function mark(url) {
  for (const link of document.querySelectorAll("[aria-current='true']")) link.removeAttribute("aria-current");
  if (!url) return;
  const path = new URL(url).pathname;
  for (const link of document.querySelectorAll(".chart a.blip, .lists li[data-id] a")) {
    if (new URL(link.getAttribute("href") ?? "", url).pathname === path) link.setAttribute("aria-current", "true");
  }
}
