from conversations.models.appeal import Appeal
from conversations.models.attachment import Attachment
from conversations.models.bouncing import AutomaticAnswer, Bouncing
from conversations.models.delivery import Delivery
from conversations.models.gate import Closed, TooSoon, Unapproved
from conversations.models.held import Decided, Held, Waiting
from conversations.models.indexing import Indexing
from conversations.models.mailing import Digesting, Mailing, Outgoing
from conversations.models.mention import Mention
from conversations.models.message import Message, Pin, Revision, Withdrawal
from conversations.models.original import Original
from conversations.models.outcome import Outcome, OutcomeManager, OutcomeQuerySet
from conversations.models.participation import Participation
from conversations.models.removal import Removal
from conversations.models.report import Report
from conversations.models.thread import Closure, Thread

__all__ = [
    "Appeal", "Attachment", "AutomaticAnswer", "Bouncing", "Closed", "Closure", "Decided",
    "Delivery", "Digesting", "Held", "Indexing", "Mailing", "Mention", "Message", "Original",
    "Outcome", "OutcomeManager", "OutcomeQuerySet", "Outgoing", "Participation", "Pin", "Removal",
    "Report", "Revision", "Thread", "TooSoon", "Unapproved", "Waiting", "Withdrawal",
]  # fmt: skip
