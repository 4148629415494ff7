/** Buttons that write Markdown, and the preview of what it becomes. */

import { headers } from "./headers.js";
import { onPage } from "./pages.js";

const AROUND = { bold: ["**", "**"], italic: ["_", "_"], link: ["[", "](https://)"], code: ["`", "`"] };
const BEFORE = { list: "- ", quote: "> " };

export function start() {
  onPage((main) => {
    for (const bar of main.querySelectorAll(".composer-toolbar")) bar.hidden = false;
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-format], button[data-preview]");
    if (!button) return;
    const form = button.closest("form");
    if (button.dataset.format) format(form.elements.body, button.dataset.format);
    else preview(form, button);
  });
}

/** Typed as if by hand, so that undo works. */
function format(field, kind) {
  const { selectionStart: begin, selectionEnd: end } = field;
  const chosen = field.value.slice(begin, end);
  field.focus();
  if (BEFORE[kind]) {
    const words = chosen.split("\n").map((line) => BEFORE[kind] + line).join("\n");
    const isLineStart = begin === 0 || field.value[begin - 1] === "\n";
    document.execCommand("insertText", false, (isLineStart ? "" : "\n") + words);
    return;
  }
  const [open, close] = kind === "code" && chosen.includes("\n") ? ["```\n", "\n```"] : AROUND[kind];
  document.execCommand("insertText", false, open + chosen + close);
  const after = begin + open.length + chosen.length;
  if (!chosen) field.setSelectionRange(after, after);
}

async function preview(form, button) {
  const pane = form.querySelector(".composer-preview");
  const { body } = form.elements;
  const shows = pane.hidden;
  if (shows) pane.innerHTML = await rendered(body.value);
  pane.hidden = !shows;
  body.hidden = shows;
  button.setAttribute("aria-pressed", shows);
  if (!shows) body.focus();
}

async function rendered(markdown) {
  const address = document.getElementById("texts").dataset.preview;
  const body = new URLSearchParams({ body: markdown });
  const response = await fetch(address, { method: "POST", headers: headers(), body });
  if (!response.ok && response.status !== 422) throw new Error(`${address}: ${response.status}`);
  return response.text();
}
