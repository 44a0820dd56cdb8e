// @ts-check
// What several scripts ask of events: whether somebody types, whether a click is a plain one, and one update a frame.
"use strict";

/** Returns whether a key is meant for a field. @param {KeyboardEvent} event */
function isTyping({ target }) {
  return target instanceof Element && target.matches("input:not([type=checkbox], [type=range]), textarea, select");
}

/** Returns whether a click asks for what a link leads to, here and now. @param {MouseEvent} event */
function isPlainClick({ defaultPrevented, button, ctrlKey, metaKey, shiftKey, altKey }) {
  return !(defaultPrevented || button || ctrlKey || metaKey || shiftKey || altKey);
}

/** @type {Map<() => void, number>} */
const waiting = new Map();

/** Calls a function in the next frame, once. @param {() => void} update */
function nextFrame(update) {
  if (waiting.has(update)) return;
  const draw = () => {
    waiting.delete(update);
    update();
  };
  waiting.set(update, requestAnimationFrame(draw));
}
