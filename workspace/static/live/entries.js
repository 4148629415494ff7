/** The items of the timeline: where an article stands, and what stands between the articles. */

import { dayOf, dayWords } from "./times.js";

const FLOWS_WITHIN = 5 * 60 * 1000; // as in conversations/timeline.py
const ENTRY = ".entry:not(.entry--pending)";

export const list = () => document.getElementById("timeline");
export const entries = () => [...list().querySelectorAll(`:scope > ${ENTRY}`)];
export const articleOf = (item) => item.querySelector("article");
export const numberOf = (item) => Number(articleOf(item).dataset.number);
export const isNewestFirst = () => document.getElementById("main").dataset.order === "newest";

/** In its place by number, whatever came before it. */
export function insert(article) {
  const item = document.createElement("li");
  item.className = "entry";
  item.append(article);
  const shown = entries();
  const number = numberOf(item);
  const earlier = isNewestFirst()
    ? shown.find((other) => numberOf(other) < number)
    : shown.findLast((other) => numberOf(other) < number);
  const below = isNewestFirst()
    ? (earlier ?? shown.at(-1)?.nextSibling)
    : (earlier ? earlier.nextSibling : shown[0]);
  list().insertBefore(item, below ?? null);
  arrangeAround(item);
  return item;
}

export function remove(item) {
  const below = next(item);
  if (!below) for (const line of linesAbove(item).days) line.remove();
  item.remove();
  if (below) arrange(below);
}

export function arrangeAround(item) {
  arrange(item);
  const below = next(item);
  if (below) arrange(below);
}

/** A line above the first message of a day; messages of one author within minutes flow together. */
function arrange(item) {
  const { above, days, newSince } = linesAbove(item);
  const day = dayOf(articleOf(item).dataset.at);
  const begins = !above || dayOf(articleOf(above).dataset.at) !== day;
  for (const line of days.slice(begins ? 1 : 0)) line.remove();
  if (begins) name(days[0] ?? dayLineBefore(item), day);
  const flows = !begins && !newSince && !isNewestFirst() && isSequel(articleOf(above), articleOf(item));
  item.classList.toggle("entry--flows", flows);
}

function isSequel(before, after) {
  return (
    before.matches(".message") &&
    after.matches(".message") &&
    before.dataset.author === after.dataset.author &&
    before.dataset.via === after.dataset.via &&
    !after.querySelector(".message-quote, .outcome-card") &&
    new Date(after.dataset.at) - new Date(before.dataset.at) < FLOWS_WITHIN
  );
}

/** The entry above this one, and the lines between the two. */
function linesAbove(item) {
  const days = [];
  let newSince = false;
  let above = item.previousElementSibling;
  for (; above && !above.matches(ENTRY); above = above.previousElementSibling) {
    if (above.matches(".day")) days.push(above);
    newSince ||= above.matches(".new-since");
  }
  return { above, days, newSince };
}

function next(item) {
  let below = item.nextElementSibling;
  while (below && !below.matches(ENTRY)) below = below.nextElementSibling;
  return below;
}

function dayLineBefore(item) {
  const line = document.createElement("li");
  line.className = "day";
  line.append(document.createElement("time"));
  item.before(line);
  return line;
}

function name(line, day) {
  const time = line.querySelector("time");
  time.dateTime = day;
  time.textContent = dayWords(day);
}
