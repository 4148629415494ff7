"""Mail services bring mail by HTTP; the forms are those of Mailgun and Postmark."""

import hashlib
import hmac
import json
from base64 import b64encode

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from conversations.mail import addresses, ids, inbound
from conversations.models import Delivery
from tests.mail.servers import said
from tests.mail.written import mail, with_files

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SIGNED_IN = {"Authorization": f"Basic {b64encode(b'post:geheim').decode()}"}
KEY = "de-sleutel"


@pytest.fixture(autouse=True)
def with_secret(settings, files):
    settings.ANYMAIL = {"WEBHOOK_SECRET": "post:geheim", "MAILGUN_WEBHOOK_SIGNING_KEY": KEY}


def post(provider, body, headers=SIGNED_IN, **options):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    return client.post(reverse("mail_webhook", args=[provider]), body, headers=headers, **options)


def postmark(raw, recipient):
    """Inbound, with "Include raw email content in JSON payload"."""
    return json.dumps(
        {
            "MessageID": "22c74902-a0c1-4511-804f-341342852c90",
            "OriginalRecipient": recipient,
            "Headers": [{"Name": "Return-Path", "Value": "<samira@voorbeeld.nl>"}],
            "RawEmail": raw.decode(),
        }
    )


def mailgun(raw, recipient, signature=None):
    """A route with `forward("…/mailgun_mime/")`."""
    about = {"timestamp": "1795338808", "token": "a" * 50}
    right = hmac.new(KEY.encode(), "".join(about.values()).encode(), hashlib.sha256).hexdigest()
    about |= {"signature": signature or right, "recipient": recipient}
    return about | {"sender": "samira@voorbeeld.nl", "body-mime": raw.decode()}


def test_postmark_brings_a_mail(mobility, samira):
    reply = addresses.reply_address(samira, mobility)
    raw = mail(samira.email, "Via Postmark, mét accenten.")
    answer = post("postmark", postmark(raw, reply), content_type="application/json")
    assert (answer.status_code, said(mobility)) == (200, ["Via Postmark, mét accenten."])
    delivery = Delivery.objects.get()
    assert (delivery.transport, delivery.envelope_from) == ("webhook", samira.email)
    assert delivery.raw.read() == raw


def test_mailgun_brings_a_mail_larger_than_forms_may_be(mobility, samira):
    head = "Content-Type: text/csv\nContent-Disposition: attachment; filename=metingen.csv"
    content = "\n".join(["MTsyOzMK" * 9] * 40_000)
    raw = with_files(samira.email, "Via Mailgun.", (head, content))
    reply = addresses.reply_address(samira, mobility)
    assert post("mailgun_mime", mailgun(raw, reply)).status_code == 200
    assert said(mobility) == ["Via Mailgun."]
    forged = mailgun(mail(samira.email, "Vals"), reply, signature="0" * 64)
    assert post("mailgun_mime", forged).status_code == 400
    assert len(said(mobility)) == 1


def test_a_mail_to_two_addresses_comes_to_both(mobility, water, samira, settings):
    """Mailgun names them in one line; other services name one, and the mail the other."""
    reply, group = addresses.reply_address(samira, mobility), addresses.group_address(water)
    root = ids.root_id(mobility)
    post("mailgun_mime", mailgun(mail(samira.email, "Een", References=root), f"{group},{reply}"))
    raw = mail(samira.email, "Twee", To=f"Groep <{group}>, {reply}", References=root)
    post("postmark", postmark(raw, group), content_type="application/json")
    assert said(mobility) == ["Een", "Twee"]
    outcomes = Delivery.objects.order_by("pk").values_list("recipient", "outcome")
    assert list(outcomes) == [(reply, "posted"), (group, "dropped")] * 2


def test_what_is_for_none_of_our_addresses_stands_in_the_log_as_that(mobility, samira, mailoutbox):
    raw = mail(samira.email, "Verdwaald", To="info@elders.example")
    body = postmark(raw, "info@elders.example")
    assert post("postmark", body, content_type="application/json").status_code == 200
    delivery = Delivery.objects.get()
    assert (delivery.outcome, delivery.reason) == ("rejected", "no-such-address")
    assert not mailoutbox


def test_without_the_secret_there_is_nothing(mobility, samira, settings):
    body = postmark(mail(samira.email), addresses.reply_address(samira, mobility))
    wrong, nothing = (
        {"Authorization": f"Basic {b64encode(words).decode()}"} for words in (b"post:fout", b"")
    )
    for provider, headers in (
        ("postmark", {}), ("postmark", wrong), ("postmark", {"Authorization": "Basic ?"}),
        ("elders", SIGNED_IN),
    ):  # fmt: skip
        assert post(provider, body, headers, content_type="application/json").status_code == 302
    settings.ANYMAIL = {"WEBHOOK_SECRET": ""}
    for headers in (SIGNED_IN, nothing):
        assert post("postmark", body, headers, content_type="application/json").status_code == 302
    assert not Delivery.objects.exists()


def test_what_cannot_be_taken_now_is_an_error_so_that_it_comes_again(mobility, samira, monkeypatch):
    def away(*_arguments, **_more):
        raise OperationalError("the database is away")

    monkeypatch.setattr(inbound, "deliver", away)
    body = postmark(mail(samira.email, "Straks weer"), addresses.reply_address(samira, mobility))
    assert post("postmark", body, content_type="application/json").status_code == 500
