/** Where the reader is: at the newest end they stay there, elsewhere nothing moves under them. */

import { articleOf, entries, isNewestFirst, list } from "./entries.js";
import { onPage } from "./pages.js";
import { plural } from "./texts.js";

const NEAR = 60;
let scroller = null;
let following = false;
let noticed = 0; // how far it was scrolled when `following` was told
let unseen = 0;
let button = null;
let jump = null;

/** `toEnd` loads the newest page when the timeline does not reach to it. */
export function start(toEnd) {
  jump = toEnd;
  onPage((main, signal) => {
    if (!main.dataset.thread) return;
    scroller = scrollerOf(list());
    scroller.style.overflowAnchor = "none"; // or the browser would correct what we corrected
    unseen = 0;
    button = makeButton();
    list().after(button);
    openAtPlace();
    const target = scroller === document.scrollingElement ? document : scroller;
    target.addEventListener("scroll", notice, { passive: true, signal });
    const growth = new ResizeObserver(() => following && toNewest());
    growth.observe(list());
    growth.observe(scroller);
    signal.addEventListener("abort", () => growth.disconnect());
    notice();
  });
}

export const isAtNewest = () => following;

/** Make a change to the timeline without what the reader sees moving. */
export function keepPlace(change) {
  catchUp();
  const anchor = following ? null : firstVisible();
  const before = anchor && anchor.getBoundingClientRect().top;
  change();
  const same = anchor && document.getElementById(anchor.id);
  if (same) scroller.scrollTop += same.getBoundingClientRect().top - before;
}

/** The first article that the reader sees. */
export function firstVisible() {
  const top = Math.max(scroller.getBoundingClientRect().top, 0);
  return entries().map(articleOf).find((article) => article.getBoundingClientRect().bottom > top);
}

export function toNewest() {
  scroller.scrollTop = isNewestFirst() ? 0 : scroller.scrollHeight;
  noticed = scroller.scrollTop;
}

/** One more message that the reader, who is elsewhere, has not seen. */
export function countUnseen() {
  if (following) return;
  unseen += 1;
  button.textContent = plural("newMessages", unseen);
  button.hidden = false;
}

function notice() {
  if (!list()) return; // the page is being left
  const { scrollTop, scrollHeight, clientHeight } = scroller;
  noticed = scrollTop;
  const distance = isNewestFirst() ? scrollTop : scrollHeight - scrollTop - clientHeight;
  following = distance < NEAR && !list().querySelector(".newer");
  if (following) {
    unseen = 0;
    button.hidden = true;
  }
}

/** A page hears that it was scrolled at its next frame; what comes in may be sooner. */
function catchUp() {
  if (scroller.scrollTop !== noticed) notice();
}

function makeButton() {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "to-newest";
  made.hidden = true;
  made.addEventListener("click", async () => {
    await jump();
    toNewest();
    articleOf(entries().at(isNewestFirst() ? 0 : -1)).focus({ preventScroll: true });
  });
  return made;
}

function openAtPlace() {
  const number = new URLSearchParams(location.search).get("at");
  const asked =
    document.getElementById(location.hash.slice(1)) ??
    (number && list().querySelector(`[data-number="${Number(number)}"]`));
  const place = asked || document.getElementById("new");
  place?.scrollIntoView({ block: asked ? "center" : "start" });
  if (asked) asked.focus({ preventScroll: true });
  if (!place) toNewest();
}

function scrollerOf(element) {
  let parent = element.parentElement;
  while (parent && !/auto|scroll/.test(getComputedStyle(parent).overflowY)) {
    parent = parent.parentElement;
  }
  return !parent || parent === document.body ? document.scrollingElement : parent;
}
