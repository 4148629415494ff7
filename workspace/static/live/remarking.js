/** A remark on what is selected in a shared text: the form at the side knows the place. */

export function remarkOn(selected, place) {
  const form = place.querySelector(".remark-form");
  const about = selected ?? { quote: "", begin: "", end: "" };
  for (const name of ["begin", "end"]) form.elements[name].value = about[name];
  form.elements.quote.value = about.quote.slice(0, 300);
  const quoted = form.querySelector(".remark-quote");
  quoted.textContent = form.elements.quote.value;
  quoted.hidden = !about.quote;
  form.elements.words.focus();
}
