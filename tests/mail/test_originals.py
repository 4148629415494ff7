"""What was left out of a message that came by mail, and the mail itself: who sees it, and where."""

from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conversations.mail import addresses, links, source
from conversations.models import Delivery, Held, Original, Waiting
from tests.conftest import person

pytestmark = [pytest.mark.django_db, pytest.mark.once]

CUT = "Op ma 3 nov. schreef Anna:\n> <b>Wie kijkt er mee?</b>\n\n-- \nSamira, 06 12345678"
RAW = (
    b"From: Samira <samira@voorbeeld.nl>\r\nTo: %s\r\nSubject: Re: Fietsen\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n\r\nIk kijk mee.\r\n\r\n> Wie kijkt er mee?\r\n"
)


@pytest.fixture
def mailed(files, mobility, samira, say):
    """Samira's answer by mail, with the mail."""
    message = say(mobility, samira, "Ik kijk mee.", via="mail", original=Original(cut=CUT))
    keep(message, samira)
    return message


def keep(posted, sender, **about):
    about = {"outcome": "posted", "message": posted} | about
    to = addresses.reply_address(sender, posted.thread)
    return Delivery.objects.create(
        transport="lmtp", recipient=to, sender=sender.email, person=sender, mail_id="1@voorbeeld",
        subject="Re: Fietsen", size=10, sha256="a", group=posted.thread.group,
        thread=posted.thread, raw=ContentFile(RAW % to.encode(), "mail"), **about,
    )  # fmt: skip


def test_a_mail_on_which_the_program_fails_can_be_looked_at(mailed, monkeypatch):
    def fails(mail):
        raise IndexError

    delivery = mailed.deliveries.get()
    html = RAW.replace(b"text/plain", b"text/html") % b"groep@localhost"
    delivery.raw.save("mail", ContentFile(html))
    monkeypatch.setattr(source.html, "markdown", fails)
    monkeypatch.setattr(source.reply, "extract", fails)
    opened = source.opened(delivery)
    assert (opened.words, opened.reply) == (None, "")
    assert "Subject: Re: Fietsen" in opened.headers


def text(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_who_reads_the_message_opens_what_was_left_out_and_reads_it_as_plain_text(
    mailed, mobility, signed_in, daan, carla
):
    page = text(signed_in(daan).get(mobility.get_absolute_url()))
    address = reverse("message_original", args=[mailed.pk])
    assert f'href="{address}"' in page and "Samira, 06" not in page
    whole = text(signed_in(daan).get(address))
    part = text(
        signed_in(daan).get(address, headers={"HX-Request": "true", "HX-Target": "m1-original"})
    )
    for shown in (whole, part):
        assert "&lt;b&gt;Wie kijkt er mee?&lt;/b&gt;" in shown and "Samira, 06 12345678" in shown
    assert "<html" in whole and "<html" not in part
    assert signed_in(carla).get(address).status_code == 404


def test_only_the_author_and_moderators_see_the_mail_as_it_came(
    mailed, water, signed_in, samira, daan
):
    other = person("Noor Nieuw", "Gemeente Rivierstad")
    water.admit(other)
    page, file = (reverse(name, args=[mailed.pk]) for name in ("message_mail", "message_mail_file"))
    assert signed_in(other).get(page).status_code == 404
    assert signed_in(other).get(file).status_code == 404
    token = mailed.deliveries.get().recipient
    for someone in (samira, daan):
        shown = text(signed_in(someone).get(page))
        assert "Subject: Re: Fietsen" in shown and "&gt; Wie kijkt er mee?" in shown
        assert token not in shown, "whoever reads it could write there"
    own = signed_in(samira).get(file)
    assert own.content == RAW % token.encode()
    assert own["Content-Type"] == "message/rfc822" and "attachment" in own["Content-Disposition"]
    assert signed_in(daan).get(file).status_code == 404, "who has it writes as she does"
    menu = reverse("message_actions", args=[mailed.pk])
    assert page in text(signed_in(daan).get(menu))
    assert page not in text(signed_in(other).get(menu))


def test_a_mail_that_is_not_kept_any_more_leaves_what_was_left_out(mailed, signed_in, samira):
    Delivery.objects.forget_mails()
    page = signed_in(samira).get(reverse("message_mail", args=[mailed.pk]))
    assert "not kept any more" in text(page) or "niet meer bewaard" in text(page)
    assert signed_in(samira).get(reverse("message_mail_file", args=[mailed.pk])).status_code == 404
    assert "06 12345678" in text(
        signed_in(samira).get(reverse("message_original", args=[mailed.pk]))
    )


def test_an_edited_message_keeps_it_and_a_withdrawn_one_does_not_show_it(
    mailed, mobility, signed_in, samira
):
    client, address = signed_in(samira), reverse("message_original", args=[mailed.pk])
    mailed.edit(samira, "Ik kijk graag mee.")
    assert client.get(address).status_code == 200
    assert address in text(client.get(mobility.get_absolute_url()))
    mailed.withdraw(samira)
    assert client.get(address).status_code == 404
    assert client.get(reverse("message_mail", args=[mailed.pk])).status_code == 404
    assert address not in text(client.get(mobility.get_absolute_url()))


def test_what_is_redacted_is_gone_from_the_disk_too(
    mailed, samira, daan, files, django_capture_on_commit_callbacks
):
    keep(mailed, samira, message=None, outcome="dropped", reason="duplicate")
    assert len([path for path in files.rglob("*") if path.is_file()]) == 2
    with django_capture_on_commit_callbacks(execute=True):
        mailed.redact(daan, "Een telefoonnummer")
    assert not Original.objects.exists()
    assert not Delivery.objects.exclude(raw="", subject="").exists()
    assert [path for path in files.rglob("*") if path.is_file()] == []


def test_a_signature_is_named(mobility, samira, say, signed_in):
    signed = say(mobility, samira, "Akkoord", via="mail", original=Original(signature="S/MIME"))
    shown = text(signed_in(samira).get(reverse("message_original", args=[signed.pk])))
    assert "S/MIME" in shown


def test_what_was_left_out_waits_along_with_a_message_that_waits(
    water, mobility, anna, daan, carla, say
):
    water.describe(by=anna, approves_newcomers=True)
    water.admit(carla)
    mobility.refresh_from_db()
    with pytest.raises(Waiting):
        say(mobility, carla, "Mag ik?", via="mail", original=Original(cut=CUT))
    message = Held.objects.get().approve(daan)
    assert message.original.cut == CUT


def test_what_a_mail_quotes_of_our_addresses_and_links_is_of_no_use_to_the_group(
    mobility, samira, say
):
    address = addresses.reply_address(samira, mobility, "mute")
    given = [links.thread_url(samira, mobility), links.choose_url(samira, mobility.group)]
    quoted = [address, *given, *(quote(link, safe="") for link in given)]
    wrapped = [f"{link[:-22]}\n> {link[-22:]}" for link in given]
    message = say(mobility, samira, "Ja", original=Original(cut="\n".join([*quoted, *wrapped])))
    shown = message.original.cut
    for secret in [address.partition("+")[0], *(link.split(":")[-1].strip("/") for link in given)]:
        assert secret not in shown and secret[-21:] not in shown
    assert shown.count("…") == len(quoted) + len(wrapped)
    plain = (
        "Om 10:12:33 uur: zie http://voorbeeld.nl:8000/pad/naar-iets-met-een-heel-lange-naam-erin"
    )
    assert addresses.masked(plain) == plain


def test_a_page_of_messages_asks_no_more_for_what_was_left_out(
    mobility, samira, anna, say, signed_in, django_assert_num_queries, forget_fragments
):
    say(mobility, samira, "Eerst", via="mail", original=Original(cut=CUT))
    client = signed_in(anna)
    client.get(mobility.get_absolute_url())
    forget_fragments()
    with CaptureQueriesContext(connection) as few:
        client.get(mobility.get_absolute_url())
    for number in range(20):
        say(mobility, samira, f"Bericht {number}", via="mail", original=Original(cut=CUT))
    forget_fragments()
    with django_assert_num_queries(len(few)):
        client.get(mobility.get_absolute_url())


def test_messages_by_mail_and_from_the_browser_do_not_flow_into_each_other(
    mobility, samira, anna, say, signed_in
):
    noon = timezone.localtime().replace(hour=12)
    say(mobility, samira, "Uit de browser", posted_at=noon)
    say(mobility, samira, "Per mail", via="mail", posted_at=noon)
    say(mobility, samira, "Nog een per mail", via="mail", posted_at=noon)
    page = text(signed_in(anna).get(mobility.get_absolute_url()))
    assert page.count("entry--flows") == 1
