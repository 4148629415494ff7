/** What is being typed survives a reload. Kept per person, until it is sent or they sign out. */

import { dropAll } from "./store.js";

export function start() {
  document.addEventListener("input", ({ target }) => {
    const form = target.closest("form[data-draft]");
    if (form) save(form);
  });
  document.addEventListener("htmx:load", ({ target }) => {
    for (const form of target.querySelectorAll("form[data-draft]")) restore(form);
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const { elt } = detail.requestConfig;
    if (detail.successful && elt.matches("form[data-draft]")) forget(elt);
  });
  document.addEventListener("submit", signOut, { capture: true });
}

export function save(form) {
  const fields = {};
  for (const field of form.querySelectorAll("[name]")) {
    if (isKept(field)) fields[field.name] = field.value;
  }
  const quote = form.querySelector(".composer-quote:not([hidden]) .composer-quote-words");
  const draft = { fields, quote: quote?.textContent };
  const isEmpty = !Object.values(fields).some(Boolean);
  isEmpty ? forget(form) : localStorage.setItem(key(form), JSON.stringify(draft));
}

export function forget(form) {
  localStorage.removeItem(key(form));
}

function restore(form) {
  const draft = JSON.parse(localStorage.getItem(key(form)));
  if (!draft) return;
  for (const field of form.querySelectorAll("[name]")) {
    if (isKept(field) && draft.fields[field.name]) field.value = draft.fields[field.name];
  }
  form.dispatchEvent(new CustomEvent("draft", { bubbles: true, detail: draft }));
}

function isKept({ name, type }) {
  return !["file", "radio", "checkbox"].includes(type) && !["client_id", "csrfmiddlewaretoken"].includes(name);
}

function key({ dataset }) {
  return `draft:${document.body.dataset.person}:${dataset.draft}`;
}

/** Signing out leaves nothing of this person in the browser. */
async function signOut(event) {
  if (!new URL(event.target.action).pathname.endsWith("/logout/")) return;
  event.preventDefault();
  event.stopPropagation();
  forgetAll();
  await dropAll().finally(() => event.target.submit());
}

function forgetAll() {
  const own = `draft:${document.body.dataset.person}:`;
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(own)) localStorage.removeItem(name);
  }
}
