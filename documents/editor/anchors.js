/** Places in a text that move along with what is written around them, as base64. */

import * as Y from "yjs";

/** Of a selection: "anchor,head". */
export function encodePlace(text, { anchor, head }) {
  return [anchor, head].map((index) => encoded(text, index, 0)).join(",");
}

/** {from, to, head}, or null for what is no place in this text. */
export function decodePlace(doc, text, at) {
  const [anchor, head] = at.split(",").map((place) => index(doc, text, place));
  if (anchor == null || head == null) return null;
  return { from: Math.min(anchor, head), to: Math.max(anchor, head), head };
}

/** Of a piece of text: what is written at its edges does not belong to it. */
export function anchorOf(text, from, to) {
  return { begin: encoded(text, from, 0), end: encoded(text, to, -1) };
}

/** {from, to} of what is left of it, or null. */
export function rangeOf(doc, text, { begin, end }) {
  const from = index(doc, text, begin);
  const to = index(doc, text, end);
  return from != null && to != null && from < to ? { from, to } : null;
}

function encoded(text, index, side) {
  const place = Y.createRelativePositionFromTypeIndex(text, index, side);
  return btoa(String.fromCharCode(...Y.encodeRelativePosition(place)));
}

function index(doc, text, place) {
  try {
    const bytes = Uint8Array.from(atob(place), (byte) => byte.charCodeAt(0));
    const found = Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(bytes), doc);
    return found?.type === text ? found.index : null;
  } catch {
    return null; // others send this: it may be anything
  }
}
