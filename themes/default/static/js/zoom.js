// @ts-check
// A quadrant of the home page's chart, enlarged: the dots keep their places, the view glides to them, and their names are
// placed anew for the scale. Loaded when somebody first enlarges a quadrant.
"use strict";

/** @typedef {{ x: number, y: number, side: number }} ViewBox a square, in units of the drawing */

/** Sizes of names in pixels, the best first. */
const NAME_SIZES = [13, 12, 11, 10, 9.2];
/** How much further than the quadrant the view may be enlarged until its names fit. */
const SCALES = [1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.4, 8];
const GLIDE = 350;
/** How far a mark reaches around its dot: src/chart/mark.rs. */
const MARK = 11;

if (whole) zoom = initZoom(whole, /** @type {HTMLElement} */ (whole.parentElement));

/** @param {SVGSVGElement} chart @param {HTMLElement} drawing */
function initZoom(chart, drawing) {
  const full = { x: 0, y: 0, side: chart.viewBox.baseVal.width };
  const dotScale = Number(/scale\(([\d.]+)/.exec(chart.querySelector(".blip-dot")?.getAttribute("transform") ?? "")?.[1] ?? 1);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const back = document.createElement("button");
  back.type = "button";
  back.className = "zoom-out";
  back.textContent = texts.zoom.out;
  back.addEventListener("click", () => out());
  drawing.append(back);
  let box = full;
  let base = full;
  /** The quadrant that the view shows; -1 for all. */
  let current = -1;
  let runs = 0;
  let settling = 0;

  const scale = () => chart.getBoundingClientRect().width / box.side;
  /** The reach of a mark in pixels: never larger than in the whole drawing at this scale, so marks do not meet. */
  const reach = () => Math.min(MARK * dotScale * scale(), MARK);
  const show = (/** @type {ViewBox} */ to) => {
    box = to;
    chart.setAttribute("viewBox", `${to.x} ${to.y} ${to.side} ${to.side}`);
    chart.style.setProperty("--zoom-dot", String(reach() / (MARK * scale())));
  };
  const glide = (/** @type {ViewBox} */ to, /** @type {() => void} */ then) => {
    const run = (runs += 1);
    const from = box;
    if (still.matches || document.body.classList.contains("many")) {
      show(to);
      return then();
    }
    const start = performance.now();
    const step = (/** @type {number} */ now) => {
      if (run !== runs) return;
      const share = Math.min(Math.max(now - start, 0) / GLIDE, 1);
      const eased = share < 0.5 ? 2 * share * share : 1 - 2 * (1 - share) ** 2;
      const at = (/** @type {"x" | "y" | "side"} */ key) => from[key] + (to[key] - from[key]) * eased;
      show({ x: at("x"), y: at("y"), side: at("side") });
      if (share < 1) requestAnimationFrame(step);
      else then();
    };
    requestAnimationFrame(step);
  };

  const blipsOf = (/** @type {number} */ sector) => allBlips.filter((blip) => blip.sector === sector && blip.state.ring >= 0);
  /** @param {number} size of names @param {number} side of the view @param {number} sector */
  const place = (size, side, sector) => {
    const unit = chart.getBoundingClientRect().width / side;
    const dots = blipsOf(sector).map((blip) => ({ blip, name: blip.name, ...positionOf(linkOf(blip)) }));
    const pixels = dots.map(({ x, y, name }) => ({ x: x * unit, y: y * unit, name }));
    const within = { x: base.x * unit, y: base.y * unit, width: base.side * unit, height: base.side * unit };
    const names = placeNames(pixels, Math.min(MARK * dotScale * unit, MARK), size, within, ringNames(unit), discOf(chart, unit));
    return { named: names.filter(Boolean).length, all: dots.length, write: () => dots.forEach(({ blip }, at) => writeName(linkOf(blip), names[at], size, unit, Math.min(MARK * dotScale * unit, MARK))) };
  };
  /** The best size of names, and the least scale at which they fit. @param {number} sector @param {number} [side] */
  const fit = (sector, side) => {
    for (const scale of side ? [base.side / side] : SCALES) {
      for (const size of NAME_SIZES) {
        const tried = place(size, base.side / scale, sector);
        // The last size is the least that can be read.
        const enough = size === NAME_SIZES[NAME_SIZES.length - 1] ? 0.95 : 1;
        if (tried.named >= enough * tried.all || (side && size === NAME_SIZES[NAME_SIZES.length - 1])) return { side: base.side / scale, tried };
      }
    }
    const scale = SCALES[SCALES.length - 1];
    return { side: base.side / scale, tried: place(NAME_SIZES[NAME_SIZES.length - 1], base.side / scale, sector) };
  };
  const ringNames = (/** @type {number} */ unit) =>
    [...chart.querySelectorAll(".ring-name")].map((name) => {
      const [x, y] = ["x", "y"].map((key) => Number(name.getAttribute(key)) * unit);
      const width = lineWidth(name.textContent ?? "", 12) * 1.15;
      const left = name.getAttribute("text-anchor") === "middle" ? width / 2 : name.getAttribute("text-anchor") === "end" ? width : 0;
      return { x: x - left, y: y - 12, width, height: 15 };
    });
  const clamp = (/** @type {ViewBox} */ { x, y, side }) => ({
    side,
    x: Math.min(Math.max(x, base.x), base.x + base.side - side),
    y: Math.min(Math.max(y, base.y), base.y + base.side - side),
  });
  const clear = () => {
    for (const part of chart.querySelectorAll(".zoom-part")) part.remove();
  };
  /** Writes the names for the view as it is. */
  const settle = () => {
    clear();
    if (current < 0) return;
    const unit = scale();
    chart.style.setProperty("--zoom-ring", `${12 / unit}px`);
    drawRings(chart);
    fit(current, box.side).tried.write();
    drawing.classList.remove("gliding");
    drawing.classList.toggle("pans", box.side < base.side * 0.99);
  };
  /** @param {number} sector -1 for all */
  const setSector = (sector) => {
    current = sector;
    view.zoom = sector < 0 ? "" : chartData.quadrants[sector].id;
    document.body.classList.toggle("zoomed", sector >= 0);
    drawing.classList.toggle("zoomed", sector >= 0);
    chart.querySelectorAll(".sector").forEach((group) => group.classList.toggle("zoomed-in", sectorOf(group.firstElementChild ?? group) === sector));
    setTabStops(allBlips);
  };
  const out = () => {
    if (current < 0) return;
    const focused = chart.contains(document.activeElement) ? document.activeElement : null;
    setSector(-1);
    clear();
    writeAddress();
    drawing.classList.remove("pans");
    glide(full, () => {
      chart.style.removeProperty("--zoom-dot");
      drawing.classList.remove("gliding");
      highlight(undefined);
      focusQuietly(focused ?? undefined);
    });
  };
  const to = (/** @type {number} */ sector, focus = false) => {
    if (current === sector) return;
    highlight(undefined);
    drawing.classList.add("gliding");
    clear();
    setSector(sector);
    base = boxOf(chart, sector);
    writeAddress();
    const { side } = fit(sector);
    // Where most of it is: the middle of the quadrant.
    const target = clamp({ side, x: base.x + (base.side - side) / 2, y: base.y + (base.side - side) / 2 });
    glide(target, settle);
    if (focus) focusQuietly(blipsOf(sector).find(({ matches }) => matches)?.link);
  };
  const by = (/** @type {number} */ factor, /** @type {{ x: number, y: number } | undefined} */ at) => {
    if (current < 0) {
      if (factor > 1) to(sectorAt(chart, at));
      return;
    }
    const { left, top, width } = chart.getBoundingClientRect();
    const point = at ? { x: (at.x - left) / width, y: (at.y - top) / width } : { x: 0.5, y: 0.5 };
    const side = Math.max(Math.min(box.side / factor, base.side), base.side / SCALES[SCALES.length - 1]);
    if (factor < 1 && box.side >= base.side * 0.99) return out();
    const target = clamp({ side, x: box.x + (box.side - side) * point.x, y: box.y + (box.side - side) * point.y });
    drawing.classList.add("gliding");
    clear();
    if (at) {
      runs += 1;
      show(target);
      clearTimeout(settling);
      settling = setTimeout(settle, 150);
    } else glide(target, settle);
  };
  const pan = (/** @type {number} */ dx, /** @type {number} */ dy) => {
    const unit = scale();
    show(clamp({ side: box.side, x: box.x - dx / unit, y: box.y - dy / unit }));
  };
  initPan(chart, drawing, pan);
  onFocus(chart, "focusin", (target) => {
    const link = target.closest("a.blip");
    if (current < 0 || !(link instanceof SVGAElement)) return;
    const { x, y } = positionOf(link);
    const edge = box.side * 0.12;
    const next = clamp({
      side: box.side,
      x: Math.min(Math.max(box.x, x + edge - box.side), x - edge),
      y: Math.min(Math.max(box.y, y + edge - box.side), y - edge),
    });
    if (next.x !== box.x || next.y !== box.y) show(next);
  });
  addEventListener("resize", () => current >= 0 && nextFrame(settle));
  return { to, by, out, update: settle };
}

/** The link of a blip in the whole drawing. @param {Blip} blip */
function linkOf({ links }) {
  return links.find((link) => link.ownerSVGElement === whole) ?? links[0];
}

/** Returns the disc of the radar in pixels. @param {SVGSVGElement} chart @param {number} unit */
function discOf(chart, unit) {
  const { cx, cy, radii = "" } = chart.dataset;
  return { x: Number(cx) * unit, y: Number(cy) * unit, radius: Math.max(...radii.split(",").map(Number)) * unit };
}

/** Returns the square around a quadrant: src/chart/frame.rs places them. @param {SVGSVGElement} chart @param {number} sector @returns {ViewBox} */
function boxOf(chart, sector) {
  const { x, y, radius } = discOf(chart, 1);
  const width = (2 * Math.PI) / chartData.quadrants.length;
  const from = -Math.PI / 2 - width + width * sector;
  const quarters = [-2, -1, 0, 1, 2, 3, 4].map((n) => (n * Math.PI) / 2).filter((angle) => angle > from && angle < from + width);
  const points = [from, from + width, ...quarters].map((angle) => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)]);
  const [xs, ys] = [[x, ...points.map(([x]) => x)], [y, ...points.map(([, y]) => y)]];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const side = Math.max(Math.max(...xs) - left, Math.max(...ys) - top) * 1.08;
  return { side, x: (left + Math.max(...xs) - side) / 2, y: (top + Math.max(...ys) - side) / 2 };
}

/** Returns the quadrant at a point of the screen, or else that of the blip that is lit, or the first. @param {SVGSVGElement} chart @param {{ x: number, y: number } | undefined} at */
function sectorAt(chart, at) {
  const lit = chart.querySelector(".blip.highlighted");
  if (!at) return lit ? sectorOf(lit) : 0;
  const { left, top, width } = chart.getBoundingClientRect();
  const unit = chart.viewBox.baseVal.width / width;
  const turn = 2 * Math.PI;
  const sector = turn / chartData.quadrants.length;
  const angle = Math.atan2((at.y - top) * unit - Number(chart.dataset.cy), (at.x - left) * unit - Number(chart.dataset.cx));
  return Math.floor(((((angle + Math.PI / 2 + sector) % turn) + turn) % turn) / sector);
}

/** Draws the rings without the gaps that they have for names of the whole drawing. @param {SVGSVGElement} chart */
function drawRings(chart) {
  const { cx = "0", cy = "0", radii = "" } = chart.dataset;
  const line = chart.querySelector(".ring-line");
  for (const radius of radii.split(",")) {
    const ring = makeShape("circle");
    ring.setAttribute("class", "zoom-part zoom-ring");
    ring.setAttribute("cx", cx);
    ring.setAttribute("cy", cy);
    ring.setAttribute("r", radius);
    line?.before(ring);
  }
}

/**
 * Writes a name beside its dot, and a target for the pointer behind both.
 * @param {SVGAElement} link
 * @param {PlacedName | undefined} placed
 * @param {number} size
 * @param {number} unit pixels of a unit of the drawing
 * @param {number} reach
 */
function writeName(link, placed, size, unit, reach) {
  const units = (/** @type {number} */ pixels) => String(Math.round((pixels / unit) * 100) / 100);
  const target = makeShape("rect");
  target.setAttribute("class", "zoom-part blip-hit zoom-hit");
  const wide = placed ? Math.max(...placed.lines.map((line) => lineWidth(line, size))) : 0;
  const [left, right] = placed ? [Math.min(-reach, placed.dx), Math.max(reach, placed.dx + wide)] : [-reach, reach];
  const top = placed ? Math.min(-reach, placed.dy - ASCENT * size) : -reach;
  const bottom = placed ? Math.max(reach, placed.dy + (placed.lines.length - 1) * LINE * size + 0.25 * size) : reach;
  for (const [key, value] of Object.entries({ x: left, y: top, width: right - left, height: bottom - top })) target.setAttribute(key, units(value));
  link.querySelector("rect")?.after(target);
  if (!placed) return;
  const text = makeShape("text");
  text.setAttribute("class", "zoom-part blip-label zoom-label");
  text.setAttribute("font-size", units(size));
  // A name at the left of its dot ends there, however wide the browser draws it.
  const isLeft = placed.dx + wide <= 0;
  text.setAttribute("text-anchor", isLeft ? "end" : "start");
  placed.lines.forEach((line, at) => {
    const span = makeShape("tspan");
    span.setAttribute("x", units(isLeft ? placed.dx + wide : placed.dx));
    span.setAttribute("y", units(placed.dy + at * LINE * size));
    span.textContent = at ? line : placed.lines.length > 1 ? `${line} ` : line;
    text.append(span);
  });
  link.append(text);
}

/** Moves the view with a pointer that is pressed. @param {SVGSVGElement} chart @param {HTMLElement} drawing @param {(dx: number, dy: number) => void} pan */
function initPan(chart, drawing, pan) {
  /** @type {{ id: number, x: number, y: number, moves: boolean } | undefined} */
  let held;
  const canPan = () => drawing.classList.contains("pans");
  chart.addEventListener("pointerdown", (event) => {
    held = event.button === 0 && event.isPrimary && canPan() ? { id: event.pointerId, x: event.clientX, y: event.clientY, moves: false } : undefined;
  });
  chart.addEventListener("pointermove", (event) => {
    if (!held || event.pointerId !== held.id) return;
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    // A hand that presses is never quite still.
    if (!held.moves && Math.hypot(dx, dy) < 5) return;
    if (!held.moves) chart.setPointerCapture(held.id);
    Object.assign(held, { x: event.clientX, y: event.clientY, moves: true });
    pan(dx, dy);
  });
  const release = () => {
    if (!held?.moves) return void (held = undefined);
    held = undefined;
    // What was dragged is not pressed.
    const swallow = (/** @type {Event} */ event) => {
      event.preventDefault();
      event.stopPropagation();
    };
    chart.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => chart.removeEventListener("click", swallow, { capture: true }), 50);
  };
  chart.addEventListener("pointerup", release);
  chart.addEventListener("pointercancel", release);
  chart.addEventListener("dragstart", (event) => canPan() && event.preventDefault());
}
