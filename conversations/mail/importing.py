"""A mailing list's archive becomes threads of a group, through the same verbs as everything."""

from collections import Counter
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from conversations.mail import html, mbox, mime, plaintext
from conversations.models import Attachment, Closed, Message, Thread, TooSoon, Waiting
from conversations.models.message import MAX_BODY
from groups.access import MayNot
from groups.models import MailChoice, Person

BATCH = 100
CUT_AT = 20_000  # of a text that is too long for a message; the whole goes along as a file
SAME_SUBJECT_WITHIN = timedelta(days=60)
ANSWERED_WITHIN = timedelta(days=7)
REFUSALS = {
    Closed: "its conversation is closed",
    MayNot: "its author may not write there",
    TooSoon: "its conversation is in slow mode",
    Waiting: "it waits for a moderator",
}


class Import:
    """One run. `counts` says what became of the mails: threads, messages, known, skipped."""

    def __init__(self, group, path, report):
        self.group, self.path, self.report = group, path, report
        self.counts = Counter()
        self.people = {}
        self.thread_of = {}  # Message-ID: thread
        self.latest = {}  # bare subject: (thread, date of its last mail)

    def run(self):
        """Yields the number of mails done so far, for a progress line."""
        index = self._index()
        for begin in range(0, len(index), BATCH):
            with transaction.atomic():
                for number, span, _sent_at in index[begin : begin + BATCH]:
                    self._take(number, mime.read(mbox.read(self.path, span)))
            yield min(begin + BATCH, len(index)), len(index)

    def _index(self):
        """(number in the file, place, date) of each readable mail, oldest first."""
        index = []
        for number, span in enumerate(mbox.spans(self.path), 1):
            try:
                mail = mime.read(mbox.read(self.path, span))
            except mime.Refused as refused:
                self._skip(number, refused)
                continue
            if mime.date(mail.headers):
                index.append((number, span, mail.sent_at))
            else:
                self._skip(number, "no date that can be read")
        return sorted(index, key=lambda entry: entry[2])

    def _take(self, number, mail):
        client_id = f"mail:{self.group.pk}:{mail.message_id}"[:255]
        author = self._author(mail)
        known = Message.objects.filter(author=author, client_id=client_id).first()
        if known:
            self.counts["known"] += 1
            self._remember(mail, known.thread)
            return
        parts = mail.files
        body = plaintext.markdown(mail.text) if mail.text else html.markdown(mail.html)
        if len(body) > MAX_BODY:
            whole = mime.Part("mail.txt", (mail.text or body).encode())
            body, parts = body[:CUT_AT], [*parts, whole]
        files = self._files(number, parts)
        if not (body or files):
            self._skip(number, _("the mail is empty"))
            return
        try:
            self._remember(mail, self._post(mail, author, body, files, client_id))
            self.counts["messages"] += 1
        except tuple(REFUSALS) as refusal:
            self._skip(number, REFUSALS[type(refusal)])

    def _post(self, mail, author, body, files, client_id):
        about = {"via": "mail", "posted_at": mail.sent_at, "files": files, "client_id": client_id}
        thread = self._thread(mail)
        if thread:
            thread.post(author, body, **about)
            return thread
        subject = mail.subject or _("(no subject)")
        thread = Thread.objects.start(self.group, author, subject, body, **about)
        self.counts["threads"] += 1
        return thread

    def _thread(self, mail):
        """By References and In-Reply-To, the nearest first; else a recent one of that subject."""
        for message_id in reversed(mail.references):
            if message_id in self.thread_of:
                return self.thread_of[message_id]
        thread, date = self.latest.get(mail.subject.lower(), (None, None))
        if thread is None:
            return None
        # Some archives leave "Re:" out: then someone else with the same subject soon after answers.
        others = mail.address != thread.author.email
        within = SAME_SUBJECT_WITHIN if mail.is_reply else others * ANSWERED_WITHIN
        return thread if mail.sent_at - date < within else None

    def _remember(self, mail, thread):
        self.thread_of[mail.message_id] = thread
        self.latest[mail.subject.lower()] = (thread, mail.sent_at)

    def _author(self, mail):
        """Someone who takes part by mail: no password, a member of the group."""
        if mail.address not in self.people:
            person = Person.objects.reached_at(mail.address).first()
            person = person or Person.objects.create_user(mail.address, mail.called)
            self.group.admit(person, mail=MailChoice.NONE)
            self.people[mail.address] = person
        return self.people[mail.address]

    def _files(self, number, parts):
        files = []
        for part in parts:
            try:
                files += Attachment.keep([SimpleUploadedFile(part.name, part.content)])
            except ValidationError as error:
                self.report(number, " ".join(error.messages))
        return files

    def _skip(self, number, reason):
        self.counts["skipped"] += 1
        self.report(number, reason)
