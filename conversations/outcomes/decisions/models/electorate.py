"""Who is asked: made once, when a decision opens."""

from conversations.models.gate import reason_to_wait
from conversations.outcomes.decisions.models.ballot import Voter
from conversations.outcomes.decisions.models.choices import Audience
from groups import access


class Electorate:
    """Of Decision."""

    def _ask_people(self):
        """The electorate, as it is now; who comes later was not asked."""
        Voter.objects.bulk_create(
            Voter(decision=self, person_id=pk) for pk in sorted(self._those_to_ask())
        )
        self.asked = self.voters.count()

    def _those_to_ask(self):
        """Keys of the people who can answer now. Whose messages wait for a moderator cannot, so
        they do not count in the quorum either."""
        group = self.group
        members = group.memberships.in_force().filter(person__is_active=True)
        if self.audience == Audience.NAMED:
            members = members.filter(person__in=self.named.all())
        elif not self.guests:
            members = members.full()
        seats = members.select_related("person").only("person", "role", "trusted_at")
        waits = group.approves_newcomers, group.approves_guests
        people = [
            seat.person for seat in seats if not reason_to_wait(*waits, seat.role, seat.trusted_at)
        ]
        return {person.pk for person in access.those_who_may(people, "post", self)}
