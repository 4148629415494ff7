/**
 * One WebSocket for the life of the tab.
 *
 * Events: `hello` when the server knows us, `frame` (detail: the frame), `state`.
 */

const SILENCE = 2500; // the server says something every second
const HANDSHAKE = 8000;
const SHORTEST = 300;
const LONGEST = 5000;
const SESSION_ENDED = 4401;

export const connection = new EventTarget();
let address;
let socket = null;
let heard = 0;
let checked = 0;
let failures = 0;
let retry = null;
let welcome = false;
let refused = null;

export function start() {
  const { live } = document.body.dataset;
  if (!live) return;
  address = new URL(live, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  addEventListener("online", hurry);
  addEventListener("offline", changed);
  document.addEventListener("visibilitychange", hurry);
  setInterval(check, 500);
  open();
}

/** "live", "reconnecting" or "offline". */
export function state() {
  if (welcome) return "live";
  return navigator.onLine && failures < 3 && !refused ? "reconnecting" : "offline";
}

/** The code with which the server closed the door for good, or null. */
export function refusal() {
  return refused;
}

export const sessionEnded = () => refused === SESSION_ENDED;

/** Whether the frame went out; one that did not is not kept. */
export function send(frame) {
  if (welcome) socket.send(JSON.stringify(frame));
  return welcome;
}

function open() {
  clearTimeout(retry);
  welcome = false;
  heard = performance.now();
  const opened = (socket = new WebSocket(address));
  opened.onmessage = ({ data }) => opened === socket && receive(JSON.parse(data));
  opened.onclose = ({ code }) => opened === socket && closed(code);
}

function receive(frame) {
  heard = performance.now();
  if (frame.type === "hello") {
    welcome = true;
    failures = 0;
    connection.dispatchEvent(new CustomEvent("hello"));
    changed();
  } else {
    connection.dispatchEvent(new CustomEvent("frame", { detail: frame }));
  }
}

function closed(code) {
  socket = null;
  welcome = false;
  failures += 1;
  if (code >= 4400 && code < 4500) {
    refused = code;
  } else {
    const most = Math.min(LONGEST, SHORTEST * 2 ** failures);
    retry = setTimeout(open, SHORTEST + Math.random() * (most - SHORTEST));
  }
  changed();
}

/** The network is back, or the reader is: do not wait for the next attempt. */
function hurry() {
  if (document.hidden || refused) return;
  if (!socket) open();
  changed();
}

/** Nothing heard for too long: a new socket at once, since closing the old one takes seconds. */
function check() {
  const now = performance.now();
  const slept = now - checked > 2 * SILENCE;
  checked = now;
  if (slept) heard = Math.max(heard, now - SILENCE / 2); // what came in meanwhile goes first
  if (!socket || now - heard < (welcome ? SILENCE : HANDSHAKE)) return;
  const silent = socket;
  failures += 1;
  open();
  silent.close();
  changed();
}

function changed() {
  connection.dispatchEvent(new CustomEvent("state"));
}
