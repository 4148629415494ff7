/** Who reads along may change while one writes: the side panel brings the words anew. */

export function start() {
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (detail.target?.id !== "panel") return; // going back in history names no target
    const fresh = detail.target.querySelector(".readers");
    for (const label of document.querySelectorAll("#main .readers")) {
      label.innerHTML = fresh.innerHTML;
    }
  });
}
