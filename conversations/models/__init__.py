from conversations.models.attachment import Attachment
from conversations.models.mention import Mention
from conversations.models.message import Message, Pin, Revision, Withdrawal
from conversations.models.participation import Participation
from conversations.models.thread import Closed, Closure, Thread

__all__ = [
    "Attachment",
    "Closed",
    "Closure",
    "Mention",
    "Message",
    "Participation",
    "Pin",
    "Revision",
    "Thread",
    "Withdrawal",
]
