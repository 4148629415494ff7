/** The browser's side of Beraad: what is live, and what htmx leaves to us. */

import * as composer from "./composer.js";
import * as connection from "./connection.js";
import * as desk from "./desk.js";
import * as drafts from "./drafts.js";
import * as editing from "./editing.js";
import * as files from "./files.js";
import * as keyboard from "./keyboard.js";
import * as lists from "./lists.js";
import * as loading from "./loading.js";
import * as mentions from "./mentions.js";
import * as menu from "./menu.js";
import * as outbox from "./outbox.js";
import * as pages from "./pages.js";
import * as pending from "./pending.js";
import * as readers from "./readers.js";
import * as reading from "./reading.js";
import * as reply from "./reply.js";
import * as scroll from "./scroll.js";
import * as sharedText from "./shared_text.js";
import * as sidebar from "./sidebar.js";
import * as status from "./status.js";
import * as store from "./store.js";
import * as streams from "./streams.js";
import * as thread from "./thread.js";
import * as timeline from "./timeline.js";
import * as toolbar from "./toolbar.js";
import * as typing from "./typing.js";
import * as upload from "./upload.js";

// What our scripts set as a style may not come back as an attribute: the policy forbids those.
window.htmx.config.attributesToSettle = [];

// In this order: what a page shows is put right before others look at it; a stream is followed
// before, and left after, the reader tells how far they have read in it.
store.start();
timeline.start();
scroll.start(loading.toEnd);
for (const part of [
  streams, reading, thread, loading, sidebar, lists, desk, status, composer, reply, toolbar, files, upload, mentions,
  menu, readers, editing, drafts, typing, keyboard, pending, outbox, sharedText, connection, pages,
]) {
  part.start();
}
