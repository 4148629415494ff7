"""A mail at an address becomes exactly one thing, and the log says why."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from conversations import tasks
from conversations.mail import addresses, ids, inbound
from conversations.mail.inbound import answers, delivering
from conversations.models import (
    Attachment,
    Decided,
    Delivery,
    Held,
    Thread,
)
from groups import access
from tests.mail.written import mail, vouched, with_files

pytestmark = pytest.mark.django_db

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)


def full_disk(*given, **more):
    raise OSError("no space left on the device")


def no_such_table(_mail):
    """What PostgreSQL does nothing more after, in the same transaction."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM nowhere")
    except DatabaseError:
        raise ValueError from None


def words(thread):
    said = thread.messages.filter(notice__isnull=True).order_by("number")
    return [(message.author.name, message.body) for message in said]


def test_a_reply_stands_in_the_conversation_and_what_was_cut_beside_it(
    comes_in, reply_to, mobility, samira
):
    raw = mail(
        "Samira <samira@voorbeeld.nl>",
        "Ik kijk mee.\n\nOp ma 5 jan 2026 om 10:12 schreef Anna <anna@voorbeeld.nl>:\n"
        "> Wie kijkt er mee?\n",
    )
    # On the envelope stand bytes, which need not be text.
    delivery = comes_in(raw, reply_to(samira), envelope_from="samira\udcff@voorbeeld.nl")
    assert delivery.envelope_from == "samira@voorbeeld.nl"
    message = mobility.messages.get(number=2)
    assert (message.body, message.author, message.via) == ("Ik kijk mee.", samira, "mail")
    assert "Wie kijkt er mee?" in message.original.cut
    assert (delivery.outcome, delivery.reason) == ("posted", "")
    assert (delivery.message, delivery.thread, delivery.person) == (message, mobility, samira)
    assert delivery.raw.read() == raw
    assert delivery.smtp_reply == (250, "2.0.0 OK")


def test_an_ordinary_reply_costs_few_queries(
    comes_in, reply_to, samira, django_assert_max_num_queries
):
    address = reply_to(samira)
    comes_in(mail("samira@voorbeeld.nl", "De eerste"), address)
    # Posting takes 13, with its transaction; the log 4, who and where 2, copies 1.
    with django_assert_max_num_queries(20):
        comes_in(mail("samira@voorbeeld.nl", "De tweede"), address)


def test_another_confirmed_address_is_as_good(comes_in, reply_to, samira):
    samira.emailaddress_set.create(email="s.ozturk@thuis.nl", verified=True)
    assert comes_in(mail("S.Ozturk@thuis.nl"), reply_to(samira)).outcome == "posted"


def test_the_same_mail_is_one_message_however_often_it_comes(comes_in, reply_to, mobility, samira):
    raw = mail("samira@voorbeeld.nl", "Eén keer", message_id="1@voorbeeld.nl")
    first = comes_in(raw, reply_to(samira))
    again = comes_in(b"Received: from elders\r\n" + raw, reply_to(samira))
    assert (first.outcome, again.outcome, again.reason) == ("posted", "dropped", "duplicate")
    other = comes_in(
        mail("samira@voorbeeld.nl", "Iets anders", message_id="1@voorbeeld.nl"), reply_to(samira)
    )
    assert (other.outcome, other.reason) == ("held", "same-id")
    assert len(words(mobility)) == 2


def test_a_mail_whose_logging_broke_off_is_logged_once_when_it_comes_again(
    comes_in, reply_to, mobility, samira, monkeypatch
):
    raw = mail("samira@voorbeeld.nl", "Bijna weg")
    with monkeypatch.context() as broken:
        broken.setattr(delivering, "write", full_disk)
        with pytest.raises(OSError, match="no space left"):
            comes_in(raw, reply_to(samira))
    again = comes_in(raw, reply_to(samira))
    assert again.outcome == "posted"
    assert again.message == mobility.messages.get(body="Bijna weg")
    assert Delivery.objects.count() == 1


def test_an_answer_to_an_earlier_message_says_which(comes_in, reply_to, mobility, samira, say):
    first = mobility.messages.get()
    last = say(mobility, samira, "Ik")
    address = reply_to(samira)
    comes_in(
        mail("samira@voorbeeld.nl", "Op de eerste", In_Reply_To=ids.message_id(first)), address
    )
    assert mobility.messages.get(body="Op de eerste").quotes == first
    last = mobility.messages.get(body="Op de eerste")
    comes_in(mail("samira@voorbeeld.nl", "Op de laatste", References=ids.message_id(last)), address)
    assert mobility.messages.get(body="Op de laatste").quotes is None


def test_a_mail_from_elsewhere_waits_until_the_person_says_that_it_is_theirs(
    comes_in, reply_to, mobility, samira, answered
):
    delivery = comes_in(mail("vreemd@elders.nl", "Van mijn andere adres"), reply_to(samira))
    assert (delivery.outcome, delivery.reason) == ("held", "other-sender")
    assert len(words(mobility)) == 1
    asked = answered()[0]
    assert asked.to == [samira.email]
    assert "vreemd@elders.nl" in asked.body
    assert "andere adres" not in asked.body
    delivery.confirm()
    assert (delivery.outcome, delivery.settled_by) == ("posted", samira)
    assert words(mobility)[-1] == ("Samira Öztürk", "Van mijn andere adres")
    with pytest.raises(Decided):
        delivery.disown()


def test_what_the_person_did_not_send_is_dropped(comes_in, reply_to, mobility, samira):
    delivery = comes_in(mail("vreemd@elders.nl"), reply_to(samira))
    delivery.disown()
    assert (delivery.outcome, delivery.reason) == ("dropped", "not-me")
    assert len(words(mobility)) == 1


def test_the_person_is_asked_once_a_day_after_that_a_moderator_decides(
    comes_in, reply_to, mobility, samira, daan, answered
):
    comes_in(mail("vreemd@elders.nl", "Een"), reply_to(samira))
    second = comes_in(mail("vreemd@elders.nl", "Twee"), reply_to(samira))
    assert len(answered()) == 1
    assert list(Delivery.objects.for_moderators()) == [second]
    with pytest.raises(access.MayNot):
        second.release(samira)
    second.release(daan)
    assert words(mobility)[-1] == ("Samira Öztürk", "Twee")
    third = comes_in(mail("vreemd@elders.nl", "Drie"), reply_to(samira))
    third.refuse(daan)
    assert (third.outcome, third.reason, third.settled_by) == ("rejected", "refused", daan)


def test_a_colleague_whom_the_mail_was_forwarded_to_writes_as_themselves(
    comes_in, reply_to, mobility, samira, daan
):
    address = reply_to(samira)
    assert comes_in(mail("daan@voorbeeld.nl", "Ik ook"), address).outcome == "held"
    assert comes_in(vouched(mail("daan@voorbeeld.nl", "Ik ook")), address).outcome == "posted"
    assert words(mobility)[-1] == ("Daan Kuipers", "Ik ook")


def test_without_a_signed_address_a_vouched_sender_and_the_references_suffice(
    comes_in, mobility, samira, carla, answered, settings
):
    settings.DEFAULT_FROM_EMAIL = "Beraad <beraad@localhost>"
    about = {"References": f"{ids.root_id(mobility)} {ids.message_id(mobility.messages.get())}"}
    forged = comes_in(mail("samira@voorbeeld.nl", "Ik?", **about), "beraad@localhost")
    assert (forged.outcome, forged.reason) == ("held", "unproven-sender")
    assert answered()[0].to == ["samira@voorbeeld.nl"]
    trusted = comes_in(vouched(mail("samira@voorbeeld.nl", "Ik!", **about)), "beraad@localhost")
    assert trusted.outcome == "posted"
    elsewhere = vouched(mail("samira@voorbeeld.nl", "Wie?", **about), "mx.elders.nl")
    assert comes_in(elsewhere, "beraad@localhost").outcome == "held"
    # Who does not read it is answered as if it were not there; unvouched, nobody is.
    outside = comes_in(vouched(mail("carla@voorbeeld.nl", **about)), "beraad@localhost")
    assert (outside.outcome, outside.reason) == ("rejected", "no-conversation")
    nothing = comes_in(vouched(mail("carla@voorbeeld.nl")), "beraad@localhost")
    assert nothing.smtp_reply == outside.smtp_reply
    assert comes_in(mail("carla@voorbeeld.nl", **about), "beraad@localhost").outcome == "dropped"


def test_addresses_that_are_nobodys_are_refused_at_the_door(reply_to, samira, water, db):
    inbound.check_recipient(reply_to(samira))
    inbound.check_recipient(addresses.group_address(water))
    revoked = reply_to(samira)
    addresses.revoke_all(samira)
    for address in ("r-aaaa@localhost", "niemand@localhost", "a@elders.nl", "", revoked,
                    reply_to(samira, "zomaar")):  # fmt: skip
        with pytest.raises(inbound.Refused) as refusal:
            inbound.check_recipient(address)
        assert refusal.value.code == "5.1.1"


def test_what_came_for_an_address_that_ended_since_is_rejected(comes_in, reply_to, samira):
    address = reply_to(samira)
    addresses.revoke_all(samira)
    delivery = comes_in(mail("samira@voorbeeld.nl"), address)
    assert delivery.smtp_reply[0] == 550
    assert delivery.smtp_reply[1].startswith("5.1.1 ")


def test_who_may_not_write_any_more_hears_why(comes_in, reply_to, mobility, water, samira, daan):
    mobility.close(daan)
    closed = comes_in(mail("samira@voorbeeld.nl"), reply_to(samira))
    assert (closed.outcome, closed.reason, closed.smtp_reply[0]) == ("rejected", "closed", 550)
    mobility.reopen(daan)
    water.leave(samira)
    left = comes_in(mail("samira@voorbeeld.nl"), reply_to(samira))
    assert (left.reason, left.smtp_reply[1][:5]) == ("may-not", "5.7.1")
    assert left.group == water


def test_an_archived_group_takes_no_mail(comes_in, reply_to, water, anna, samira):
    address = reply_to(samira)
    water.archive(by=anna)
    assert comes_in(mail("samira@voorbeeld.nl"), address).reason == "archived"
    started = comes_in(vouched(mail("anna@voorbeeld.nl")), addresses.group_address(water))
    assert started.reason == "archived"


def test_where_mail_cannot_be_refused_the_sender_gets_one_letter_a_day(
    comes_in, reply_to, mobility, samira, daan, answered
):
    mobility.close(daan)
    for transport in ("imap", "imap", "lmtp"):
        comes_in(mail("samira@voorbeeld.nl"), reply_to(samira), transport=transport)
    letter = answered()[0]
    assert len(answered()) == 1
    assert letter.to == ["samira@voorbeeld.nl"]
    assert letter.extra_headers["Auto-Submitted"] == "auto-replied"
    assert "Dit gesprek is gesloten" in letter.body or "closed" in letter.body
    # Whoever uses another's address sends them nothing.
    comes_in(mail("slachtoffer@elders.nl"), "niemand@localhost", transport="imap")
    assert len(answered()) == 1


@pytest.mark.once
def test_who_is_refused_at_one_of_two_addresses_hears_it_though_the_mail_was_taken(
    files, reply_to, mobility, square, anna, daan, answered
):
    """SMTP and the pipe have one answer for all addresses."""
    plans = Thread.objects.start(square, anna, "Bankjes", "Waar?", client_id="plans")
    plans.close(anna)
    both = [reply_to(daan), reply_to(daan, thread=plans)]
    for transport, letters in (("lmtp", 0), ("smtp", 1), ("pipe", 1)):
        taken = inbound.deliver(mail("daan@voorbeeld.nl"), both, transport=transport)
        assert [each.outcome for each in taken] == ["posted", "rejected"]
        assert len(answered()) == letters
    inbound.deliver(mail("daan@voorbeeld.nl"), both[1:], transport="smtp")
    assert len(answered()) == 1, "that was refused while its sender's server listened"


def test_a_message_that_waits_for_a_moderator_comes_with_all_that_it_has(
    comes_in, reply_to, water, mobility, carla, anna, daan, answered
):
    water.describe(by=anna, approves_newcomers=True)
    water.admit(carla)
    raw = with_files(
        "carla@voorbeeld.nl", "Mijn eerste\n\n-- \nCarla de Wit",
        ("Content-Type: application/pdf; name=a.pdf", "JVBERg=="),
    )  # fmt: skip
    delivery = comes_in(raw, reply_to(carla))
    assert (delivery.outcome, delivery.reason) == ("held", "approval")
    assert not Delivery.objects.for_moderators().exists()
    assert len(answered()) == 1
    # Another process took in the same mail at the same moment.
    copy = Delivery.objects.get(pk=delivery.pk)
    copy.pk = None
    copy.save()
    message = Held.objects.get().approve(daan)
    assert message.attachments.all()[0].name == "a.pdf"
    assert "Carla de Wit" in message.original.cut
    delivery.refresh_from_db()
    assert (delivery.outcome, delivery.message, delivery.settled_by) == ("attached", message, daan)
    copy.refresh_from_db()
    assert (copy.outcome, copy.reason, copy.settled_by) == ("dropped", "duplicate", daan)
    assert comes_in(raw, reply_to(carla)).reason == "duplicate"


def test_in_slow_mode_a_mail_is_posted_when_its_time_has_come(
    comes_in, reply_to, mobility, samira, daan
):
    mobility.slow_down(daan, 900)
    comes_in(mail("samira@voorbeeld.nl", "Een"), reply_to(samira))
    second = comes_in(mail("samira@voorbeeld.nl", "Twee"), reply_to(samira))
    assert (second.outcome, second.reason) == ("held", "slow")
    second.post_later()
    assert (second.outcome, second.reason) == ("held", "slow")
    mobility.slow_down(daan, 0)
    Delivery.objects.filter(pk=second.pk).update(received_at=timezone.now() - timedelta(hours=2))
    DBTaskResult.objects.all().delete()  # a worker was killed with it
    tasks.resume()
    put_off = DBTaskResult.objects.get(task_path__endswith=".post_later")
    put_off.task.call(*put_off.args_kwargs["args"])
    second.refresh_from_db()
    assert second.outcome == "posted"
    assert words(mobility)[-1][1] == "Twee"


def test_files_come_along_and_a_program_is_for_download_only(
    comes_in, reply_to, mobility, samira, files
):
    raw = with_files(
        "samira@voorbeeld.nl", "Zie bijlage.",
        ("Content-Type: application/pdf; name=factuur.pdf.exe", "TVqQ"),
        ("Content-Type: text/html; name=a.html\nContent-Disposition: attachment", "PGI+"),
        ("Content-Type: text/plain; name=leeg.txt\nContent-Disposition: attachment", ""),
    )  # fmt: skip
    delivery = comes_in(raw, reply_to(samira))
    assert delivery.outcome == "attached"
    kept = {file.name: file.content_type for file in delivery.message.attachments.all()}
    assert kept == dict.fromkeys(["factuur.pdf.exe", "a.html"], "application/octet-stream")
    assert "leeg.txt" in delivery.message.body
    assert "leeg.txt" in delivery.detail
    before = sorted(files.rglob("attachments/**/*"))
    assert comes_in(raw, reply_to(samira)).reason == "duplicate"
    assert sorted(files.rglob("attachments/**/*")) == before


def test_pictures_in_the_words_come_along_and_logos_of_signatures_do_not(
    comes_in, reply_to, samira
):
    html = (
        '<p>Kijk: <img src="cid:foto"></p><div class="gmail_signature">-- <br>Samira Öztürk'
        '<br><img src="cid:logo"></div>'
    )
    part = "Content-Type: image/png; name={0}.png\nContent-ID: <{0}>\nContent-Disposition: inline"
    raw = with_files(
        "samira@voorbeeld.nl", "",
        (part.format("foto"), PIXEL), (part.format("logo"), PIXEL), html=html,
    )  # fmt: skip
    delivery = comes_in(raw, reply_to(samira))
    assert [file.name for file in Attachment.objects.all()] == ["foto.png"]
    assert delivery.message.body.startswith("Kijk:")


def test_what_is_too_long_for_a_message_is_kept_beside_it(comes_in, reply_to, samira):
    long = "\n".join(f"Regel {number} van mijn lange betoog." for number in range(3000))
    message = comes_in(mail("samira@voorbeeld.nl", long), reply_to(samira)).message
    assert 40_000 < len(message.body) <= 50_000
    assert "Regel 2999 van" in message.original.cut
    assert message.body.splitlines()[-1].endswith("betoog.")


def test_an_encrypted_or_empty_mail_is_rejected_with_the_reason(comes_in, reply_to, samira):
    sealed = mail(
        "samira@voorbeeld.nl",
        "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n",
    )
    assert comes_in(sealed, reply_to(samira)).reason == "encrypted"
    empty = comes_in(mail("samira@voorbeeld.nl", "\n  \n"), reply_to(samira))
    assert (empty.reason, empty.smtp_reply[0]) == ("empty", 554)


def passed_on(author, *words, note=""):
    head = f"---------- Forwarded message ---------\nVan: {author}\nDate: ma 5 jan 2026 om 09:00\n"
    head += "Subject: Offerte\nTo: Samira <samira@voorbeeld.nl>\n\n"
    return mail("samira@voorbeeld.nl", note + head + "\n".join(words), subject="Fwd: Offerte")


def test_a_forwarded_mail_is_a_quotation_with_its_author(comes_in, reply_to, samira):
    raw = passed_on("Piet Pauw <piet@elders.nl>", "De offerte is 100 euro.")
    who, _blank, words = comes_in(raw, reply_to(samira)).message.body.splitlines()
    assert "Piet Pauw" in who and words == "> De offerte is 100 euro."


def test_a_forwarded_mail_below_an_answer_is_kept_beside_it(comes_in, reply_to, samira):
    note = "Zie hieronder.\n\n"
    raw = passed_on("Piet Pauw <piet@elders.nl>", "De offerte is 100 euro.", note=note)
    message = comes_in(raw, reply_to(samira)).message
    assert message.body == "Zie hieronder."
    assert "De offerte is 100 euro." in message.original.cut


def test_who_answers_by_forwarding_our_mail_does_not_post_our_mail(
    comes_in, reply_to, samira, settings
):
    marker = "## Schrijf uw antwoord boven deze regel ##"
    ours = (f"Anna (via Beraad) <beraad@{settings.MAIL_DOMAIN}>", marker, "Ja")
    said = comes_in(passed_on(*ours, note="Eens!\n\n"), reply_to(samira)).message
    assert said.body == "Eens!"
    assert comes_in(passed_on(*ours), reply_to(samira)).reason == "empty"


def test_another_subject_is_told_and_can_be_split_off(comes_in, reply_to, mobility, samira):
    comes_in(
        mail("samira@voorbeeld.nl", "Ik kom", subject="Re: Fietsen langs de singel"),
        reply_to(samira),
    )
    comes_in(mail("samira@voorbeeld.nl", "En nu dit", subject="Parkeren"), reply_to(samira))
    notice = mobility.messages.get(notice__isnull=False)
    assert notice.notice == {
        "verb": "other_subject", "subject": "Parkeren", "number": 3,
        "message": mobility.messages.get(number=3).pk,
    }  # fmt: skip


def test_what_a_program_could_not_read_waits_and_can_be_delivered_again(
    comes_in, reply_to, mobility, samira, anna, monkeypatch
):
    from conversations.mail import reply

    anna.is_staff = True
    anna.save()
    with monkeypatch.context() as broken:
        broken.setattr(reply, "extract", lambda mail: 1 / 0)
        delivery = comes_in(mail("samira@voorbeeld.nl", "Toch"), reply_to(samira))
        assert (delivery.outcome, delivery.reason) == ("held", "failed")
        broken.setattr(reply, "extract", no_such_table)
        delivery.redeliver(anna)
    assert (delivery.outcome, delivery.reason) == ("held", "failed")
    with pytest.raises(access.MayNot):
        delivery.redeliver(samira)
    delivery.redeliver(anna)
    assert (delivery.outcome, delivery.settled_by) == ("posted", anna)
    assert words(mobility)[-1] == ("Samira Öztürk", "Toch")
    with pytest.raises(Decided):
        delivery.redeliver(anna)


def test_an_address_in_upper_case_is_as_good(comes_in, reply_to, samira):
    assert comes_in(mail("Samira@Voorbeeld.nl"), reply_to(samira).upper()).outcome == "posted"


def test_an_answer_to_all_is_one_message(files, reply_to, mobility, water, samira):
    raw = mail("samira@voorbeeld.nl", "Aan allen", References=ids.root_id(mobility))
    outcomes = inbound.deliver(
        raw, [addresses.group_address(water), reply_to(samira)], transport="lmtp"
    )
    assert [(each.outcome, each.reason) for each in outcomes] == [
        ("dropped", "duplicate"), ("posted", ""),
    ]  # fmt: skip


def test_several_addresses_get_an_outcome_each(files, reply_to, mobility, samira, daan):
    raw = mail("samira@voorbeeld.nl", "Aan allen")
    outcomes = inbound.deliver(
        raw, [reply_to(samira), "niemand@localhost", reply_to(daan)], transport="lmtp"
    )
    assert [(each.outcome, each.reason) for each in outcomes] == [
        ("posted", ""), ("rejected", "no-such-address"), ("dropped", "duplicate"),
    ]  # fmt: skip


def test_reply_addresses_in_the_words_are_not_shown(comes_in, reply_to, samira, daan):
    message = comes_in(
        mail("samira@voorbeeld.nl", f"Schrijf maar aan {reply_to(daan)} hoor"), reply_to(samira)
    ).message
    assert reply_to(daan) not in message.body


@pytest.mark.once
@pytest.mark.parametrize("slow", [False, True])
def test_a_mail_that_waits_is_not_logged_without_what_it_waits_for(
    comes_in, reply_to, mobility, samira, daan, monkeypatch, slow
):
    """Else it would be a copy when it comes again, and nobody would be asked."""
    raw, task = mail("vreemd@elders.nl", "Van mij"), "send_answer"
    if slow:
        mobility.slow_down(daan, 900)
        comes_in(mail("samira@voorbeeld.nl", "Een"), reply_to(samira))
        raw, task = mail("samira@voorbeeld.nl", "Twee"), "post_later"
    with monkeypatch.context() as broken:
        broken.setattr(answers, task, SimpleNamespace(enqueue=full_disk, using=full_disk))
        with pytest.raises(OSError, match="no space left"):
            comes_in(raw, reply_to(samira))
    assert not Delivery.objects.filter(outcome="held").exists()
    assert comes_in(raw, reply_to(samira)).outcome == "held"
    assert DBTaskResult.objects.filter(task_path__endswith=f".{task}", status="READY").exists()


@pytest.mark.once
def test_a_mail_to_the_addresses_of_two_people_is_of_who_wrote_it(
    comes_in, reply_to, mobility, samira, daan
):
    """Daan answered a mail that Samira had passed on to him, and one of his own."""
    raw = mail("daan@voorbeeld.nl", "Ik ook")
    deliveries = inbound.deliver(raw, [reply_to(samira), reply_to(daan)] * 2, transport="lmtp")
    assert [each.outcome for each in deliveries] == ["held", "posted"] * 2
    deliveries[0].confirm()
    assert deliveries[0].reason == "duplicate", "it stands there already"
    assert words(mobility)[1:] == [("Daan Kuipers", "Ik ook")]
