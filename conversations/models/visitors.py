"""What people say about a public conversation without being a member.

It is held for the moderators. A visitor first shows that their address is theirs, by following the
link in a mail: only then is there an author, and only then do the moderators see it.
"""

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from conversations.mail.confirming import VALID_FOR, key_in
from conversations.models.held import Held
from conversations.tasks import send_confirmation
from groups import access
from groups.models import Person
from workspace.streams.models import locked
from workspace.text import clean_text


class Unconfirmed(Exception):
    """The link is not ours, too old or used, or this address may not react here."""


class Visited:
    """Verbs of Thread. All raise `MayNot` where the public is not asked."""

    def react_publicly(self, person, body, *, client_id):
        """Of who is signed in; a second call with the same client_id changes nothing."""
        self._require_public(person)
        with locked(self.stream):
            known = Held.objects.filter(author=person, client_id=client_id).first()
            return known or self._hold(person, body, client_id)

    @transaction.atomic
    def react_as_visitor(self, name, email, body):
        """Of someone unknown, to whom a mail goes that asks whether it was them."""
        self._require_public(access.ANONYMOUS)
        _forget_unconfirmed()
        held = Held.objects.create(
            thread=self, name=name, email=email.lower(), body=clean_text(body),
            reason=Held.Reason.PUBLIC,
        )  # fmt: skip
        send_confirmation.enqueue(held.pk, get_language())
        return held

    def _require_public(self, person):
        access.require(person, "react_publicly", self)
        if self.is_closed:
            raise access.MayNot("react_publicly")

    def _hold(self, person, body, client_id):
        held = Held.objects.create(
            thread=self, author=person, body=clean_text(body), client_id=client_id,
            reason=Held.Reason.PUBLIC,
        )  # fmt: skip
        self.group.tell_desk(person, held=held.pk)
        return held


def to_confirm(token):
    """The reaction that a link is about, while nobody confirmed it. Raises `Unconfirmed`."""
    try:
        pk = key_in(token)
    except signing.BadSignature:
        raise Unconfirmed from None
    waiting = Held.objects.select_related("thread__group", "thread__stream")
    held = waiting.filter(pk=pk, author=None).first()
    if held is None:
        raise Unconfirmed
    return held


def confirm(token):
    """Whoever holds the token reads the mail of that address: they are the author, known here or
    new. Raises `Unconfirmed`."""
    with locked(to_confirm(token).thread.stream):
        held = to_confirm(token)
        author = Person.objects.who_reads(held.email, held.name)
        if not (author.is_active and access.may(author, "react_publicly", held.thread)):
            raise Unconfirmed
        held.author = author
        held.save(update_fields=["author"])
        held.group.tell_desk(author, held=held.pk)
    return held


def _forget_unconfirmed():
    """What nobody confirmed in time; nobody ever read it."""
    Held.objects.filter(
        author=None, reason=Held.Reason.PUBLIC, held_at__lt=timezone.now() - VALID_FOR
    ).delete()
