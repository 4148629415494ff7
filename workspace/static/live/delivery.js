/** One attempt to post a message by HTTP, and what came of it. */

import { headers } from "./headers.js";
import { parse } from "./message.js";
import { text } from "./texts.js";

const PATIENCE = 30000;
const BYTES_PER_MS = 50; // a slow line

/** {outcome: "sent", article} | {outcome: "held", html} | {outcome: "refused", reason} | {outcome: "waiting" | "signedOut"} */
export async function delivery(item, signal) {
  const size = item.files.reduce((sum, file) => sum + file.size, 0);
  const timeout = AbortSignal.timeout(PATIENCE + size / BYTES_PER_MS);
  try {
    const response = await fetch(item.address, {
      method: "POST",
      body: formOf(item),
      headers: headers(),
      signal: AbortSignal.any([signal, timeout]),
    });
    return result(item, response, await response.text());
  } catch (error) {
    console.info(`A message waits: ${error.message ?? error}`);
    return { outcome: "waiting" };
  }
}

function result(item, response, html) {
  if (response.status === 202) return { outcome: "held", html };
  const article = response.ok ? parse(html) : null;
  if (article?.dataset.client === item.client_id) return { outcome: "sent", article };
  if (response.redirected || response.status === 401) return { outcome: "signedOut" };
  if (response.ok || response.status >= 500 || [408, 425, 429].includes(response.status)) {
    return { outcome: "waiting" };
  }
  return { outcome: "refused", reason: reasonIn(html, response.status) };
}

function reasonIn(html, status) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const errors = [...page.querySelectorAll(".field-error")].map((error) => error.textContent.trim());
  return errors.join(" ") || text(status === 413 ? "tooLarge" : "refusedMessage");
}

function formOf({ client_id, body, quotes, files }) {
  const form = new FormData();
  form.set("client_id", client_id);
  form.set("body", body);
  form.set("quotes", quotes);
  for (const file of files) form.append("files", file, file.name);
  return form;
}
