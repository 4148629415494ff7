"""No more mail from a group."""

from django.db import transaction
from django.db.models import Q

from conversations.models import Bouncing, Participation
from groups.models import MailChoice, Membership

FOLLOW, NORMAL = Participation.Attention.FOLLOW, Participation.Attention.NORMAL


@transaction.atomic
def stop(person, group_key):
    """From now on nothing of this group comes by mail, also not what the person follows in it;
    it can all be chosen again. Takes a key: whoever may not know the group any more may stop its
    mail."""
    person.memberships.filter(group=group_key).update(mail=MailChoice.NONE)
    followed = person.participations.filter(thread__group=group_key, attention=FOLLOW)
    followed.update(attention=NORMAL)


def reached(people, thread):
    """Those of these people (a queryset) who are sent letters about what hangs on a conversation:
    whose address works, and who get mail of its group, or follow it all the same."""
    nothing = Membership.objects.filter(group=thread.group_id, mail=MailChoice.NONE)
    follow = thread.participations.filter(attention=FOLLOW)
    stopped = Q(pk__in=nothing.values("person")) & ~Q(pk__in=follow.values("person"))
    suspended = Bouncing.objects.in_suspension().values("email")
    return people.exclude(stopped).exclude(email__in=suspended)
