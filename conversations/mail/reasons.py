"""Why a mail that came in ended as it did: a word for the log, the enhanced status code (RFC 3463)
for its sender's server, and a sentence for people."""

from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reason(NamedTuple):
    sentence: str | Promise
    code: str = ""  # of what is rejected: SMTP's own and the enhanced one


REASONS: dict[str, Reason] = {
    # Rejected
    "no-such-address": Reason(_("This address does not exist."), "550 5.1.1"),
    "no-conversation": Reason(
        _(
            "This address belongs to no conversation. To answer a message, reply to the mail that "
            "you got."
        ),
        "550 5.1.1",
    ),
    "unknown-command": Reason(
        _("This address asks for something that we do not know."), "550 5.1.1"
    ),
    "unreadable": Reason(_("The mail cannot be read."), "554 5.6.0"),
    "empty": Reason(_("The mail has no words and no files."), "554 5.6.0"),
    "encrypted": Reason(
        _(
            "The mail is encrypted, and we have no key to read it. Send it without encryption; "
            "a signature is fine."
        ),
        "554 5.7.4",
    ),
    "may-not": Reason(_("You do not take part in this conversation any more."), "550 5.7.1"),
    "closed": Reason(_("This conversation is closed."), "550 5.2.1"),
    "archived": Reason(_("This group is archived: nothing is added any more."), "550 5.2.1"),
    "unknown-sender": Reason(
        _("We do not know your address here. Write from the address at which you get our mail."),
        "550 5.7.1",
    ),
    "door": Reason(_("You cannot start a conversation in this group by mail."), "550 5.7.1"),
    "other-invited": Reason(_("This invitation was sent to another address."), "550 5.7.1"),
    "invitation-over": Reason(
        _("This invitation does not work any more, or you have an account: then sign in."),
        "550 5.7.1",
    ),
    "too-many": Reason(_("Too many of your mails wait for a moderator already."), "550 5.7.1"),
    "desk-full": Reason(
        _("Too many mails from outside wait for a moderator here. Try again later."), "550 5.7.1"
    ),
    "flood": Reason(_("That is a lot of mail in a short time. Try again in an hour."), "550 5.7.1"),
    "cannot-answer": Reason(_("What the mail asked for could not be done."), "550 5.7.0"),
    "refused": Reason(_("A moderator did not let this mail through."), "550 5.7.1"),
    # Held
    "other-sender": Reason(_("It came from another address than the person's own.")),
    "unasked-sender": Reason(
        _("It came from another address than the person's own, who was asked about one today.")
    ),
    "unproven-sender": Reason(_("Nothing proves that it came from the address that it names.")),
    "same-id": Reason(_("A mail with the same number and other words came before.")),
    "approval": Reason(_("It waits for a moderator.")),
    "slow": Reason(_("The conversation is in slow mode: it is posted later.")),
    "failed": Reason(_("The program failed on this mail.")),
    "postmaster": Reason(_("It is for those who run this server.")),
    # Dropped
    "duplicate": Reason(_("The same mail came before.")),
    "unproven": Reason(_("Nobody known, and nothing proves who sent it.")),
    "unconfirmed": Reason(_("Nobody said that it is theirs.")),
    "not-me": Reason(_("The person says that it is not theirs.")),
    "expired": Reason(_("Nobody decided about it in time.")),
    "taken-back": Reason(_("Its author took it back.")),
    "auto-reply": Reason(_("A machine wrote it, to say that someone is away, for instance.")),
    "receipt": Reason(_("It only says that a mail was opened.")),
    "bounce": Reason(_("It says that a mail could not be delivered.")),
    "delay": Reason(_("It says that a mail takes longer.")),
    "report": Reason(_("It is a report of another server.")),
    "loop": Reason(_("It is a mail of our own that came back.")),
    "list": Reason(_("It came from a mailing list.")),
    "calendar": Reason(_("It is an answer to an invitation of some other calendar.")),
    # Posted
    "command": Reason(_("What the address asked for was done.")),
}


def sentence(word: str) -> Any:
    """For people; the word itself where it is not one of ours."""
    return REASONS[word].sentence if word in REASONS else word
