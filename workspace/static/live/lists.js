/** Lists of what grew out of conversations: a page that shows one asks for it again when it moved. */

import { onPage } from "./pages.js";
import { soon } from "./soon.js";
import { follow, isFollowed, unfollow } from "./streams.js";

const KINDS = ["decision", "task", "document"];

/** A page names the stream that tells of its list, where no other part of the page follows it. */
export function start() {
  onPage((main, signal) => {
    for (const { dataset } of main.querySelectorAll("[data-follow]")) {
      const [stream, position] = dataset.follow.split(":");
      if (isFollowed(stream)) continue;
      follow(stream, position, reader(stream));
      signal.addEventListener("abort", () => unfollow(stream));
    }
  });
}

/** Whether an event of a group's list or of one's own tells of such a list. */
export function isOfOutcome(event) {
  return KINDS.some((kind) => event[kind] !== undefined);
}

export function listMoved() {
  if (document.querySelector("[data-lists]")) soon(refresh);
}

function refresh() {
  window.htmx.trigger(document.body, "lists:refresh");
}

function reader(stream) {
  return {
    apply: listMoved,
    reset: (head) => {
      listMoved();
      follow(stream, head, reader(stream));
    },
  };
}
