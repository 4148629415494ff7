/** A document that is written together: its page, the editor in it, and the stream between them. */

import { say } from "./announcer.js";
import { send } from "./connection.js";
import { headers } from "./headers.js";
import { onPage } from "./pages.js";
import { showPresence } from "./presence.js";
import { remarkOn } from "./remarking.js";
import { Saving } from "./saving.js";
import { soon } from "./soon.js";
import { follow, unfollow } from "./streams.js";

const CURSOR_EVERY = 400;
const CURSOR_AGAIN = 5000; // the server forgets a cursor after 10 s

export function start() {
  onPage((main, signal) => {
    const place = main.querySelector("[data-text]");
    if (!place) return;
    if (place.dataset.module) open(place, signal);
    else readAlong(place, signal);
  });
}

/** Who may not write sees the text change. */
function readAlong(place, signal) {
  const { text: stream, position } = place.dataset;
  const renew = () => window.htmx.trigger(place, "text:changed");
  const reader = { apply: () => soon(renew), presence: showPresence };
  reader.reset = (head) => {
    renew();
    follow(stream, head, reader);
  };
  reader.gone = () => gone(place);
  follow(stream, position, reader);
  signal.addEventListener("abort", () => unfollow(stream));
}

async function open(place, signal) {
  const module = await import(place.dataset.module);
  const loaded = await load(place);
  if (signal.aborted) return;
  new Writing(place, module, signal).begin(loaded);
}

/** {state, position}: the text as the server has it. */
async function load(place) {
  const response = await fetch(place.dataset.state, { headers: headers() });
  if (!response.ok) throw new Error(`${place.dataset.state}: ${response.status}`);
  const { state, position } = await response.json();
  return { state: bytes(state), position };
}

class Writing {
  constructor(place, module, signal) {
    Object.assign(this, { place, signal });
    this.stream = Number(place.dataset.text);
    this.cursors = {};
    this.names = {};
    this.editor = module.open(place.querySelector(".text-host"), {
      label: place.dataset.label,
      lang: place.dataset.lang,
      onUpdate: (update) => this.saving.add(update),
      onCursor: () => this.moved(),
    });
    this.saving = new Saving({
      stream: this.stream,
      address: place.dataset.updates,
      merged: module.merged,
      changed: (state) => this.tell(state),
      refused: (code) => this.refused(code),
      signal,
    });
  }

  begin({ state, position }) {
    const { place, signal, editor, stream } = this;
    editor.apply(state);
    place.querySelector(".text-editor").hidden = false;
    place.querySelector(".text-words").hidden = true;
    this.tell("saved");
    this.mark();
    follow(stream, position, this);
    place.addEventListener("click", (event) => this.clicked(event), { signal });
    place.addEventListener("change", ({ target }) => {
      if (target.matches(".text-picture")) this.addPicture(target);
    }, { signal });
    document.addEventListener("htmx:afterSettle", () => this.mark(), { signal });
    addEventListener("beforeunload", (event) => !this.saving.isSaved && event.preventDefault(), {
      signal,
    });
    const clock = setInterval(() => this.editor.hasFocus() && this.sayWhere(), CURSOR_AGAIN);
    signal.addEventListener("abort", () => {
      clearInterval(clock);
      unfollow(stream);
      editor.close();
    });
  }

  // What the stream tells

  apply({ update, about }) {
    if (update) this.editor.apply(bytes(update));
    if (about) window.htmx.trigger(document.body, `text-${about}:refresh`);
  }

  async reset() {
    const { state, position } = await load(this.place);
    if (this.signal.aborted) return;
    this.editor.apply(state);
    if (!this.saving.isSaved) this.saving.replace(this.editor.missingIn(state));
    follow(this.stream, position, this);
  }

  gone() {
    this.saving.stop();
    this.editor.forbid();
    gone(this.place);
  }

  presence(frame) {
    showPresence(frame);
    const me = document.body.dataset.person;
    const { cursors = {}, names } = frame;
    const fresh = Object.keys(cursors).filter((person) => person !== me && !this.cursors[person]);
    if (fresh.length) say(this.words("joined", { names: fresh.map((one) => names[one]).join(", ") }));
    this.cursors = Object.fromEntries(Object.entries(cursors).filter(([person]) => person !== me));
    this.names = names;
    this.mark();
  }

  mark() {
    const people = Object.entries(this.cursors).map(([person, at]) => ({
      at,
      name: this.names[person],
      tint: person % 8,
    }));
    this.editor.show(people, remarks(this.place));
  }

  // What the person does

  moved() {
    this.moving ??= setTimeout(() => {
      this.moving = null;
      if (!this.signal.aborted && this.editor.hasFocus()) this.sayWhere();
    }, CURSOR_EVERY);
  }

  sayWhere() {
    send({ op: "cursor", stream: this.stream, at: this.editor.cursor() });
  }

  clicked({ target }) {
    const button = target.closest("[data-command], [data-remark], [data-goto]");
    if (!button) return;
    const { command, goto } = button.dataset;
    if (command) this.editor.run(command);
    else if (goto) this.editor.goTo(button.dataset);
    else remarkOn(this.editor.selected(), this.place);
  }

  async addPicture(field) {
    const body = new FormData();
    body.append("picture", field.files[0]);
    field.value = "";
    const response = await fetch(this.place.dataset.pictures, {
      method: "POST", headers: headers(), body,
    });
    const answer = await response.json().catch(() => ({ error: this.words("refused") }));
    if (answer.words) this.editor.insert(answer.words);
    else this.warn(answer.error);
  }

  // How it stands

  refused(code) {
    if (code === "behind") {
      this.reset();
      return;
    }
    this.saving.stop();
    this.editor.forbid();
    this.warn(this.words(code === "too_large" ? "tooLarge" : "refused"));
  }

  warn(words) {
    const line = this.place.querySelector(".text-warning");
    line.textContent = words;
    line.hidden = !words;
  }

  tell(state) {
    const line = this.place.querySelector(".text-state");
    if (line.dataset.state === state) return;
    line.dataset.state = state;
    line.textContent = this.words(state);
  }

  words(name, values = {}) {
    return this.place.dataset[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
  }
}

function remarks(place) {
  return [...place.querySelectorAll("[data-goto]")].map((button) => ({ ...button.dataset }));
}

/** They may not read it any more. What they wrote and was not stored is still on the screen. */
function gone(place) {
  const line = place.querySelector(".text-warning");
  line.textContent = place.dataset.gone;
  line.hidden = false;
}

function bytes(base64) {
  return Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
}
