/** What the toolbar and the keys do: they write Markdown. */

import { EditorSelection } from "@codemirror/state";

const around = (open, close) => (view) => {
  const { state } = view;
  view.dispatch(
    state.changeByRange(({ from, to }) => ({
      changes: [
        { from, insert: open },
        { from: to, insert: close },
      ],
      range: EditorSelection.range(from + open.length, to + open.length),
    })),
    { scrollIntoView: true, userEvent: "input" },
  );
  return true;
};

/** Before each line of the selection, or away from it where all of them have it. */
const before = (mark) => (view) => {
  const { state } = view;
  const { from, to } = state.selection.main;
  const lines = [];
  for (let place = from; place <= to; ) {
    const line = state.doc.lineAt(place);
    lines.push(line);
    place = line.to + 1;
  }
  const has = lines.every((line) => line.text.startsWith(mark));
  view.dispatch({
    changes: lines.map((line) =>
      has ? { from: line.from, to: line.from + mark.length } : { from: line.from, insert: mark },
    ),
    userEvent: "input",
  });
  return true;
};

/** On lines of its own. */
const block = (words) => (view) => {
  const { state } = view;
  const line = state.doc.lineAt(state.selection.main.to);
  const insert = `${line.text ? "\n\n" : ""}${words}\n`;
  view.dispatch({
    changes: { from: line.to, insert },
    selection: { anchor: line.to + insert.length },
    userEvent: "input",
  });
  return true;
};

const run = {
  heading: before("## "),
  bold: around("**", "**"),
  italic: around("_", "_"),
  list: before("- "),
  numbers: before("1. "),
  tasks: before("- [ ] "),
  quote: before("> "),
  link: around("[", "](https://)"),
  table: block("|  |  |\n| --- | --- |\n|  |  |"),
};

export const commands = {
  run,
  keys: [
    { key: "Mod-b", run: run.bold },
    { key: "Mod-i", run: run.italic },
    { key: "Mod-k", run: run.link },
  ],
};
