/** An answer that quotes a message. */

import { composer } from "./composer.js";
import { save } from "./drafts.js";
import { text } from "./texts.js";

const WORDS = 240;

export function start() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-reply]");
    const article = link && document.getElementById(`m${link.dataset.reply}`);
    if (!article || !composer()) return;
    event.preventDefault();
    event.stopPropagation();
    link.closest("[popover]")?.hidePopover();
    replyTo(article);
  }, { capture: true });
  document.addEventListener("keydown", (event) => {
    const form = composer();
    if (event.key !== "Escape" || event.defaultPrevented || !form?.contains(event.target)) return;
    cancelReply(form);
    save(form);
  });
  document.addEventListener("draft", ({ target, detail }) => {
    if (detail.fields.quotes) reply(target, detail.fields.quotes, detail.quote);
  });
}

export function replyTo(article) {
  const author = article.querySelector(".message-author").textContent.trim();
  const words = article.querySelector(".message-body")?.textContent.trim().slice(0, WORDS) ?? "";
  reply(composer(), article.dataset.message, `${author}: ${words}`);
  save(composer());
  composer().elements.body.focus();
}

export function reply(form, message, quote) {
  form.elements.quotes.value = message;
  const words = document.createElement("span");
  words.className = "composer-quote-words";
  words.textContent = quote;
  const shown = form.querySelector(".composer-quote");
  shown.replaceChildren(words, cancelButton(form));
  shown.hidden = false;
}

export function cancelReply(form) {
  form.elements.quotes.value = "";
  const shown = form.querySelector(".composer-quote");
  shown.replaceChildren();
  shown.hidden = true;
}

/** What an item of the outbox must know of the quote. */
export function quoted(form) {
  const quote = form.querySelector(".composer-quote-words")?.textContent;
  return { quotes: form.elements.quotes.value, quote };
}

function cancelButton(form) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "icon-button";
  button.textContent = "×";
  button.ariaLabel = text("cancelReply");
  button.addEventListener("click", () => {
    cancelReply(form);
    save(form);
    form.elements.body.focus();
  });
  return button;
}
