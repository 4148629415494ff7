"""What an address asks for: of the person's own mail (`commands`), or of a card (a vote)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from conversations.kinds import CannotAnswer
from conversations.mail import addresses, buttons, commands, reply
from conversations.mail.inbound.arrival import Ended
from conversations.models import Closed, Delivery, Unapproved
from groups import access

Outcome = Delivery.Outcome


def do_what_is_asked(arrival):
    """Where the address asks for something it is done, and the way is at its end: `detail` is the
    sentence that says what was done, or why it was not. Raises `Ended`."""
    address = arrival.place.address
    if address is None or not (address.command or _is_calendar(arrival)):
        return
    about = {"thread": arrival.thread}
    try:
        with timezone.override(arrival.person.clock):
            sentence = _done(arrival, address)
    except CannotAnswer as refusal:
        sentence = str(refusal) or _("There is nothing left to answer here.")
        raise Ended(Outcome.REJECTED, "cannot-answer", sentence, **about) from None
    except (access.MayNot, Unapproved):
        raise Ended(Outcome.REJECTED, "may-not", **about) from None
    except Closed:
        raise Ended(Outcome.REJECTED, "closed", **about) from None
    raise Ended(Outcome.POSTED, "command", sentence, **about)


def _is_calendar(arrival):
    return arrival.place.address.kind == addresses.OUTCOME and bool(arrival.mail.calendar)


def _done(arrival, address):
    person = arrival.person
    if address.kind == addresses.REPLY:
        return commands.obey(person, arrival.thread, address.command)
    outcome = buttons.outcome_at(address.thing, person)
    if address.command:
        words = addresses.masked(reply.extract(arrival.mail).text)
        return outcome.config.answer_by_mail(outcome, person, address.command, words)
    return outcome.config.answer_by_calendar(outcome, person, arrival.mail.calendar)
