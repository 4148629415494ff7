/** How the editor looks: in the page's own colours, which reach into the shadow root. */

import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const tints = {};
for (let tint = 0; tint < 8; tint++) {
  tints[`.caret.tint-${tint}`] = { borderColor: `var(--tint-${tint}-ink)` };
  tints[`.tint-${tint} .caret-name`] = {
    background: `var(--tint-${tint}-ink)`,
    color: `var(--tint-${tint})`,
  };
  tints[`.chosen.tint-${tint}`] = { background: `var(--tint-${tint})` };
}

export const theme = EditorView.theme({
  "&": { color: "var(--ink)", background: "var(--surface)", fontSize: "1rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "1.6", overflowX: "auto" },
  ".cm-content": { padding: "1rem 0", minHeight: "18rem", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 1.25rem" },
  "::selection": { background: "var(--basis-color-accent-1-bg-active)" },
  ".caret": {
    position: "relative",
    borderInlineStart: "2px solid",
    marginInline: "-1px",
    pointerEvents: "none",
  },
  ".caret-name": {
    position: "absolute",
    insetInlineStart: "-2px",
    insetBlockEnd: "100%",
    padding: "0 0.35rem",
    borderRadius: "0.3rem 0.3rem 0.3rem 0",
    fontSize: "0.75rem",
    lineHeight: "1.3",
    whiteSpace: "nowrap",
    fontWeight: "600",
  },
  ".remarked": {
    background: "var(--voorbeeld-kleuren-geel-100)",
    borderBlockEnd: "2px solid var(--voorbeeld-kleuren-geel-400)",
  },
  ...tints,
});

export const highlighting = HighlightStyle.define([
  { tag: tags.heading1, fontSize: "1.5em", fontWeight: "700" },
  { tag: tags.heading2, fontSize: "1.25em", fontWeight: "700" },
  { tag: tags.heading3, fontSize: "1.1em", fontWeight: "700" },
  { tag: tags.heading, fontWeight: "700" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strikethrough, textDecoration: "line-through" },
  { tag: tags.link, color: "var(--basis-color-accent-1-color-default)" },
  { tag: tags.url, color: "var(--basis-color-default-color-default)" },
  { tag: tags.monospace, fontFamily: "var(--basis-text-font-family-monospace)", fontSize: "0.9em" },
  { tag: tags.processingInstruction, color: "var(--basis-color-default-color-default)" },
  { tag: tags.quote, color: "var(--basis-color-default-color-default)" },
]);
