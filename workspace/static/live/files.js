/** Files by choosing, dropping or pasting, in a list from which they can be taken out again. */

import { text } from "./texts.js";

export function start() {
  document.addEventListener("change", ({ target }) => {
    if (target.matches("form[data-draft] input[name=files]")) add(target.form, [...target.files]);
  });
  document.addEventListener("paste", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    const pasted = [...event.clipboardData.files];
    if (!form?.elements.files || !pasted.length) return;
    event.preventDefault();
    add(form, pasted);
  });
  document.addEventListener("dragover", (event) => {
    if (formUnder(event) && event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const form = formUnder(event);
    if (!form || !event.dataTransfer.files.length) return;
    event.preventDefault();
    add(form, [...event.dataTransfer.files]);
  });
}

export function setFiles(form, files) {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  form.elements.files.files = transfer.files;
  chosen.set(form, files);
  show(form, files);
}

const chosen = new WeakMap(); // choosing again replaces the input's own list

function add(form, files) {
  setFiles(form, [...(chosen.get(form) ?? []), ...files]);
}

/** A file may be dropped anywhere on the thread, or on the form for a new one. */
function formUnder({ target }) {
  const form = target.closest("form[data-draft]") ?? target.closest("#main")?.querySelector("form[data-draft]");
  return form?.elements.files ? form : null;
}

function show(form, files) {
  const items = files.map((file, place) => {
    const item = document.createElement("li");
    item.textContent = file.name;
    item.append(removeButton(form, file, place));
    return item;
  });
  (form.querySelector(".composer-files") ?? makeList(form)).replaceChildren(...items);
}

function makeList(form) {
  const list = document.createElement("ul");
  list.className = "composer-files plain-list";
  form.elements.files.after(list);
  return list;
}

function removeButton(form, file, place) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "icon-button composer-file-remove";
  button.textContent = "×";
  button.ariaLabel = text("removeFile", { name: file.name });
  button.addEventListener("click", () => {
    setFiles(form, chosen.get(form).toSpliced(place, 1));
    (form.querySelector(".composer-file-remove") ?? form.elements.body).focus();
  });
  return button;
}
