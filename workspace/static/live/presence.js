/** Who is here now, and who is typing. */

import { plural } from "./texts.js";

export function showPresence({ here, typing, names }) {
  const me = Number(document.body.dataset.person);
  const others = here.filter((person) => person !== me && names[person]);
  const shown = document.getElementById("presence");
  if (shown) {
    shown.replaceChildren(...others.map((person) => avatar(person, names[person])));
    shown.hidden = !others.length;
  }
  const writers = typing.filter((person) => person !== me).map((person) => names[person]);
  const line = document.getElementById("typing");
  if (line) line.textContent = writers.length ? sentence(writers) : "";
}

function sentence(writers) {
  const { lang } = document.documentElement;
  return plural("typing", writers.length, { names: new Intl.ListFormat(lang).format(writers) });
}

function avatar(person, name) {
  const words = name.split(/\s+/);
  const initials = words.length > 1 ? words[0][0] + words.at(-1)[0] : words[0][0];
  const mark = document.createElement("span");
  mark.className = `avatar avatar--small avatar--${person % 8}`;
  mark.ariaHidden = "true";
  mark.textContent = initials.toUpperCase();
  const label = document.createElement("span");
  label.className = "visually-hidden";
  label.textContent = name;
  const item = document.createElement("li");
  item.title = name;
  item.append(mark, label);
  return item;
}
