"""Who wrote a mail. Whoever writes can put any name and any address in From: so the signed address
and the sender must agree, or the sender's domain must vouch for it (DMARC, RFC 7489)."""

from conversations.mail.inbound import doors, floods, invited
from conversations.mail.inbound.arrival import Ended
from conversations.models import Delivery
from groups import access
from groups.models import Person

Outcome = Delivery.Outcome


def settle(arrival):
    """Sets `person`, and lets in who was invited. Raises `Ended` where it is not certain who
    that is, or they have no business here."""
    if arrival.place.invitation is not None:
        invited.accept(arrival)
    elif arrival.place.address is not None:
        arrival.person = _of_token(arrival, arrival.place.address.person)
    elif arrival.thread is not None:
        arrival.person = _who_answers(arrival)
    else:
        arrival.person = doors.who_starts(arrival, known(arrival), is_proven(arrival))


def _of_token(arrival, person):
    if not person.is_active:
        raise Ended(Outcome.REJECTED, "may-not")
    if arrival.is_confirmed:
        return _who_was_held(arrival)
    if is_address_of(person, arrival.mail.address):
        return person
    # Somebody else in the conversation, to whom the mail was forwarded.
    other = known(arrival)
    if other and access.may(other, "post", arrival.thread) and is_proven(arrival):
        return other
    raise Ended(Outcome.HELD, "other-sender", person=person)


def _who_was_held(arrival):
    """Whose mail it was taken to be when it was held: that may be somebody else to whom the mail
    was forwarded."""
    if arrival.again.person is None:
        raise Ended(Outcome.REJECTED, "may-not")
    return arrival.again.person


def _who_answers(arrival):
    """Without a signed address, only who reads the conversation knows that it is there."""
    person = known(arrival)
    reads = person and type(arrival.thread).objects.visible_to(person).filter(pk=arrival.thread.pk)
    if is_proven(arrival):
        if person is None:
            raise Ended(Outcome.REJECTED, "unknown-sender")
        if not reads.exists():
            raise Ended(Outcome.REJECTED, "no-conversation")
        return person
    # To say why would tell who takes part here to whoever uses their address.
    if not (reads and reads.exists()):
        raise Ended(Outcome.DROPPED, "unproven")
    return floods.hold_unproven(arrival, person)


def known(arrival):
    return Person.objects.reached_at(arrival.mail.address).filter(is_active=True).first()


def is_address_of(person, email):
    """Whether it is the person's first address, or another one that they confirmed."""
    return (
        person.email == email or person.emailaddress_set.filter(email=email, verified=True).exists()
    )


def is_proven(arrival):
    """Whether the domain of the sender vouches for the mail, or the sender said that it is theirs.
    May ask the DNS."""
    return arrival.is_confirmed or arrival.is_vouched_for
