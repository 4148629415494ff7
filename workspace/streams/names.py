"""Names of people, for presence: looked up once, and again after a while."""

import time

from django.contrib.auth import get_user_model

FRESH_SECONDS = 60


class Names:
    def __init__(self):
        self.names: dict[int, str] = {}
        self.looked_up_at = 0.0

    async def of(self, people, pool) -> dict[int, str]:
        if time.monotonic() - self.looked_up_at > FRESH_SECONDS:
            self.names, self.looked_up_at = {}, time.monotonic()
        if unknown := people - self.names.keys():
            self.names |= await pool.run(_names, unknown)
        return {person: self.names[person] for person in people & self.names.keys()}


def _names(people):
    return {pk: str(person) for pk, person in get_user_model().objects.in_bulk(people).items()}
