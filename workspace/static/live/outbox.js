/**
 * Messages on their way: kept until the server acknowledges them, sent in order, and again with
 * the same client_id until it does, so that exactly one message results.
 *
 * Events (detail: the item): `waiting`, `sent` (with `article`), `refused` (with `reason`), `held`
 * (with `html`: what of this author waits for a moderator).
 */

import { connection } from "./connection.js";
import { delivery } from "./delivery.js";
import { signIn } from "./status.js";
import { drop, keep, kept } from "./store.js";

const SHORTEST = 1000;
const LONGEST = 30000;

export const outbox = new EventTarget();
let sending = false;
let failures = 0;
let timer = null;
let attempt = null;

export function start() {
  connection.addEventListener("hello", () => {
    failures = 0; // they were of a server that is there again
    attempt?.abort("the connection was lost meanwhile");
    send();
  });
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  send();
}

export async function add(item) {
  await keep(item);
  send();
}

export async function send() {
  clearTimeout(timer);
  if (sending) return;
  sending = true;
  try {
    await oneTabAtATime(sendAll);
  } finally {
    sending = false;
  }
}

function oneTabAtATime(task) {
  return navigator.locks ? navigator.locks.request("outbox", task) : task();
}

async function sendAll() {
  for (let item; (item = (await kept()).find((one) => !one.reason)); ) {
    attempt = new AbortController();
    const { outcome, ...about } = await delivery(item, attempt.signal);
    attempt = null;
    if (outcome === "sent" || outcome === "held") {
      failures = 0;
      await drop(item.client_id);
    } else if (outcome === "refused") {
      await keep({ ...item, ...about });
    } else {
      failures += 1;
      timer = setTimeout(send, Math.min(LONGEST, SHORTEST * 2 ** failures) * (0.5 + Math.random() / 2));
    }
    tell(outcome === "signedOut" ? "waiting" : outcome, { ...item, ...about });
    if (outcome === "signedOut") signIn();
    if (outcome === "waiting" || outcome === "signedOut") return;
  }
}

function tell(name, detail) {
  outbox.dispatchEvent(new CustomEvent(name, { detail }));
}
