/** What goes with a request of our own, as with those of htmx: the token against forgery. */

export function headers() {
  return { ...JSON.parse(document.body.getAttribute("hx-headers")), "HX-Request": "true" };
}
