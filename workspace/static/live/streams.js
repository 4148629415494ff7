/**
 * Where this tab is in each stream it follows. Events are applied in order, each once; whatever
 * goes missing on the way is asked for again.
 *
 * A reader is an object with `apply(event)`, `reset(head)` for when there is too much to tell (it
 * follows again from what it loads), and perhaps `gone()` and `presence(frame)`.
 * `heads` (detail: {stream: [position, entries]}) tells of every stream.
 */

import { connection, send } from "./connection.js";

const ACK_EVERY = 32;
const BEAT = 2000;
const PATIENCE = 1000;
const MOST = 200; // that the server lets one socket follow and watch

export const heads = new EventTarget();
const followed = new Map();
let watched = [];
let applied = []; // the streams of the events that are not yet acknowledged

export function start() {
  connection.addEventListener("hello", () => ask([...followed.keys()]));
  connection.addEventListener("frame", ({ detail }) => receive[detail.type]?.(detail));
  setInterval(beat, BEAT);
}

export function isFollowed(stream) {
  return followed.has(Number(stream));
}

export function follow(stream, position, reader) {
  followed.set(Number(stream), { position: Number(position), reader });
  ask([Number(stream)]);
}

export function unfollow(stream) {
  if (followed.delete(Number(stream))) send({ op: "unfollow", streams: [Number(stream)] });
}

/** Only the heads of these streams; takes the place of what was watched before. */
export function watch(streams) {
  const wanted = streams.map(Number).slice(0, MOST - followed.size - 1);
  const left = watched.filter((stream) => !wanted.includes(stream) && !followed.has(stream));
  if (left.length) send({ op: "unfollow", streams: left });
  watched = wanted;
  ask([]);
}

function ask(streams) {
  send({ op: "follow", streams: positions(streams), watch: watched });
}

function beat() {
  if (document.hidden) return;
  applied = [];
  send({ op: "beat", streams: positions([...followed.keys()]) });
}

function positions(streams) {
  return Object.fromEntries(streams.map((stream) => [stream, followed.get(stream).position]));
}

const receive = {
  event(event) {
    const place = followed.get(event.stream);
    if (!place || event.position <= place.position) return;
    if (event.position > place.position + 1) {
      missed(event.stream, event.position);
      return;
    }
    place.position = event.position;
    place.reader.apply(event);
    applied.push(event.stream);
    if (applied.length >= ACK_EVERY) acknowledge();
    noted({ [event.stream]: [event.position, event.entries] });
  },

  beat(frame) {
    for (const [stream, [position]] of Object.entries(frame.heads)) {
      missed(Number(stream), position);
    }
    noted(frame.heads);
  },

  behind() {
    acknowledge();
  },

  reset(frame) {
    followed.get(frame.stream)?.reader.reset(frame.head);
  },

  gone(frame) {
    const place = followed.get(frame.stream);
    followed.delete(frame.stream);
    place?.reader.gone?.();
  },

  presence(frame) {
    followed.get(frame.stream)?.reader.presence?.(frame);
  },

  error(frame) {
    // Not always a fault: what ends at the server may cross what we say of it.
    console.warn(`The server refused a frame: ${frame.code} ${frame.message}`);
  },
};

function acknowledge() {
  const streams = applied.filter((stream) => followed.has(stream));
  applied = [];
  send({ op: "ack", streams: positions(streams) });
}

/** There is more than we have. It may be on its way; after a moment without it, ask for it. */
function missed(stream, head) {
  const place = followed.get(stream);
  if (!place || head <= place.position || place.waiting) return;
  const { position } = place;
  place.waiting = setTimeout(() => {
    place.waiting = null;
    if (followed.get(stream) === place && place.position === position) ask([stream]);
  }, PATIENCE);
}

function noted(detail) {
  heads.dispatchEvent(new CustomEvent("heads", { detail }));
}
