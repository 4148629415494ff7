/** Buttons that write Markdown, and the preview of what it becomes. */

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
  const shows = pane.hidden;
  if (shows) {
    const { body } = form.elements;
    const address = document.getElementById("texts").dataset.preview;
    await window.htmx.ajax("POST", address, { target: pane, values: { body: body.value }, source: pane });
  }
  pane.hidden = !shows;
  form.elements.body.hidden = shows;
  button.setAttribute("aria-pressed", shows);
  if (!shows) form.elements.body.focus();
}
