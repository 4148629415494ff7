/** The pages that this tab shows: htmx swaps the body, this module and the socket live on. */

const visitors = [];
let main = null;
let visit = null;

/** `enter(main, signal)` runs for each page; the signal is aborted when the reader leaves it. */
export function onPage(enter) {
  visitors.push(enter);
}

export function start() {
  for (const name of ["htmx:afterSettle", "htmx:historyRestore"]) {
    document.addEventListener(name, turn);
  }
  turn();
}

function turn() {
  const shown = document.getElementById("main");
  if (shown === main) return;
  visit?.abort();
  visit = new AbortController();
  main = shown;
  for (const enter of visitors) enter(main, visit.signal);
}
