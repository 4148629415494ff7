"""What several threads need at the same moment is done for all of them in one go: alone, each mail
would pay for its own queries."""

from collections import deque
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.db import connection


@dataclass
class Asked:
    item: Any
    answer: Any = None
    is_done: bool = False


class Together:
    """`act` takes a list of items and returns as many answers; called with one item, this gives
    its answer, or raises what `act` raises for it alone."""

    def __init__(self, act):
        self.act = act
        self.waiting: deque[Asked] = deque()
        self.turn = Lock()

    def __call__(self, item):
        if connection.in_atomic_block:  # what is done then is undone with the rest
            return self.act([item])[0]
        asked = Asked(item)
        self.waiting.append(asked)
        with self.turn:
            if not asked.is_done:
                self._answer([self.waiting.popleft() for _ in range(len(self.waiting))])
        if isinstance(asked.answer, Exception):
            raise asked.answer
        return asked.answer

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
