/** The menu of a message: asked for when it opens, closed by Escape or a click elsewhere. */

import { say } from "./announcer.js";
import { editInPlace } from "./editing.js";
import { text } from "./texts.js";

const GAP = 4;
let opener = null;

export function start() {
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (detail.elt.matches?.(".message-more")) opener = detail.elt;
  });
  document.addEventListener("htmx:afterSettle", ({ target }) => target.id === "menu" && open(target));
  document.addEventListener("toggle", closed, { capture: true });
  document.addEventListener("keydown", keydown);
  document.addEventListener("htmx:afterRequest", ({ target }) => hideAround(target));
  document.addEventListener("click", (event) => {
    const copy = event.target.closest("[data-copy]");
    const edit = event.target.closest("[data-edit]");
    const editable = edit && document.getElementById(`m${edit.dataset.edit}`);
    if (!copy && !editable) return;
    event.preventDefault();
    event.stopPropagation();
    hideAround(copy ?? edit);
    if (copy) copyLink(copy.href);
    else editInPlace(editable, edit.href);
  }, { capture: true });
}

function open(menu) {
  const { left, right, bottom, top } = opener.getBoundingClientRect();
  menu.showPopover();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = bottom + GAP + height < innerHeight;
  menu.style.left = `${Math.max(GAP, Math.min(left, right - width, innerWidth - width - GAP))}px`;
  menu.style.top = `${below ? bottom + GAP : Math.max(GAP, top - GAP - height)}px`;
  menu.querySelector("button, a")?.focus();
}

function closed({ target, newState }) {
  if (target.id !== "menu" || newState !== "closed") return;
  if (target.contains(document.activeElement) || document.activeElement === document.body) {
    opener?.focus({ preventScroll: true });
  }
}

function hideAround(element) {
  element.closest?.("[popover]:popover-open")?.hidePopover();
}

/** Arrow keys go through the items of a menu that is open. */
function keydown(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const menu = step && event.target.closest(".menu");
  if (!menu) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll("button, a")];
  const next = items.indexOf(event.target) + step;
  items.at(next % items.length).focus();
}

async function copyLink(address) {
  await navigator.clipboard.writeText(address);
  say(text("copied"));
}
