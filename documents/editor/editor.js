/**
 * The editor of a shared text: CodeMirror on a text of Yjs. Knows no network: what is written goes
 * to `onUpdate`, what others wrote comes in by `apply`.
 *
 * It stands in a shadow root, where CodeMirror's styles are a constructed style sheet: the page's
 * policy allows no other.
 */

import { defaultKeymap } from "@codemirror/commands";
import { markdown, markdownKeymap, markdownLanguage } from "@codemirror/lang-markdown";
import { syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { yCollab, yUndoManagerKeymap } from "y-codemirror.next";
import * as Y from "yjs";

import { anchorOf, decodePlace, encodePlace, rangeOf } from "./anchors.js";
import { commands } from "./commands.js";
import { marks, setMarks } from "./marks.js";
import { highlighting, theme } from "./theme.js";

const FROM_SERVER = "server";

/** `onUpdate(bytes)` is called for each change made here, `onCursor()` when the cursor moved. */
export function open(host, { label, lang, onUpdate, onCursor }) {
  const doc = new Y.Doc();
  const text = doc.getText("text");
  const writable = new Compartment();
  doc.on("update", (update, origin) => origin !== FROM_SERVER && onUpdate(update));

  const view = new EditorView({
    root: host.shadowRoot ?? host.attachShadow({ mode: "open" }),
    parent: host.shadowRoot,
    state: EditorState.create({
      extensions: [
        keymap.of([...commands.keys, ...yUndoManagerKeymap, ...markdownKeymap, ...defaultKeymap]),
        markdown({ base: markdownLanguage, addKeymap: false, completeHTMLTags: false }),
        syntaxHighlighting(highlighting),
        yCollab(text, null),
        marks,
        theme,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, lang, spellcheck: "true" }),
        EditorView.updateListener.of((update) => {
          if (update.selectionSet || update.docChanged || update.focusChanged) onCursor();
        }),
        writable.of([]),
      ],
    }),
  });

  return {
    apply: (update) => Y.applyUpdate(doc, update, FROM_SERVER),
    /** What is here and not in a state of the server. */
    missingIn: (state) =>
      Y.diffUpdate(Y.encodeStateAsUpdate(doc), Y.encodeStateVectorFromUpdate(state)),
    run: (name) => {
      view.focus();
      commands.run[name](view);
    },
    insert: (words) => view.dispatch(view.state.replaceSelection(words)),
    close: () => {
      view.destroy();
      doc.destroy();
    },
    forbid: () => {
      const off = [EditorState.readOnly.of(true), EditorView.editable.of(false)];
      view.dispatch({ effects: writable.reconfigure(off) });
    },
    words: () => text.toString(),
    hasFocus: () => view.hasFocus,
    /** Where the cursor is, for others; and who of the others is where: [{at, name, tint}]. */
    cursor: () => encodePlace(text, view.state.selection.main),
    show: (people, remarks) =>
      view.dispatch({
        effects: setMarks.of({
          people: people.map(({ at, ...who }) => ({ ...who, range: decodePlace(doc, text, at) })),
          remarks: remarks.map((remark) => ({ ...remark, range: rangeOf(doc, text, remark) })),
        }),
      }),
    /** What is selected: {quote, begin, end}, or null. */
    selected: () => {
      const { from, to, empty } = view.state.selection.main;
      if (empty) return null;
      return { quote: view.state.sliceDoc(from, to), ...anchorOf(text, from, to) };
    },
    goTo: (remark) => {
      const range = rangeOf(doc, text, remark);
      if (!range) return false;
      view.dispatch({
        selection: { anchor: range.from, head: range.to },
        effects: EditorView.scrollIntoView(range.from, { y: "center" }),
      });
      view.focus();
      return true;
    },
  };
}

export const merged = (updates) => Y.mergeUpdates(updates);
