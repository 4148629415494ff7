/** What differs per reader is added to a message here: own marks, own clock. */

import { localise } from "./times.js";

export function dress(article) {
  const me = document.body.dataset.person;
  article.classList.toggle("message--own", isMessage(article) && article.dataset.author === me);
  for (const button of article.querySelectorAll("[data-people]")) {
    const given = button.dataset.people.split(",").includes(me);
    button.setAttribute("aria-pressed", given);
  }
  for (const part of article.querySelectorAll("[data-for]")) {
    part.hidden = !part.dataset.for.split(",").includes(me);
  }
  for (const part of article.querySelectorAll("[data-not-for]")) {
    part.hidden = part.dataset.notFor.split(",").includes(me);
  }
  for (const mention of article.querySelectorAll(`.mention[data-person="${me}"]`)) {
    mention.classList.add("mention--me");
  }
  localise(article);
}

export function isMessage(article) {
  return article.matches(".message");
}

export function isOwn(article) {
  return article.dataset.author === document.body.dataset.person;
}

/** The article of an HTML fragment, or null. */
export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.querySelector("article[data-message]");
}

/**
 * A newer version takes the place of an older one; focus and an open edit stay where they were, and
 * so do parts that the reader asked for (`data-keep`, by their id).
 */
export function replace(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const selection = focused?.matches("textarea") && [focused.selectionStart, focused.selectionEnd];
  const editing = old.querySelector(".message-edit");
  if (editing) showEditing(fresh, editing);
  for (const part of old.querySelectorAll("[data-keep]")) {
    fresh.querySelector(`#${part.id}`)?.replaceWith(part);
  }
  const tabbable = old.tabIndex;
  old.replaceWith(fresh);
  fresh.tabIndex = tabbable;
  if (!focused) return;
  const next = fresh.contains(focused) ? focused : counterpart(focused, old, fresh);
  next.focus({ preventScroll: true });
  if (selection) focused.setSelectionRange(...selection);
}

/** The form stands in the place of the words that it changes. */
export function showEditing(article, form) {
  const body = article.querySelector(".message-body");
  if (!body) return;
  body.hidden = true;
  body.after(form);
}

/** The words stand there again, in the place of the form. */
export function endEditing(article) {
  article.querySelector(".message-edit")?.remove();
  const body = article.querySelector(".message-body");
  if (body) body.hidden = false;
}

function counterpart(focused, old, fresh) {
  if (focused === old) return fresh;
  const { reaction } = focused.dataset;
  const alike = reaction
    ? `[data-reaction="${reaction}"]`
    : `${focused.localName}${[...focused.classList].map((name) => `.${name}`).join("")}`;
  const place = [...old.querySelectorAll(alike)].indexOf(focused);
  return fresh.querySelectorAll(alike)[place] ?? fresh;
}
