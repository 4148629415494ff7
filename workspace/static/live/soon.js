/** Ask the server once for what several events changed, and not all of a group in one moment. */

const SOON = 300;
const SPREAD = 1200;
const waiting = new Set();

export function soon(action) {
  if (waiting.has(action)) return;
  waiting.add(action);
  setTimeout(() => {
    waiting.delete(action);
    action();
  }, SOON + Math.random() * SPREAD);
}
