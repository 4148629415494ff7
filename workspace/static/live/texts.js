/** Words for the reader, translated by Django in templates/live/texts.html. */

export function text(name, values = {}) {
  const words = document.getElementById("texts").dataset[name];
  return words.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** `plural("newMessages", 3)` takes `data-new-messages-one` or `data-new-messages-other`. */
export function plural(name, count, values = {}) {
  const form = new Intl.PluralRules(document.documentElement.lang).select(count);
  return text(name + (form === "one" ? "One" : "Other"), { count, ...values });
}
