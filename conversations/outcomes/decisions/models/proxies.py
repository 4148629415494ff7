"""Giving one's vote to someone else: only the represented person can, and everyone sees it."""

from conversations.outcomes.decisions.models.choices import State
from conversations.outcomes.decisions.models.errors import Circle, Final, NotAsked, NotNow
from groups import access


class Proxies:
    """Of Decision."""

    def give_proxy(self, by, to):
        """From now on `to`, who was asked too, answers for `by`. Whoever gave their vote away
        holds nobody else's, so a vote is passed on once and never comes round. Raises `MayNot`,
        `NotNow`, `NotAsked`, `Circle`, and `Final` for who has answered for good."""
        with self.changing(by):
            voter, holder = self._voter_now(by), self._voter_now(to)
            if not access.may(to, "post", self):
                raise NotAsked
            if holder.proxy_id or by == to or self.voters.filter(proxy=by).exists():
                raise Circle
            if voter.has_answered and not self.may_change:
                raise Final
            voter.proxy = to
            voter.save(update_fields=["proxy"])
            self.tell(by, "proxy_given", to=to.name)

    def take_proxy_back(self, by):
        """`by` answers for themselves again. Raises `MayNot`, `NotNow`, `NotAsked`."""
        with self.changing(by):
            voter = self._voter_now(by)
            if voter.proxy_id is None:
                return
            voter.proxy = None
            voter.save(update_fields=["proxy"])
            self.tell(by, "proxy_taken_back")

    def _voter_now(self, person):
        if not (self.state == State.OPEN and self.has_proxies):
            raise NotNow
        voter = self.voters.filter(person=person).first()
        if voter is None:
            raise NotAsked
        return voter
