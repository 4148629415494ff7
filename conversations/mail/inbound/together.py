"""What several threads need at the same moment is done for all of them in one go: alone, each mail
would pay for its own queries.

As with a group commit (PostgreSQL's commit_delay), who comes first waits a moment for those who are
on their way: until nobody is at work any more. A mail that comes alone waits for nothing.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition, Event, Lock
from typing import Any

from django.db import connection

MOST_SECONDS = 0.1


@dataclass
class Asked:
    item: Any
    answer: Any = None
    is_answered: Event = field(default_factory=Event)


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
            if self.is_at_rest():
                self.changed.notify_all()

    def gather(self):
        """Until nobody comes any more."""
        with self.changed:
            self.changed.wait_for(self.is_at_rest, MOST_SECONDS)

    def is_at_rest(self):
        return self.idle >= self.size


company = Company()


class Together:
    """`act` takes a list of items and returns as many answers; called with one item, this gives
    its answer, or raises what `act` raises for it alone or gives as its answer."""

    def __init__(self, act):
        self.act = act
        self.waiting: list[Asked] = []
        self.turn = Lock()

    def __call__(self, item):
        asked = Asked(item)
        if connection.in_atomic_block:  # what is done then is undone with the rest
            self._answer([asked])
        elif self._comes_first(asked):
            company.gather()
            with self.turn:
                self._answer_all()
        else:
            asked.is_answered.wait()
        if isinstance(asked.answer, Exception):
            raise asked.answer
        return asked.answer

    def _comes_first(self, asked):
        """Of those who wait now: that one asks for all."""
        with company.changed:
            self.waiting.append(asked)
            company.count(idle=1)
            return len(self.waiting) == 1

    def _answer_all(self):
        with company.changed:
            everyone = list(self.waiting)
            self.waiting.clear()
            company.count(idle=-1)
        try:
            self._answer(everyone)
        finally:
            company.count(idle=1 - len(everyone))
            for asked in everyone:
                asked.is_answered.set()

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
            asked.answer = answer
