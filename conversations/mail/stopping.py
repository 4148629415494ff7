"""No more mail from a group."""

from django.db import transaction

from conversations.models import Participation
from groups.models import MailChoice


@transaction.atomic
def stop(person, group_key):
    """From now on nothing of this group comes by mail, also not what the person follows in it;
    it can all be chosen again. Takes a key: whoever may not know the group any more may stop its
    mail."""
    person.memberships.filter(group=group_key).update(mail=MailChoice.NONE)
    followed = person.participations.filter(
        thread__group=group_key, attention=Participation.Attention.FOLLOW
    )
    followed.update(attention=Participation.Attention.NORMAL)
