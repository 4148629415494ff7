"""What several threads need at the same moment is done for all of them in one go: alone, each mail
would pay for its own queries.

As with a group commit (PostgreSQL's commit_delay), who comes first waits a moment for those who are
on their way: until half of the mails in hand are there, or nobody is at work any more. A mail that
comes alone waits for nothing.
"""

from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition, Lock
from typing import Any

from django.db import connection

MOST_SECONDS = 0.02


@dataclass
class Asked:
    item: Any
    answer: Any = None
    is_done: bool = False


class Company:
    """The threads of this process that have a mail in hand: `size`, of which so many are `idle`."""

    def __init__(self):
        self.size = self.idle = 0
        self.changed = Condition()

    @contextmanager
    def joined(self):
        self.count(size=1)
        try:
            yield
        finally:
            self.count(size=-1)

    def count(self, *, size=0, idle=0):
        with self.changed:
            self.size += size
            self.idle += idle
            self.changed.notify_all()

    def gather(self, waiting):
        """Until enough of them wait here."""
        with self.changed:
            self.changed.wait_for(
                lambda: 2 * len(waiting) >= self.size or self.idle >= self.size, MOST_SECONDS
            )


company = Company()


class Together:
    """`act` takes a list of items and returns as many answers; called with one item, this gives
    its answer, or raises what `act` raises for it alone or gives as its answer."""

    def __init__(self, act):
        self.act = act
        self.waiting: deque[Asked] = deque()
        self.turn = Lock()

    def __call__(self, item):
        asked = Asked(item)
        if connection.in_atomic_block:  # what is done then is undone with the rest
            self._answer([asked])
        else:
            self.waiting.append(asked)
            company.count(idle=1)
            with self.turn:
                if not asked.is_done:
                    company.gather(self.waiting)
                    self._answer_all()
        if isinstance(asked.answer, Exception):
            raise asked.answer
        return asked.answer

    def _answer_all(self):
        everyone = [self.waiting.popleft() for _ in range(len(self.waiting))]
        company.count(idle=-1)
        self._answer(everyone)
        company.count(idle=1 - len(everyone))

    def _answer(self, everyone):
        """An error is the answer to the item that brought it, and not to the others."""
        try:
            answers = self.act([asked.item for asked in everyone])
        except Exception as error:
            if len(everyone) > 1:
                for asked in everyone:
                    self._answer([asked])
                return
            answers = [error]
        for asked, answer in zip(everyone, answers, strict=True):
            asked.answer, asked.is_done = answer, True
