/**
 * What was written in a shared text, on its way to the server: in order, one batch at a time, each
 * until the server says that it is stored. What is sent twice is stored once.
 *
 * `changed(state)` tells how it stands: "saved", "saving", or "waiting" for a connection.
 */

import { connection, send, state } from "./connection.js";
import { headers } from "./headers.js";

const GATHER = 80; // what is typed within so many milliseconds goes together
const PATIENCE = 10_000;
const MOST = 11 * 1024; // bytes that fit in a frame of the socket, as base64

export class Saving {
  /** `refused(code)` is called for what the server will never take. */
  constructor({ stream, address, merged, changed, refused, signal }) {
    Object.assign(this, { stream, address, merged, changed, refused, signal });
    this.pending = [];
    this.underWay = null; // {id, update, at}
    this.count = 0;
    const listen = (name, does) => connection.addEventListener(name, does, { signal });
    listen("frame", ({ detail }) => this.heard(detail));
    listen("hello", () => this.again());
    listen("state", () => this.tell());
    const clock = setInterval(() => this.look(), PATIENCE / 4);
    signal.addEventListener("abort", () => clearInterval(clock));
  }

  add(update) {
    this.pending.push(update);
    this.tell();
    this.timer ??= setTimeout(() => this.flush(), GATHER);
  }

  /** Whether all of it is stored. */
  get isSaved() {
    return !this.pending.length && !this.underWay;
  }

  /** What was not stored is known to be in this update, too. */
  replace(update) {
    this.underWay = null;
    this.pending = [update];
    this.flush();
  }

  flush() {
    clearTimeout(this.timer);
    this.timer = null;
    if (!this.pending.length || this.underWay || this.isOver || state() !== "live") return;
    const update = this.merged(this.pending);
    this.pending = [];
    this.count += 1;
    this.underWay = { id: this.count, update, at: performance.now() };
    if (update.length > MOST) this.post(this.underWay);
    else send({ op: "edit", stream: this.stream, id: this.count, update: base64(update) });
    this.tell();
  }

  heard({ type, code, stream, id }) {
    if (stream !== this.stream || id !== this.underWay?.id) return;
    if (type === "edited") this.stored();
    else if (type === "error") this.refuse(code);
  }

  async post(batch) {
    const body = new URLSearchParams({ update: base64(batch.update) });
    const response = await fetch(this.address, { method: "POST", headers: headers(), body }).catch(
      () => null, // the next look sends it again
    );
    if (!response || batch !== this.underWay || this.signal.aborted) return;
    if (response.ok) this.stored();
    else if (response.status === 409) this.refuse((await response.json()).code);
    else if (response.status < 500 && response.status !== 429) this.refuse("not_allowed");
  }

  stored() {
    this.underWay = null;
    this.tell();
    this.flush();
  }

  /** Nothing is sent any more. */
  stop() {
    this.isOver = true;
  }

  refuse(code) {
    this.pending.unshift(this.underWay.update);
    this.underWay = null;
    this.refused(code);
  }

  /** After an interruption: whether the last batch arrived nobody knows. */
  again() {
    if (this.underWay) this.pending.unshift(this.underWay.update);
    this.underWay = null;
    this.flush();
  }

  look() {
    if (this.underWay && performance.now() - this.underWay.at > PATIENCE) this.again();
    else this.flush();
  }

  tell() {
    this.changed(this.isSaved ? "saved" : state() === "live" ? "saving" : "waiting");
  }
}

function base64(bytes) {
  let binary = "";
  for (let place = 0; place < bytes.length; place += 8192) {
    binary += String.fromCharCode(...bytes.subarray(place, place + 8192));
  }
  return btoa(binary);
}
