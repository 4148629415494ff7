"""What someone finds: of what they may read and stands there to read, newest first."""

from modelsearch.backends import get_search_backend
from modelsearch.query import And, Or, PlainText

from conversations.models import Message, Thread
from groups.subsites.hosts import standing_here


def threads(request, sought):
    """The conversations whose subject has the sought words."""
    found = _having(Thread, sought).visible_to(request.user)
    return found.filter(standing_here(request, "group")).latest_first()


def messages(request, sought, kind):
    """The messages and cards with the sought words; of one kind, "" for what is only said."""
    found = _having(Message, sought).visible_to(request.user).standing()
    found = found.filter(standing_here(request, "thread__group"), notice__isnull=True)
    if kind is not None:
        found = found.filter(outcome_kind=kind)
    return found.order_by("-posted_at", "-pk")


def _having(model, sought):
    """All of them, whoever may read them: the library searches no queryset with conditions."""
    terms = And([Or([PlainText(begins) for begins in word]) for word in sought])
    backend = get_search_backend()
    return backend.autocomplete(terms, model.objects.all(), order_by_relevance=False).get_queryset()
