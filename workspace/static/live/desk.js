/** How much waits at the desk of who keeps order: the number in the menu, and the page itself. */

import { headers } from "./headers.js";
import { onPage } from "./pages.js";
import { soon } from "./soon.js";
import { follow, isFollowed } from "./streams.js";

let known = null;

export function start() {
  onPage(() => {
    if (!link()) return;
    if (known) show();
    else renew();
  });
}

const link = () => document.querySelector("[data-desk-count]");

async function renew() {
  const response = await fetch(link()?.dataset.deskCount ?? "", { headers: headers() }).catch(() => null);
  if (!response?.ok || !response.headers.get("Content-Type").includes("json")) return;
  known = await response.json();
  for (const [stream, position] of Object.entries(known.streams)) {
    if (!isFollowed(stream)) follow(stream, position, reader(stream));
  }
  show();
}

/** What came may be of any kind: the number is asked for again, and the page if it is open. */
function reader(stream) {
  return {
    apply: () => soon(changed),
    reset: (head) => {
      soon(changed);
      follow(stream, head, reader(stream));
    },
    gone: () => soon(changed),
  };
}

function changed() {
  if (!link()) return;
  renew();
  window.htmx.trigger(document.body, "desk:refresh");
}

function show() {
  const place = link();
  if (!place) return;
  const badge = place.querySelector(".badge");
  place.parentElement.hidden = !known.keeps_order;
  badge.hidden = !known.count;
  badge.textContent = known.count;
}
