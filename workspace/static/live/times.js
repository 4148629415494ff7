/** Times as the reader's clock shows them: fragments are the same for every reader. */

const formats = new Map();

/** The day of a moment in the reader's zone, as 2026-11-20. */
export function dayOf(moment) {
  return format("sv-SE", { dateStyle: "short" }).format(new Date(moment));
}

/** "Friday 20 November", with the year when it is not this one. */
export function dayWords(day) {
  const year = day.startsWith(dayOf(Date.now()).slice(0, 4)) ? undefined : "numeric";
  const parts = { weekday: "long", day: "numeric", month: "long", year, timeZone: "UTC" };
  return format(language(), parts).format(new Date(day));
}

export function localise(article) {
  for (const time of article.querySelectorAll('time[datetime*="T"]')) {
    const moment = new Date(time.dateTime);
    const dateStyle = "full" in time.dataset ? "long" : undefined;
    time.textContent = format(language(), { dateStyle, timeStyle: "short" }).format(moment);
    time.title = format(language(), { dateStyle: "full", timeStyle: "short" }).format(moment);
  }
}

function language() {
  const { lang } = document.documentElement;
  return lang === "en" ? "en-GB" : lang; // a 24-hour clock, as everywhere else in the pages
}

function format(locale, options) {
  const key = JSON.stringify([locale, options]);
  if (!formats.has(key)) {
    const timeZone = document.body.dataset.zone;
    formats.set(key, new Intl.DateTimeFormat(locale, { timeZone, ...options }));
  }
  return formats.get(key);
}
