"""Many people answer the same decision at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from conversations.outcomes.decisions import counting
from conversations.outcomes.decisions.models import Decision, State
from conversations.outcomes.decisions.models.errors import Final, NotOpen
from tests.conftest import person
from tests.decisions.conftest import labels

pytestmark = pytest.mark.django_db(transaction=True)
VOTERS = 8


@pytest.fixture
def voters(water):
    people = [person(f"Kiezer{n} Jansen", "Gemeente") for n in range(VOTERS)]
    for each in people:
        water.admit(each)
    return people


def at_once(acts):
    """What became of each act, in order: None, or its error."""

    def do(act):
        try:
            act()
        except (NotOpen, Final) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(do, acts))


def voting(decision, who, number):
    return lambda: Decision.objects.get(pk=decision.pk).cast(who, [number])


@pytest.mark.parametrize("is_secret", [False, True])
def test_no_vote_is_lost_and_none_is_doubled(propose, voters, mobility, is_secret):
    """Each clicks twice, and the same click comes in twice at once."""
    decision = propose(options=labels("Oost", "West"), is_secret=is_secret)
    before = mobility.stream.events.count()
    at_once([voting(decision, who, n % 2 + 1) for n, who in enumerate(voters) for _click in "12"])
    decision.refresh_from_db()
    assert decision.answered == VOTERS
    assert counting.tally(decision.rules, decision.answers()) == {"1": 4, "2": 4}
    assert is_secret or decision.tally == {"1": 4, "2": 4}
    positions = list(mobility.stream.events.values_list("position", flat=True))
    assert positions == list(range(1, len(positions) + 1))
    assert len(positions) - before == VOTERS * (1 if is_secret else 2)


def test_what_comes_in_while_it_closes_is_counted_or_refused(propose, voters, anna):
    decision = propose(options=labels("Oost", "West"))
    acts = [voting(decision, who, 1) for who in voters]
    acts.insert(VOTERS // 2, lambda: Decision.objects.get(pk=decision.pk).close(anna))
    came = at_once(acts)
    came.pop(VOTERS // 2)
    decision.refresh_from_db()
    assert decision.state in (State.ADOPTED, State.EXPIRED)
    assert decision.result["answered"] == came.count(None) == decision.ballots.count()
    assert decision.result["tally"].get("1", 0) == came.count(None)
