/** Tells the server how far the reader has really seen: in view, in a tab they look at. */

import { connection, send } from "./connection.js";
import { list } from "./entries.js";
import { isOwn } from "./message.js";
import { onPage } from "./pages.js";
import { markRead } from "./sidebar.js";
import { arrivals } from "./timeline.js";

const SETTLED = 1000;
let observer = null;
let page = null;
let told = 0;
let timer = null;

export function start() {
  onPage((main, signal) => {
    if (!main.dataset.thread) return;
    page = main;
    told = Number(main.dataset.read);
    const inView = new Set();
    const look = () => isLooking() && inView.forEach((article) => seen(article.dataset.number));
    observer = new IntersectionObserver(
      (changes) => {
        for (const { target, isIntersecting, intersectionRect, boundingClientRect, rootBounds } of changes) {
          const most = Math.min(boundingClientRect.height, rootBounds.height) / 2;
          const visible = isIntersecting && intersectionRect.height >= most;
          inView[visible ? "add" : "delete"](target);
        }
        look();
      },
      { threshold: [0, 0.25, 0.5, 0.75, 1] },
    );
    for (const article of list().querySelectorAll("article[data-number]")) observer.observe(article);
    document.addEventListener("visibilitychange", look, { signal });
    addEventListener("focus", look, { signal });
    signal.addEventListener("abort", () => {
      observer.disconnect();
      tell();
    });
  });
  arrivals.addEventListener("put", ({ detail: article }) => {
    observer?.observe(article);
    if (isOwn(article)) seen(article.dataset.number);
  });
  connection.addEventListener("hello", () => page && Number(page.dataset.read) > told && tell());
  addEventListener("pagehide", tell);
}

function isLooking() {
  return document.visibilityState === "visible" && document.hasFocus();
}

function seen(number) {
  if (Number(number) <= Number(page.dataset.read)) return;
  page.dataset.read = number;
  markRead(page.dataset.thread, number);
  timer ??= setTimeout(tell, SETTLED);
}

function tell() {
  clearTimeout(timer);
  timer = null;
  const number = Number(page?.dataset.read);
  if (!(number > told)) return;
  if (send({ op: "read", stream: Number(page.dataset.stream), number })) told = number;
}
