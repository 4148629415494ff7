/** Unread counts beside every conversation, and in the title of the window. */

import { connection } from "./connection.js";
import { headers } from "./headers.js";
import { isOfOutcome, listMoved } from "./lists.js";
import { onPage } from "./pages.js";
import { soon } from "./soon.js";
import { follow, heads, isFollowed, watch } from "./streams.js";

let title = "";

export function start() {
  onPage(() => {
    title = document.title;
    attach();
  });
  heads.addEventListener("heads", ({ detail }) => {
    for (const [stream, [, entries]] of Object.entries(detail)) {
      for (const link of links(`[data-stream="${stream}"]`)) link.dataset.entries = entries;
    }
    count();
  });
}

/** The reader has read to this number, here or in another window. */
export function markRead(thread, number) {
  for (const link of links(`[data-thread="${thread}"]`)) {
    link.dataset.read = Math.max(link.dataset.read, number);
  }
  count();
}

function attach() {
  const open = document.getElementById("main").dataset;
  for (const link of links("[data-thread]")) {
    if (link.dataset.thread !== open.thread) continue;
    link.setAttribute("aria-current", "page");
    link.dataset.read = Math.max(link.dataset.read, open.read);
  }
  followLists();
  watch(links("[data-stream]").map((link) => link.dataset.stream));
  count();
}

async function renew() {
  const { sidebar } = document.getElementById("texts").dataset;
  const response = await fetch(sidebar, { headers: headers() }).catch(() => null);
  if (!response?.ok) {
    connection.addEventListener("hello", () => soon(renew), { once: true });
    return;
  }
  const fresh = document.createRange().createContextualFragment(await response.text());
  const focused = document.activeElement.closest("#sidebar a")?.getAttribute("href");
  document.getElementById("sidebar").replaceWith(fresh);
  window.htmx.process(document.getElementById("sidebar"));
  attach();
  if (focused) document.querySelector(`#sidebar a[href="${focused}"]`)?.focus();
}

function links(which) {
  return [...document.querySelectorAll(`#sidebar a${which}`)];
}

/** The person's own list, and those of their groups: when one changes, so does the sidebar. */
function followLists() {
  const { personStream, personPosition } = document.body.dataset;
  if (personStream) followOnce(personStream, personPosition, applyOwn);
  for (const { dataset } of document.querySelectorAll("#sidebar [data-group-stream]")) {
    followOnce(dataset.groupStream, dataset.groupPosition, applyGroup);
  }
}

/** Where the tab is already counts for more than where the page began. */
function followOnce(stream, position, apply) {
  if (isFollowed(stream)) return;
  const reset = (head) => {
    soon(renew);
    listMoved();
    follow(stream, head, { apply, reset });
  };
  follow(stream, position, { apply, reset });
}

function applyOwn(event) {
  if (event.verb !== "Read") {
    listMoved();
    if (!isOfOutcome(event)) soon(renew);
    return;
  }
  for (const link of links(`[data-thread="${event.thread}"]`)) {
    if (event.attention !== undefined) link.dataset.attention = event.attention;
  }
  markRead(event.thread, event.read_to);
}

function applyGroup(event) {
  listMoved();
  if (!isOfOutcome(event) && (event.thread || event.verb === "Update")) soon(renew);
}

function count() {
  let total = 0;
  for (const link of links("[data-thread]")) {
    const { entries, read, attention } = link.dataset;
    const unread = attention === "mute" ? 0 : Math.max(0, entries - read);
    const badge = link.querySelector("[data-unread]");
    badge.hidden = !unread;
    badge.firstElementChild ? (badge.firstElementChild.textContent = unread) : (badge.textContent = unread);
    total += unread;
  }
  document.title = total ? `(${total}) ${title}` : title;
}
