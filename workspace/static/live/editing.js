/** Changes a message where it stands. */

import { forget } from "./drafts.js";
import { articleOf, entries } from "./entries.js";
import { endEditing, isOwn, showEditing } from "./message.js";

export function start() {
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    const form = target.matches?.(".message-content") && target.querySelector(".message-edit");
    if (form) begin(target.closest("article"), form);
  });
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest(".message-edit");
    if (form && event.key === "Escape" && !event.defaultPrevented) cancel(form);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".message-edit [data-cancel]");
    if (!button) return;
    event.preventDefault();
    event.stopPropagation();
    cancel(button.closest(".message-edit"));
  }, { capture: true });
}

export function editInPlace(article, address) {
  const target = article.querySelector(".message-content");
  if (target.querySelector(".message-edit")) return;
  target.id = `${article.id}-content`; // htmx names the target to the server by its id
  window.htmx.ajax("GET", address, { source: article, target, swap: "beforeend" });
}

export function editOwnLast() {
  const own = entries()
    .map(articleOf)
    .filter((article) => isOwn(article) && article.querySelector(".message-body"));
  const last = own.sort((one, two) => two.dataset.number - one.dataset.number)[0];
  if (last) editInPlace(last, new URL("../edit/", last.querySelector(".message-more").href).href);
}

function begin(article, form) {
  showEditing(article, form);
  const field = form.querySelector("textarea");
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

function cancel(form) {
  const article = form.closest("article");
  forget(form);
  endEditing(article);
  article.focus({ preventScroll: true });
}
