"""Document."""

from conversations.models import Outcome


class Document(Outcome):
    kind = "document"

    @property
    def state_label(self):
        return ""

    @property
    def tone(self):
        return "open"
