/** A document is sent in pieces while its form is filled in: with progress, and going on where it
 * was after the connection was lost. Without this module the form itself sends the file. */

const PIECE = 4 * 1024 * 1024;
const WAITS = [1_000, 2_000, 5_000, 10_000, 30_000];

const sendings = new WeakMap(); // form: what is being sent
const begun = new WeakMap(); // form: what was sent in part, before this page was loaded

export function start() {
  document.addEventListener("htmx:load", ({ target }) => {
    for (const form of target.querySelectorAll("form[data-upload]")) ready(form);
  });
  document.addEventListener("draft", ({ target }) => target.matches("[data-upload]") && ready(target));
  document.addEventListener("change", ({ target }) => {
    const form = target.closest?.("form[data-upload]");
    if (form && target.type === "file" && target.files.length) send(form, target.files[0]);
  });
  document.addEventListener("paste", (event) => {
    const form = document.querySelector("#main form[data-upload]");
    const [file] = event.clipboardData.files;
    if (!form || !file) return;
    event.preventDefault();
    send(form, file);
  });
  document.addEventListener("dragover", (event) => {
    const form = formUnder(event);
    if (!form || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    form.querySelector("[data-drop]").classList.add("document-drop--over");
  });
  document.addEventListener("dragleave", (event) => {
    const zone = event.target.closest?.("[data-drop]");
    if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove("document-drop--over");
  });
  document.addEventListener("drop", (event) => {
    const form = formUnder(event);
    if (!form || !event.dataTransfer.files.length) return;
    event.preventDefault();
    form.querySelector("[data-drop]").classList.remove("document-drop--over");
    send(form, event.dataTransfer.files[0]);
  });
  document.addEventListener("click", ({ target }) => {
    const form = target.closest?.(".document-progress button")?.form;
    if (form) giveUp(form);
  });
  document.addEventListener("submit", later, { capture: true });
}

function ready(form) {
  form.querySelector(".document-drop-words").hidden = false;
  const { upload } = form.elements;
  if (upload.value && !sendings.has(form)) resume(form, upload.value);
}

/** The page was loaded again: what was sent is still there, whole or in part. */
async function resume(form, id) {
  form.elements.upload.value = "";
  const response = await fetch(`${form.dataset.uploads}${id}/`).catch(() => null);
  if (!response?.ok || sendings.has(form)) return;
  const upload = await response.json();
  if (upload.offset < upload.size) {
    begun.set(form, upload);
    show(form, words(form, "again", upload), (100 * upload.offset) / upload.size);
  } else {
    form.elements.upload.value = id;
    sendings.set(form, { ...upload, file: upload, isDone: true, controller: new AbortController() });
    show(form, words(form, "done", upload), 100);
  }
}

/** A file may be dropped anywhere on the page of such a form. */
function formUnder({ target }) {
  return target.closest?.("#main")?.querySelector("form[data-upload]");
}

async function send(form, file) {
  await giveUp(form);
  const sending = { file, controller: new AbortController() };
  sendings.set(form, sending);
  fillIn(form, file);
  const zone = form.querySelector("[data-drop]");
  if (file.size > Number(zone.dataset.max)) return refuse(form, words(form, "tooLarge", file));
  show(form, words(form, "begun", file), 0);
  const upload = await begin(form, sending);
  if (!upload || sendings.get(form) !== sending) return;
  form.elements.upload.value = upload.id;
  Object.assign(sending, upload);
  if (!(await sendPieces(form, sending))) return;
  sending.isDone = true;
  show(form, words(form, "done", file), 100);
  if (sending.button) submit(form, sending.button);
}

/** The file goes by pieces, so the form does not send it as well. */
function fillIn(form, file) {
  form.elements.file.value = form.elements.photo.value = "";
  for (const choice of form.querySelectorAll("[name=attachment]")) choice.checked = !choice.value;
  const { title } = form.elements;
  if (title && !title.value) title.value = file.name.replace(/\.[^.]{1,10}$/, "").slice(0, 150);
}

async function begin(form, { file, controller }) {
  const known = begun.get(form);
  begun.delete(form);
  if (known?.name === file.name && known.size === file.size) return known;
  const body = new URLSearchParams({ name: file.name, size: file.size });
  const response = await persist(form, () =>
    fetch(form.dataset.upload, { method: "POST", body, headers: token(form), signal: controller.signal }),
  );
  if (response?.ok) return response.json();
  if (response) refuse(form, await refusal(response));
  return null;
}

async function sendPieces(form, sending) {
  const { file, url, controller } = sending;
  while (sending.offset < file.size) {
    const piece = file.slice(sending.offset, sending.offset + PIECE);
    const headers = { ...token(form), "Upload-Offset": sending.offset, "Content-Type": "application/offset+octet-stream" };
    const response = await persist(form, () =>
      fetch(url, { method: "PATCH", body: piece, headers, signal: controller.signal }),
    );
    if (!response) return false;
    // 409: what was sent before did arrive, only its answer did not.
    if (!response.ok && response.status !== 409) {
      refuse(form, await refusal(response));
      return false;
    }
    sending.offset = (await response.json()).offset;
    show(form, words(form, "begun", file), (100 * sending.offset) / file.size);
  }
  return true;
}

/** Try until there is an answer: null when it was given up. */
async function persist(form, request) {
  for (let attempt = 0; ; attempt++) {
    try {
      const response = await request();
      if (response.status < 500) return response;
    } catch (error) {
      if (error.name === "AbortError") return null;
    }
    const { file, controller } = sendings.get(form) ?? {};
    if (!file || controller.signal.aborted) return null;
    show(form, words(form, "broken", file));
    await new Promise((done) => {
      setTimeout(done, WAITS[Math.min(attempt, WAITS.length - 1)]);
      addEventListener("online", done, { once: true });
    });
  }
}

async function giveUp(form) {
  const sending = sendings.get(form);
  sendings.delete(form);
  form.elements.upload.value = "";
  form.querySelector(".document-progress").hidden = true;
  if (!sending) return;
  sending.controller.abort();
  if (sending.url) await fetch(sending.url, { method: "DELETE", headers: token(form) }).catch(() => {});
}

/** Whoever saves before the file is there waits for it. */
function later(event) {
  const sending = sendings.get(event.target);
  if (!sending || sending.isDone || event.submitter?.formNoValidate) return;
  event.preventDefault();
  event.stopPropagation();
  sending.button = event.submitter ?? event.target.querySelector("button:not([type=button])");
  sending.button.ariaBusy = "true";
}

function submit(form, button) {
  button.ariaBusy = null;
  if (form.isConnected) form.requestSubmit(button);
}

function refuse(form, sentence) {
  const { button } = sendings.get(form) ?? {};
  if (button) button.ariaBusy = null;
  sendings.delete(form);
  form.elements.upload.value = "";
  show(form, sentence, 0);
  form.querySelector(".document-progress").classList.add("document-progress--refused");
}

async function refusal(response) {
  const { refusal } = await response.json().catch(() => ({}));
  return refusal ?? document.querySelector(".document-progress").dataset.refused;
}

function show(form, sentence, percent) {
  const box = form.querySelector(".document-progress");
  box.hidden = false;
  box.classList.remove("document-progress--refused");
  const status = box.querySelector("p");
  if (status.textContent !== sentence) status.textContent = sentence;
  if (percent !== undefined) box.querySelector("progress").value = percent;
}

function words(form, name, { name: file }) {
  return form.querySelector(".document-progress").dataset[name].replace("{name}", file);
}

function token(form) {
  return { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
}
