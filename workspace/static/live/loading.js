/** Pages of the thread by HTTP: what is older and newer, and the whole again. */

import { list } from "./entries.js";
import { onPage } from "./pages.js";
import { firstVisible, isAtNewest } from "./scroll.js";
import { fill, fillAnew } from "./timeline.js";

const APPROACH = "800px"; // far enough that who reads on seldom waits

export function start() {
  onPage((main, signal) => {
    if (!main.dataset.thread) return;
    const nearing = new IntersectionObserver(
      (seen) => seen.filter((one) => one.isIntersecting).forEach((one) => load(one.target)),
      { rootMargin: APPROACH },
    );
    const look = () => list().querySelectorAll(".older, .newer").forEach((li) => nearing.observe(li));
    const changes = new MutationObserver(look);
    changes.observe(list(), { childList: true });
    look();
    list().addEventListener("click", (event) => {
      const item = event.target.closest(".older, .newer");
      if (!item) return;
      event.preventDefault();
      event.stopPropagation();
      load(item);
    }, { capture: true, signal });
    signal.addEventListener("abort", () => {
      nearing.disconnect();
      changes.disconnect();
    });
  });
}

/** Load the thread again around what the reader sees; what they are typing stays. */
export async function reload() {
  const at = isAtNewest() ? document.getElementById("main").dataset.entries : firstVisible()?.dataset.number;
  return replaceAll(at ?? 1);
}

/** The newest page, unless the timeline reaches to the end already. */
export async function toEnd() {
  if (list().querySelector(".newer")) {
    await replaceAll(document.getElementById("main").dataset.entries);
  }
}

async function load(item) {
  if (item.ariaBusy) return;
  item.ariaBusy = "true";
  const page = await get(item.querySelector("a").href).finally(() => (item.ariaBusy = null));
  if (item.isConnected) fill(page, item.matches(".older") ? "older" : "newer");
}

async function replaceAll(at) {
  const main = document.getElementById("main");
  const page = await get(`${location.pathname}?at=${at}`);
  if (!main.isConnected) return;
  const { position, entries: count } = page.getElementById("main").dataset;
  Object.assign(main.dataset, { position, entries: count });
  fillAnew(page);
}

async function get(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}
