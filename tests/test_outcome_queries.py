"""What a conversation costs the database when much has grown out of it."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conversations.kinds import outcome_kinds
from conversations.models import Attachment
from conversations.outcomes.decisions.models import Decision
from conversations.outcomes.tasks.models import Task
from tests.conftest import upload

pytestmark = pytest.mark.django_db
MOMENTS = datetime(2031, 5, 1, 9, 30, tzinfo=UTC), datetime(2031, 5, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def grown(mobility, anna, daan, samira, say, files):
    """A conversation of which every fourth message is a card: each kind in turn, of everyone in
    turn, out of a message with a file, and with a notice of what was done with it."""
    kinds, people = list(outcome_kinds().values()), (anna, daan, samira)
    about = {
        "decision": {"method": "dates", "options": [{"starts_at": at} for at in MOMENTS]},
        "task": {"people": [samira, daan]},
    }
    for number in range(2, 34):
        author, kind = people[number % 3], kinds[number // 4 % len(kinds)]
        said = say(mobility, author, f"Nr {number}", files=Attachment.keep([upload()]))
        if number % 4 == 0:
            outcome = kind.outcomes.grow(
                mobility, author, title=f"Uitkomst {number}", client_id=f"grown-{number}",
                sources=[said], **about.get(kind.kind, {}),
            )  # fmt: skip
            with outcome.changing(outcome.author):
                outcome.tell(outcome.author, "changed")
    return mobility


def test_a_page_full_of_cards_costs_at_most_ten_queries_with_nothing_rendered_yet(
    grown, signed_in, samira, forget_fragments
):
    client, path = signed_in(samira), grown.get_absolute_url()
    client.get(path)
    forget_fragments()
    with CaptureQueriesContext(connection) as queries:
        page = client.get(path).content.decode()
    assert len(queries) <= 10, "\n".join(query["sql"][:300] for query in queries)
    assert {f"outcome-card--{kind}" in page for kind in outcome_kinds()} == {True}


def test_what_a_card_lists_comes_along_in_its_own_query(grown, django_assert_num_queries):
    with django_assert_num_queries(2):
        decision = Decision.objects.for_cards().first()
        task = Task.objects.for_cards().first()
        options = [(option.number, option.starts_at) for option in decision.options.all()]
        people = [assignment.name for assignment in task.assignments.all()]
    assert options == list(enumerate(MOMENTS, 1))
    assert people == [str(assignment.person) for assignment in task.assignments.order_by("pk")]
    assert len(people) == 2
