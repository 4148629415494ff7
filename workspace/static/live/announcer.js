/** Says to a screen reader what comes in: one message with its first words, more as a number. */

import { plural, text } from "./texts.js";

const BUNDLE = 1500;
const WORDS = 100;
const LASTS = 5000; // what was said aloud does not stay behind: it may be taken back
let waiting = [];

export function announce(article) {
  if (!waiting.length) setTimeout(speak, BUNDLE);
  waiting.push(article);
}

export function say(words) {
  const announcer = document.getElementById("announcer");
  if (!announcer) return; // the reader left for a page where nothing is said
  announcer.textContent = words;
  setTimeout(() => announcer.textContent === words && announcer.replaceChildren(), LASTS);
}

function speak() {
  const [first] = waiting;
  say(waiting.length === 1 ? line(first) : plural("newMessages", waiting.length));
  waiting = [];
}

function line(article) {
  const words = article.querySelector(".message-body")?.textContent.trim() ?? "";
  const short = words.length > WORDS ? `${words.slice(0, WORDS)}…` : words;
  const name = article.querySelector(".message-author")?.textContent.trim();
  return text("said", { name, words: short });
}
