/** Completes @names while typing: a list below the text that the arrow keys move through. */

import { say } from "./announcer.js";
import { plural } from "./texts.js";

const TYPED = /(?<![\w@./])@([\p{L}\d._-]{0,50})$/u;
const LIST = "mention-list";
let field = null;
let asked = 0;

export function start() {
  document.addEventListener("input", ({ target }) => {
    if (target.matches("form[data-draft] textarea")) suggest(target);
  });
  document.addEventListener("keydown", keydown, { capture: true });
  document.addEventListener("focusout", ({ target }) => target === field && close());
  document.addEventListener("pointerdown", (event) => {
    const option = event.target.closest(`#${LIST} [role=option]`);
    if (!option) return;
    event.preventDefault();
    choose(option);
  });
}

async function suggest(textarea) {
  const typed = TYPED.exec(textarea.value.slice(0, textarea.selectionStart));
  const address = document.getElementById("texts").dataset.people;
  const turn = ++asked;
  if (!typed || !address) return close();
  const asking = new URL(address, location.href);
  asking.searchParams.set("q", typed[1]);
  const response = await fetch(asking);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const { people, none } = await response.json();
  if (turn !== asked) return undefined;
  return open(textarea, people, none);
}

function open(textarea, people, none) {
  close();
  if (!people.length) return say(none);
  field = textarea;
  const list = document.createElement("ul");
  list.id = LIST;
  list.className = "completion";
  list.role = "listbox";
  list.ariaLabel = plural("people", people.length);
  list.append(...people.map(option));
  textarea.after(list);
  textarea.setAttribute("aria-controls", LIST);
  textarea.setAttribute("aria-autocomplete", "list");
  mark(list.firstElementChild);
  return say(plural("people", people.length));
}

function option({ handle, name, function: work }, place) {
  const item = document.createElement("li");
  item.id = `${LIST}-${place}`;
  item.role = "option";
  item.dataset.handle = handle;
  const who = document.createElement("strong");
  who.textContent = name;
  item.append(who, work ? ` ${work}` : "");
  return item;
}

function keydown(event) {
  if (!field || event.target !== field || event.isComposing) return;
  const options = [...document.getElementById(LIST).children];
  const current = options.findIndex((one) => one.ariaSelected === "true");
  const count = options.length;
  const actions = {
    ArrowDown: () => mark(options[(current + 1) % count]),
    ArrowUp: () => mark(options[(current + count - 1) % count]),
    Enter: () => choose(options[current]),
    Tab: () => choose(options[current]),
    Escape: close,
  };
  if (!actions[event.key] || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  actions[event.key]();
}

function mark(chosen) {
  for (const one of chosen.parentElement.children) one.ariaSelected = String(one === chosen);
  chosen.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", chosen.id);
}

function choose({ dataset }) {
  const caret = field.selectionStart;
  const typed = TYPED.exec(field.value.slice(0, caret));
  field.setSelectionRange(caret - typed[0].length, caret);
  const target = field;
  close();
  asked += 1;
  target.ownerDocument.execCommand("insertText", false, `@${dataset.handle} `);
}

function close() {
  document.getElementById(LIST)?.remove();
  field?.removeAttribute("aria-activedescendant");
  field?.removeAttribute("aria-controls");
  field = null;
}
