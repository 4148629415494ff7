"""Mail that comes in, as from a server that passes on what it checked."""

import dns.resolver
import pytest
from django_tasks_db.models import DBTaskResult

from conversations.mail import addresses, inbound
from conversations.mail.outbound import digests, rounds

AUTHSERV_ID = "mx.voorbeeld.nl"


@pytest.fixture(autouse=True)
def time_enough(monkeypatch):
    """What goes out goes in one turn, on a slow machine too; tests of turns make them short."""
    for module, name in ((rounds, "SLICE"), (rounds, "FRESH"), (digests, "SLICE")):
        monkeypatch.setattr(module, name, 3600)


@pytest.fixture
def comes_in(files, settings, monkeypatch):
    """`comes_in(raw, address)`: what becomes of a mail at one of our addresses. The DNS does not
    answer."""
    settings.AUTHSERV_IDS = [AUTHSERV_ID]
    monkeypatch.setattr(dns.resolver, "default_resolver", dns.resolver.Resolver(configure=False))

    def comes_in(raw, recipient, **envelope):
        return inbound.deliver(raw, [recipient], **{"transport": "lmtp"} | envelope)[0]

    return comes_in


@pytest.fixture
def reply_to(mobility):
    """The address at which a person answers in the conversation."""

    def reply_to(person, command="", thread=None):
        return addresses.reply_address(person, thread or mobility, command)

    return reply_to


@pytest.fixture
def answered(mailoutbox):
    """The mails with which our machine answers: those that wait are sent, and all are given."""

    def answered():
        waiting = DBTaskResult.objects.filter(task_path__endswith=".send_answer", status="READY")
        for result in waiting.order_by("enqueued_at"):
            result.task.call(*result.args_kwargs["args"])
            result.delete()
        return mailoutbox

    return answered
