/** Where one writes: sending, growing with the text, and getting back what was refused. */

import { forget, save } from "./drafts.js";
import { setFiles } from "./files.js";
import { add, outbox } from "./outbox.js";
import { onPage } from "./pages.js";
import { showSending } from "./pending.js";
import { cancelReply, quoted, reply } from "./reply.js";
import { drop, isUsable, kept } from "./store.js";
import { text } from "./texts.js";

export const composer = () => document.getElementById("composer");

export function start() {
  document.addEventListener("submit", submit, { capture: true });
  document.addEventListener("keydown", (event) => {
    const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (sends && event.target.matches("textarea")) event.target.form.requestSubmit();
  });
  document.addEventListener("input", ({ target }) => {
    if (target.form && target.form === composer()) clearError();
  });
  outbox.addEventListener("refused", ({ detail }) => takeBack(detail));
  onPage(async (main, signal) => {
    if (!composer()) return;
    explainKeys(composer());
    const refused = (await kept()).filter((item) => item.reason);
    if (!signal.aborted) refused.forEach(takeBack);
  });
}

function submit(event) {
  const form = event.target;
  // What becomes an outcome goes to a form of its own, with the words that stand here.
  if (form !== composer() || !isUsable() || event.submitter?.name === "begin") return;
  event.preventDefault();
  event.stopPropagation();
  const files = [...form.elements.files.files];
  const body = form.elements.body.value;
  if (!body.trim() && !files.length) return;
  const tooLarge = files.find((file) => file.size > Number(document.getElementById("texts").dataset.maxBytes));
  if (tooLarge) {
    showError(text("fileTooLarge", { name: tooLarge.name }));
    return;
  }
  dispatch(form, body, files);
}

async function dispatch(form, body, files) {
  const item = {
    client_id: form.elements.client_id.value,
    person: document.body.dataset.person,
    thread: document.getElementById("main").dataset.thread,
    address: form.action,
    at: Date.now(),
    body,
    files,
    ...quoted(form),
  };
  clear(form);
  showSending(item);
  await add(item);
  forget(form);
}

function clear(form) {
  form.elements.client_id.value = crypto.randomUUID();
  form.elements.body.value = "";
  setFiles(form, []);
  cancelReply(form);
  clearError();
  form.elements.body.focus();
}

/** A message that the server refused comes back to where it was typed, before what is there now. */
async function takeBack(item) {
  const form = composer();
  if (!form || item.thread !== document.getElementById("main").dataset.thread) return;
  const { body, files } = form.elements;
  body.value = [item.body, body.value].filter(Boolean).join("\n\n");
  setFiles(form, [...item.files, ...files.files]);
  if (item.quotes) reply(form, item.quotes, item.quote);
  showError(item.reason);
  save(form);
  await drop(item.client_id);
}

function showError(words) {
  clearError();
  const error = document.createElement("p");
  error.className = "field-error";
  error.id = "composer-error";
  error.setAttribute("role", "alert");
  error.textContent = words;
  const { body } = composer().elements;
  body.setAttribute("aria-invalid", "true");
  body.setAttribute("aria-describedby", "composer-error");
  body.after(error);
}

function clearError() {
  const { body } = composer().elements;
  for (const error of composer().querySelectorAll(".field-error")) error.remove();
  body.removeAttribute("aria-invalid");
  body.setAttribute("aria-describedby", "composer-keys");
}

function explainKeys(form) {
  const hint = document.createElement("p");
  hint.id = "composer-keys";
  hint.className = "composer-keys";
  hint.textContent = text("keys");
  form.append(hint);
  form.elements.body.setAttribute("aria-describedby", "composer-keys");
}
