"""Decision."""

from conversations.models import Outcome


class Decision(Outcome):
    kind = "decision"

    @property
    def state_label(self):
        return ""

    @property
    def tone(self):
        return "open"
