from conversations.models.attachment import Attachment
from conversations.models.mention import Mention
from conversations.models.message import Message, Pin, Revision, Withdrawal
from conversations.models.moderation import Appeal, Held, Removal, Report
from conversations.models.participation import Participation
from conversations.models.thread import Closed, Closure, Thread

__all__ = [
    "Appeal", "Attachment", "Closed", "Closure", "Held", "Mention", "Message", "Participation",
    "Pin", "Removal", "Report", "Revision", "Thread", "Withdrawal",
]  # fmt: skip
