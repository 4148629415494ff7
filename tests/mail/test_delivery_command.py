"""`manage.py deliver`, as mail servers call it: one line of JSON, and a code of sysexits.h."""

import io
import json
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import OperationalError

from conversations.mail import addresses
from conversations.mail.inbound import delivering
from conversations.models import Delivery
from tests.mail.written import mail

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def pipe(comes_in, monkeypatch):
    """`pipe(raw, *arguments, **environment)`: (exit code, what it printed, its complaint)."""

    def pipe(raw, *arguments, **environment):
        out, complaint = io.StringIO(), io.StringIO()
        with monkeypatch.context() as context:
            context.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
            for name, value in environment.items():
                context.setenv(name, value)
            with pytest.raises(SystemExit) as end:
                call_command("deliver", *arguments, stdout=out, stderr=complaint)
        (line,) = out.getvalue().splitlines()
        return end.value.code, json.loads(line), complaint.getvalue()

    return pipe


def test_it_says_what_became_of_the_mail(pipe, reply_to, mobility, samira):
    code, said, complaint = pipe(mail("samira@voorbeeld.nl"), reply_to(samira))
    message = mobility.messages.get(number=2)
    assert (code, complaint) == (0, "")
    assert said == {
        "outcome": "post", "reason": "", "thread": mobility.pk, "message": message.pk,
    }  # fmt: skip


def test_the_code_and_the_complaint_are_for_the_bounce(pipe, reply_to, mobility, samira, daan):
    assert pipe(mail("samira@voorbeeld.nl"), "niemand@localhost")[0] == 67
    assert pipe(mail("samira@voorbeeld.nl", " "), reply_to(samira))[0] == 65
    assert pipe(b"", reply_to(samira))[:2] == (
        65, {"outcome": "reject", "reason": "unreadable", "thread": None, "message": None},
    )  # fmt: skip
    assert pipe(mail("vreemd@elders.nl"), reply_to(samira))[1]["outcome"] == "hold"
    mobility.close(daan)
    code, said, complaint = pipe(mail("samira@voorbeeld.nl"), reply_to(samira))
    assert (code, said["outcome"]) == (77, "reject")
    assert complaint.startswith("5.2.1 ")


def test_a_database_that_is_away_is_no_reason_to_lose_mail(pipe, reply_to, samira, monkeypatch):
    def away(arrival):
        raise OperationalError("the database is starting up")

    monkeypatch.setattr(delivering, "look_up", away)
    code, said, _complaint = pipe(mail("samira@voorbeeld.nl"), reply_to(samira))
    assert (code, said["reason"]) == (75, "temporary-failure")
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    "how",
    [
        lambda to: ({}, {"ORIGINAL_RECIPIENT": to}),
        lambda to: ({}, dict(zip(("LOCAL_PART", "DOMAIN"), to.split("@"), strict=True))),
        lambda to: ({"Delivered_To": to}, {}),
        lambda to: ({"To": f"Iemand <x@elders.nl>, Beraad <{to.upper()}>"}, {}),
    ],
)
def test_without_an_address_the_server_or_the_mail_says_for_whom_it_is(pipe, reply_to, samira, how):
    fields, environment = how(reply_to(samira))
    code, said, _complaint = pipe(mail("samira@voorbeeld.nl", **fields), **environment)
    assert (code, said["outcome"]) == (0, "post")


def test_for_none_of_our_addresses_it_is_nobodys(pipe, samira):
    code, said, _complaint = pipe(mail("samira@voorbeeld.nl"))
    assert (code, said["reason"]) == (67, "no-such-address")
    assert Delivery.objects.get().recipient == ""


def test_of_several_addresses_one_that_is_ours_suffices(pipe, reply_to, samira, water):
    to = f"{addresses.group_address(water)}, {reply_to(samira)}"
    code, _said, _complaint = pipe(mail("samira@voorbeeld.nl", To=to))
    assert code == 0
    assert Delivery.objects.count() == 2
