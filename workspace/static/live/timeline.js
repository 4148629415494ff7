/** The messages of the open thread: each in its place, never an older version over a newer. */

import { announce } from "./announcer.js";
import { arrangeAround, articleOf, entries, insert, isNewestFirst, list, numberOf, remove } from "./entries.js";
import { dress, endEditing, isMessage, isOwn, parse, replace } from "./message.js";
import { onPage } from "./pages.js";
import { countUnseen, keepPlace } from "./scroll.js";

/** `put` (detail: the article) when an article came to stand in the timeline. */
export const arrivals = new EventTarget();

export function start() {
  onPage((main) => {
    if (!main.dataset.thread) return;
    for (const item of entries()) {
      dress(articleOf(item));
      arrangeAround(item);
    }
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    const article = xhr.status === 201 ? parse(xhr.response) : null;
    if (!article) return;
    event.detail.shouldSwap = false;
    answered(article);
  });
}

/** Whatever form was sent, a message that comes back goes where the log would put it. */
function answered(article) {
  if (!list()) {
    location.assign(article.querySelector(".message-time").href);
    return;
  }
  const shown = document.getElementById(article.id);
  if (shown) endEditing(shown); // it may be the new version already: the log was faster
  put(article);
}

export function put(article) {
  keepPlace(() => place(article));
}

/** Put an article that the log tells of now, and tell the reader of a new one. */
export function putLive(article) {
  const isNew = !document.getElementById(article.id);
  put(article);
  if (!isNew || isOwn(article)) return;
  countUnseen();
  if (isMessage(article)) announce(article);
}

/** The same for a page of them, with the links to what is older and newer. */
export function fill(page, side) {
  keepPlace(() => {
    list().querySelector(`:scope > .${side}`)?.remove();
    for (const article of page.querySelectorAll("#timeline > .entry > article")) place(article);
    const link = page.querySelector(`#timeline > .${side}`);
    const first = link && !link.previousElementSibling;
    if (link) list()[first ? "prepend" : "append"](link);
  });
}

/** A whole page in the place of what is shown; what is on its way stays. */
export function fillAnew(page) {
  keepPlace(() => {
    for (const item of list().querySelectorAll(":scope > :not(.entry--pending)")) item.remove();
    list()[isNewestFirst() ? "append" : "prepend"](...page.getElementById("timeline").children);
    for (const item of entries()) settle(articleOf(item));
  });
}

export function takeOut(message) {
  const item = document.getElementById(`m${message}`)?.closest(".entry");
  if (item) keepPlace(() => remove(item));
}

function place(article) {
  const shown = document.getElementById(article.id);
  if (shown && Number(shown.dataset.revision) >= Number(article.dataset.revision)) return;
  if (!shown && !belongs(Number(article.dataset.number))) return;
  if (shown) replace(shown, article);
  else insert(article);
  settle(article);
}

/** Between the first and the last that are shown, or beyond where nothing more is to be loaded. */
function belongs(number) {
  const numbers = entries().map(numberOf);
  return (
    (!list().querySelector(".older") || number >= Math.min(...numbers)) &&
    (!list().querySelector(".newer") || number <= Math.max(...numbers))
  );
}

function settle(article) {
  dress(article);
  window.htmx.process(article);
  arrangeAround(article.closest(".entry"));
  arrivals.dispatchEvent(new CustomEvent("put", { detail: article }));
}
