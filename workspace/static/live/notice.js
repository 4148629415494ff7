/** On a page without the rest of this program: the sentence that the last page left behind. */

const KEPT = "beraad.notice";

export function leave(words) {
  sessionStorage.setItem(KEPT, words);
}

const words = sessionStorage.getItem(KEPT);
if (words && !document.body.dataset.person) {
  sessionStorage.removeItem(KEPT);
  const notice = document.createElement("p");
  notice.className = "utrecht-alert utrecht-alert--info";
  notice.setAttribute("role", "alert");
  notice.textContent = words;
  document.getElementById("main").prepend(notice);
}
