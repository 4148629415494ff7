/** The cursors of others, with their names, and the pieces that remarks are about. */

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";

/** {people: [{name, tint, range: {from, to, head}}], remarks: [{range: {from, to}}]} */
export const setMarks = StateEffect.define();

export const marks = StateField.define({
  create: () => Decoration.none,
  update(shown, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) return drawn(effect.value, transaction.state.doc.length);
    }
    return shown.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

class Caret extends WidgetType {
  constructor({ name, tint }) {
    super();
    Object.assign(this, { name, tint });
  }

  eq(other) {
    return other.name === this.name && other.tint === this.tint;
  }

  toDOM() {
    const caret = document.createElement("span");
    caret.className = `caret tint-${this.tint}`;
    caret.ariaHidden = "true";
    const label = document.createElement("span");
    label.className = "caret-name";
    label.textContent = this.name;
    caret.append("\u2060", label, "\u2060");
    return caret;
  }
}

function drawn({ people, remarks }, length) {
  const found = [];
  for (const { range } of remarks) {
    if (range && range.to <= length) {
      found.push(Decoration.mark({ class: "remarked" }).range(range.from, range.to));
    }
  }
  for (const person of people) {
    const { range } = person;
    if (!range || range.to > length) continue;
    if (range.from < range.to) {
      const chosen = Decoration.mark({ class: `chosen tint-${person.tint}` });
      found.push(chosen.range(range.from, range.to));
    }
    found.push(Decoration.widget({ widget: new Caret(person), side: 1 }).range(range.head));
  }
  return Decoration.set(found, true);
}
