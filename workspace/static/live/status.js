/** Tells the reader how the connection is, and what to do when it does not come back by itself. */

import { connection, refusal, sessionEnded, state } from "./connection.js";
import { leave } from "./notice.js";
import { onPage } from "./pages.js";
import { text } from "./texts.js";

const SHORT = 1000; // an interruption that nobody needs to hear of
let timer = null;

export function start() {
  connection.addEventListener("state", () => {
    if (sessionEnded()) signIn();
    clearTimeout(timer);
    timer = setTimeout(show, state() === "live" ? 0 : SHORT);
  });
  document.addEventListener("signed-out", signIn); // the answer to a request for a part of the page
  onPage(show);
}

/** To the sign-in page, which says why. */
export function signIn() {
  leave(text("sessionEnded"));
  const here = encodeURIComponent(location.pathname + location.search);
  location.assign(`${document.getElementById("texts").dataset.signIn}?next=${here}`);
}

function show() {
  const line = document.getElementById("connection");
  if (!line || line.dataset.state === state()) return;
  line.dataset.state = state();
  line.textContent = refusal() ? text("refused") : text(state());
}
