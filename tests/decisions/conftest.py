"""Proposals in the thread `mobility`, of which Anna, Daan and Samira are asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conversations.outcomes.decisions.models import Decision


@pytest.fixture
def propose(mobility, anna):
    """`propose("consent", …)` opens a decision of Anna's; each call is a new one."""
    counter = iter(range(10**6))

    def propose(method="vote", by=anna, thread=mobility, **fields):
        about = {"title": "Meer fietsenrekken", "client_id": f"propose-{next(counter)}"}
        return Decision.objects.grow(thread, by, method=method, **about | fields)

    return propose


@pytest.fixture
def past():
    """`past(decision, "closes_at")`: that moment was a minute ago, as far as the database knows;
    what was asked of the worker is still to be done."""

    def past(decision, field):
        moment = timezone.now() - timedelta(minutes=1)
        Decision.objects.filter(pk=decision.pk).update(**{field: moment})
        return Decision.objects.get(pk=decision.pk)

    return past


def labels(*words, **more):
    """Options with these words."""
    return [{"label": word, **more} for word in words]


def tomorrow(days=1):
    return timezone.now() + timedelta(days=days)
