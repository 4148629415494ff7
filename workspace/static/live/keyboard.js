/**
 * Keys for who reads without a mouse. Single letters work only while the focus is in the timeline
 * (WCAG 2.1.4), `?` opens the list of them.
 */

import { composer } from "./composer.js";
import { editInPlace, editOwnLast } from "./editing.js";
import { articleOf, entries, list } from "./entries.js";
import { isOwn } from "./message.js";
import { onPage } from "./pages.js";
import { replyTo } from "./reply.js";
import { arrivals } from "./timeline.js";

const WRITABLE = "input, textarea, select, [contenteditable]";
const KEYS = {
  j: () => move(1),
  ArrowDown: () => move(1),
  k: () => move(-1),
  ArrowUp: () => move(-1),
  Home: () => enter(entries().map(articleOf).at(0)),
  End: () => enter(entries().map(articleOf).at(-1)),
  r: (article) => composer() && article.querySelector(".message-body") && replyTo(article),
  e: edit,
  "/": () => find(),
  "?": () => document.getElementById("shortcuts").showModal(),
};

export function start() {
  onPage((main) => main.dataset.thread && makeReachable());
  arrivals.addEventListener("put", () => list().querySelector("article[tabindex='0']") ?? makeReachable());
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches("#timeline article[data-message]")) reachBy(target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowUp" && event.target === composer()?.elements.body && !event.target.value) {
      event.preventDefault();
      editOwnLast();
      return;
    }
    const article = event.target.closest("#timeline article[data-message]");
    if (!article || !KEYS[event.key] || event.target.matches(WRITABLE)) return;
    event.preventDefault();
    KEYS[event.key](article);
  });
}

/** The tab key reaches one message, the one that had the focus last. */
function makeReachable() {
  const last = entries().map(articleOf).sort((one, two) => two.dataset.number - one.dataset.number)[0];
  if (last) last.tabIndex = 0;
}

function reachBy(article) {
  for (const other of list().querySelectorAll("article[tabindex='0']")) other.tabIndex = -1;
  article.tabIndex = 0;
}

function move(step) {
  const articles = entries().map(articleOf);
  const current = articles.indexOf(document.activeElement.closest("article"));
  enter(articles[current + step]);
}

/** In the header; where there is no room for a field, on a page of its own. */
function find() {
  const field = document.getElementById("find");
  if (field?.checkVisibility()) field.focus();
  else field?.form.requestSubmit();
}

function enter(article) {
  article?.focus();
}

function edit(article) {
  const more = article.querySelector(".message-more");
  if (more && isOwn(article)) editInPlace(article, new URL("../edit/", more.href).href);
}
