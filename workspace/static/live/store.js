/** What must survive a reload, files too: messages that the server has not acknowledged. */

let opening = null;
let opened = null;
let usable = true;

export function start() {
  opened = database().catch((error) => {
    usable = false;
    console.warn(`Nothing can be kept in this browser: ${error}`);
  });
}

/** False where the browser keeps nothing: then a form is posted the plain way. */
export const isUsable = () => usable;

export const keep = (item) => run("readwrite", (items) => items.put(item));
export const drop = (key) => run("readwrite", (items) => items.delete(key));

/** The messages of this person, in the order in which they were written. */
export async function kept() {
  await opened;
  if (!usable) return [];
  const items = await run("readonly", (items) => items.getAll());
  const { person } = document.body.dataset;
  return items.filter((item) => item.person === person).sort((one, two) => one.at - two.at);
}

export async function dropAll() {
  for (const item of await kept()) await drop(item.client_id);
}

async function run(mode, action) {
  const transaction = (await database()).transaction("outbox", mode);
  const request = action(transaction.objectStore("outbox"));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

function database() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("beraad", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("outbox", { keyPath: "client_id" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}
