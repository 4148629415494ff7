"""Task."""

from conversations.models import Outcome


class Task(Outcome):
    kind = "task"

    @property
    def state_label(self):
        return ""

    @property
    def tone(self):
        return "open"
