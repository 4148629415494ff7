"""Whether the audit log is as it was written: each entry, their order, and where it ends."""

from django.core.management.base import BaseCommand, CommandError

from groups.models import AuditEntry, AuditHead


class Broken(Exception):
    """What is wrong, and at which number."""


class Command(BaseCommand):
    help = (
        "Goes through the audit log and prints its head. Keep that somewhere else: with "
        "--expect it shows later whether the database was put back to an earlier moment."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--expect", metavar="NUMBER:HASH", default="0:", help="a head that was printed earlier"
        )

    def handle(self, *, expect, **options):
        number, _colon, hash = expect.partition(":")
        if not number.isdecimal():
            raise CommandError("--expect is a number, a colon and a hash.")
        try:
            self.stdout.write(verified(int(number), hash))
        except Broken as broken:
            raise CommandError(str(broken)) from None


def verified(expected_number=0, expected_hash=""):
    """The head, as "number:hash", of a log that is whole. Raises `Broken`.

    The head is read first: what is added meanwhile comes after it, and is verified too.
    """
    head = signed_head()
    number, hash, hashes = chain({head.number, expected_number})
    if number < head.number:
        raise Broken(f"{number + 1}: the log was cut; it went on to {head.number}.")
    if hashes[head.number] != head.hash:
        raise Broken(f"{head.number}: the head names another entry.")
    if number > (now := signed_head()).number:
        raise Broken(f"{now.number + 1}: this entry was added from outside.")
    if number < expected_number:
        raise Broken(f"{number + 1}: the log was put back; it went on to {expected_number}.")
    if hashes[expected_number] != expected_hash:
        raise Broken(f"{expected_number}: this is another entry than was expected.")
    return f"{number}:{hash}"


def chain(marked):
    """The last number, its hash, and {number: hash} of the marked ones. Raises `Broken` where an
    entry is not what it was, or not where it was."""
    number, hash, hashes = 0, "", {0: ""}
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=1_000):
        number += 1
        if entry.number != number:
            raise Broken(f"{number}: this entry is missing.")
        if entry.previous != hash:
            raise Broken(f"{number}: this entry does not follow on the one before it.")
        hash = entry.hash
        if entry.sealed() != hash:
            raise Broken(f"{number}: this entry was changed.")
        if number in marked:
            hashes[number] = hash
    return number, hash, hashes


def signed_head():
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    if not head.is_ours:
        raise Broken(f"{head.number}: the head is not signed by this installation.")
    return head
