"""Posts that wait for the same thread are committed together: one lock, one transaction, one
question to the rule for all of them. Alone, each would pay for its own."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any
from weakref import WeakValueDictionary

from django.db import connection
from django.utils import timezone


@dataclass
class Draft:
    """A message that is to be; `outcome` is the message it became, or why it did not. What a
    moderator `approved` need not wait for one."""

    author: Any
    body: str
    client_id: str | None
    via: str = "web"
    quotes: Any = None
    files: tuple = ()
    original: Any = None  # an unsaved `Original`, of what came by mail
    posted_at: datetime = field(default_factory=timezone.now)
    approved: bool = False
    outcome: Any = None


class Counter:
    """Where those threads of this process stand in line that post into one conversation."""

    def __init__(self):
        self.waiting: deque[Draft] = deque()
        self.turn = Lock()

    def post(self, thread, draft):
        """Whoever's turn it is takes along all who wait by then."""
        self.waiting.append(draft)
        with self.turn:
            if draft.outcome is None:
                post_together(thread, [self.waiting.popleft() for _ in range(len(self.waiting))])


# One for each conversation in which someone is posting right now.
counters: WeakValueDictionary[int, Counter] = WeakValueDictionary()
opening = Lock()


def post(thread, draft):
    """The message. Raises what `Thread.post` promises."""
    if connection.in_atomic_block:
        thread.post_all([draft])
    else:
        with opening:
            counter = counters.setdefault(thread.pk, Counter())
        counter.post(thread, draft)
    if isinstance(draft.outcome, Exception):
        raise draft.outcome
    return draft.outcome


def post_together(thread, drafts):
    """An error is the outcome of the draft that brought it, and not of the others."""
    try:
        thread.post_all(drafts)
    except Exception as error:
        if len(drafts) == 1:
            drafts[0].outcome = error
            return
        for draft in drafts:
            post_together(thread, [draft])
