/** The open thread follows its stream. */

import { parse } from "./message.js";
import { reload } from "./loading.js";
import { onPage } from "./pages.js";
import { showPresence } from "./presence.js";
import { soon } from "./soon.js";
import { follow, unfollow } from "./streams.js";
import { putLive, takeOut } from "./timeline.js";
import { text } from "./texts.js";

export function start() {
  onPage((main, signal) => {
    const { stream, position } = main.dataset;
    if (!stream) return;
    follow(stream, position, reader(main));
    signal.addEventListener("abort", () => unfollow(stream));
  });
}

function reader(main) {
  const { stream } = main.dataset;
  const again = async () => {
    await reload();
    if (main.isConnected) follow(stream, main.dataset.position, reader(main));
  };
  return {
    apply(event) {
      main.dataset.entries = event.entries;
      const article = event.html && parse(event.html);
      if (event.verb === "Move") again();
      else if (article) putLive(article);
      else if (event.message) takeOut(event.message);
      const says = event.verb === "Create" && !article?.matches(".notice, :has(.outcome-card)");
      if (!says && !event.reaction) soon(renewPanel);
    },
    reset: again,
    gone: () => close(document.getElementById("composer")),
    presence: showPresence,
  };
}

function renewPanel() {
  window.htmx.trigger(document.body, "panel:refresh");
}

/** The reader may not be here any more. What they typed stays a draft. */
function close(composer) {
  const notice = document.createElement("p");
  notice.className = "thread-gone";
  notice.setAttribute("role", "status");
  notice.textContent = text("gone");
  composer?.replaceWith(notice);
}
