"""A reply to an invitation: whoever reads the mail of its address takes part by mail."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from conversations.mail.inbound.arrival import Ended
from conversations.models import Delivery
from groups import access

Outcome = Delivery.Outcome


def accept(arrival):
    """Lets them in, and ends the way: the words of the reply go nowhere. Raises `Ended`."""
    invitation, mail = arrival.place.invitation, arrival.mail
    if mail.address != invitation.email.lower():
        raise Ended(Outcome.REJECTED, "other-invited")
    try:
        person = invitation.accept_by_mail(mail.called)
    except access.MayNot:
        raise Ended(Outcome.REJECTED, "invitation-over") from None
    thread = invitation.place if invitation.is_for_guest else None
    with override(person.language):
        raise Ended(Outcome.POSTED, "command", _sentence(invitation), person=person, thread=thread)


def _sentence(invitation):
    if invitation.is_for_guest and invitation.group.mails_words:
        about = {"subject": invitation.place.subject}
        return _("You take part in “%(subject)s” now, by mail. Answer the next mail.") % about
    about = {"group": invitation.group.name}
    return _("You take part in %(group)s now, by mail. Answer the next mail.") % about
