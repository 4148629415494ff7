/** Shows what is on its way at the newest end, until the message itself comes to stand there. */

import { say } from "./announcer.js";
import { isNewestFirst, list } from "./entries.js";
import { toEnd } from "./loading.js";
import { onPage } from "./pages.js";
import { outbox } from "./outbox.js";
import { keepPlace, toNewest } from "./scroll.js";
import { drop, kept } from "./store.js";
import { arrivals, put } from "./timeline.js";
import { text } from "./texts.js";

export function start() {
  onPage(async (main) => {
    if (!main.dataset.thread) return;
    const items = await kept();
    if (!main.isConnected) return;
    const waiting = items.filter((one) => one.thread === main.dataset.thread && !one.reason);
    keepPlace(() => waiting.forEach((item) => show(item, text("waiting"))));
  });
  arrivals.addEventListener("put", ({ detail }) => acknowledge(detail.dataset.client));
  arrivals.addEventListener("put", ({ detail }) => approved(detail.dataset.client));
  outbox.addEventListener("held", ({ detail }) => showHeld(detail));
  outbox.addEventListener("waiting", ({ detail }) => tell(detail.client_id, text("waiting")));
  outbox.addEventListener("refused", ({ detail }) => {
    if (document.getElementById("composer")) bubble(detail.client_id)?.remove();
    else tell(detail.client_id, detail.reason);
  });
  outbox.addEventListener("sent", ({ detail }) => {
    if (bubble(detail.client_id)) put(detail.article);
  });
}

/** The author sees their words at once, at the end of the thread. */
export async function showSending(item) {
  show(item, text("sending"));
  await toEnd();
  toNewest();
}

function show(item, state) {
  if (list().querySelector(`[data-client="${item.client_id}"]`)) return;
  const entry = document.createElement("li");
  entry.className = "entry entry--pending";
  const article = document.createElement("article");
  article.className = "message message--own message--pending";
  article.dataset.client = item.client_id;
  article.append(
    paragraph("message-body message-body--plain", item.body),
    ...item.files.map((file) => paragraph("message-file", file.name)),
    paragraph("message-state", state),
  );
  entry.append(article);
  list()[isNewestFirst() ? "prepend" : "append"](entry);
}

function paragraph(name, words) {
  const made = document.createElement("p");
  made.className = name;
  made.textContent = words;
  return made;
}

function tell(client, words) {
  const line = bubble(client)?.querySelector(".message-state");
  if (line) line.textContent = words;
}

/** It waits for a moderator: not in the thread, but beside the place where it was written. */
function showHeld({ client_id, thread, html }) {
  bubble(client_id)?.remove();
  const waiting = document.getElementById("waiting");
  if (!waiting || document.getElementById("main").dataset.thread !== thread) return;
  keepPlace(() => (waiting.outerHTML = html));
  const shown = document.getElementById("waiting");
  window.htmx.process(shown);
  say(shown.querySelector("h2").textContent);
}

function approved(client) {
  const item = client && document.querySelector(`#waiting [data-held="${client}"]`);
  if (!item) return;
  item.remove();
  const waiting = document.getElementById("waiting");
  if (!waiting.querySelector("[data-held]")) waiting.replaceChildren();
}

function bubble(client) {
  return list()?.querySelector(`.entry--pending:has([data-client="${client}"])`);
}

/** The message stands in the timeline: the log has it, whatever became of the answer to us. */
async function acknowledge(client) {
  const shown = bubble(client);
  if (!shown) return;
  shown.remove();
  await drop(client);
}
