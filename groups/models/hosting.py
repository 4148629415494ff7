"""Guests of a group: they belong to the conversations that they were brought into, no others."""

from django.utils.translation import gettext_lazy as _

from groups.models.membership import GuestPass, MailChoice, Role
from workspace.streams.models import Verb, locked


class NotAGuest(Exception):
    """This person cannot be a guest; `sentence` says why."""

    MEMBER = _("This person is already a member of the group.")
    SHUT_OUT = _("This person cannot be a guest of this group.")

    def __init__(self, sentence=MEMBER):
        super().__init__(str(sentence))
        self.sentence = sentence


class Hosting:
    """Verbs of Group. The rule is asked by who calls: `Thread.bring_in`, or an invitation."""

    def host(self, person, stream, *, by, until=None):
        """A pass to the conversation with this stream, renewed where there was one. Raises
        `NotAGuest`."""
        with locked(self.stream):
            if self.bans.filter(person=person).exists() or not person.is_active:
                raise NotAGuest(NotAGuest.SHUT_OUT)
            membership, created = self.memberships.get_or_create(
                person=person,
                defaults={"role": Role.GUEST, "mail": MailChoice.usual_for(person)},
            )
            if membership.role != Role.GUEST and not membership.is_over:
                raise NotAGuest
            brought = GuestPass.objects.update_or_create(
                membership=membership, stream=stream,
                defaults={"brought_by": by, "expires_at": until},
            )[0]  # fmt: skip
            membership.stay_as_guest()
            self._tell(person, Verb.JOIN if created else Verb.UPDATE, actor=by)
        return brought

    def end_passes(self, passes, *, by):
        """Who has no pass left is no guest any more."""
        with locked(self.stream):
            for brought in passes:
                brought.delete()
                membership, person = brought.membership, brought.membership.person
                if membership.role == Role.GUEST and not membership.passes.exists():
                    self._end_membership(person, actor=by)
                else:
                    if membership.role == Role.GUEST:
                        membership.stay_as_guest()
                    self._tell(person, Verb.UPDATE, actor=by)
