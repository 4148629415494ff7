/** Tells others that the reader is typing: at most every three seconds. */

import { composer } from "./composer.js";
import { send } from "./connection.js";

const EVERY = 3000;
let told = -EVERY;

export function start() {
  document.addEventListener("input", ({ target, timeStamp }) => {
    const { stream } = document.getElementById("main").dataset;
    if (!stream || !target.value || target.form !== composer() || timeStamp - told < EVERY) return;
    if (send({ op: "typing", stream: Number(stream) })) told = timeStamp;
  });
}
