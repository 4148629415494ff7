"""What may be tried by who means harm, and what bad luck does: with mail in and out."""

import re
from email import message_from_bytes, policy

import pytest

from conversations.mail import addresses, asking, buttons, mime
from conversations.mail.authentication import results
from conversations.mail.confirming import confirmation
from conversations.mail.inbound import deliver, floods
from conversations.mail.outbound import rounds
from conversations.models import Delivery, Held, Thread
from conversations.outcomes.tasks.models import Task
from groups import mail as groups_mail
from groups.invitation_address import address_of
from groups.models import Group, MailDoor, Person
from tests.mail.written import mail, vouched
from workspace.http import throttle

OURS = "mx.beraad.example"
LIE, FAIL = (f"dmarc={result} header.from=rivierstad.example" for result in ("pass", "fail"))


@pytest.mark.once
@pytest.mark.parametrize(
    "said",
    [
        f'spf=pass smtp.mailfrom="a; {LIE}"@elders.example; {FAIL}',
        f'spf=pass smtp.mailfrom="a; {LIE}"@elders.example',
        f'dkim=pass header.i="x; {LIE};"@elders.example header.d=elders.example',
        f"spf=pass (helo=(x); {LIE}) smtp.mailfrom=a@elders.example",
        f'spf=pass (says "hello) smtp.mailfrom=a@elders.example; x=("; {LIE})',
        f"{FAIL}; {LIE}",
        f'spf=pass smtp.mailfrom="{"x" * 400}; {LIE}"@elders.example',
    ],
)
def test_what_our_server_repeats_of_others_is_no_result_of_its_own(said):
    """Whoever sends chooses what stands in MAIL FROM, HELO and a signature."""
    field = f"Authentication-Results: {OURS}; {said}\r\n"
    mail = mime.read(f"{field}From: jan@rivierstad.example\r\n\r\nJa.".encode())
    found = results.found_by([OURS], mail.headers, "")
    assert not results.dmarc(found, "rivierstad.example")[0]


@pytest.mark.once
@pytest.mark.parametrize(
    "sender",
    [
        '"samira@voorbeeld.nl"@elders.nl',
        "samira@voorbeeld.nl @elders.nl",
        "samira@voorbeeld.nl@x.nl",
    ],
)
def test_an_address_within_an_address_is_nobodys(comes_in, reply_to, samira, sender):
    """Servers on the way ask the second domain whether it sent the mail."""
    delivery = comes_in(mail(sender), reply_to(samira))
    assert (delivery.outcome, delivery.reason, delivery.person) == ("rejected", "unreadable", None)


@pytest.mark.once
@pytest.mark.parametrize("before, after", [("", "@"), ("mailto:", "+agree@"), ("=mailto%3A", "%2B"),
                                           ("%3a", "%40"), ("<", "=40")])  # fmt: skip
def test_a_signed_address_is_masked_also_inside_of_links(reply_to, samira, water, before, after):
    token = reply_to(samira).partition("@")[0]
    words = f"Zie {before}{token}{after}voorbeeld.nl."
    assert token[:6] in addresses.masked(words) and token not in addresses.masked(words)
    invited = address_of(water.invite("els@elders.nl", by=water.members.first()))
    assert invited not in addresses.masked(f"Aan: {invited}")
    assert addresses.masked("b-verzekeringsmaatschappij") == "b-verzekeringsmaatschappij"


@pytest.mark.once
def test_the_log_does_not_tell_a_signed_address_by_its_parts(comes_in, reply_to, samira, admin):
    delivery = comes_in(mail("samira@voorbeeld.nl"), reply_to(samira))
    address = delivery.recipient

    def found(sought):
        return Delivery.objects.seeking(sought, admin).exists()

    assert found("samira@voorbeeld") and found(address) and found(address.upper())
    assert not any(found(part) for part in (address[:8], address[:-1], address[9:14]))


def test_a_name_or_a_subject_in_disguise_goes_out_as_what_it_is(
    water, anna, daan, say, settings, mailoutbox
):
    """Mail programs would show something else than the page does: another name, or a new line."""
    settings.MAIL_DELAY_SECONDS = 0
    disguised = "=?utf-8?q?Daan_Kuipers=0D=0ABcc:_x?="
    anna.name = water.name = disguised
    anna.save()
    water.save()
    water.memberships.update(mail="every")
    Thread.objects.start(water, anna, disguised, "Ik ben het.", client_id="x")
    rounds.send_due()
    groups_mail.letter(disguised, "Ja.", ["els@elders.nl"]).send()
    names = ("From", "Subject", "Reply-To", "List-Id")
    for sent in mailoutbox:
        raw = sent.message().as_bytes(linesep="\r\n")
        assert max(map(len, raw.split(b"\r\n"))) < 998
        read = message_from_bytes(raw, policy=policy.default)
        shown = [str(read[name]) for name in names if read[name] and name != "From"]
        assert shown and all(disguised in words for words in shown)
        assert "Daan Kuipers" not in str(read["From"]) and read["Bcc"] is None


@pytest.fixture
def admin(carla):
    """Who runs the platform."""
    carla.make_administrator()
    return carla


@pytest.mark.once
def test_a_forged_result_does_not_count_the_second_time_either(
    comes_in, water, samira, admin, answered
):
    """Whoever brought a mail by SMTP is not in the log; so a second try believes no field in it."""
    forged = vouched(mail("samira@voorbeeld.nl", "Ik geef het op.", subject="Vaarwel"))
    delivery = comes_in(
        forged, addresses.group_address(water), transport="smtp", peer="9.9.9.9", helo="x"
    )
    assert (delivery.outcome, delivery.reason) == ("held", "unproven-sender")
    delivery.redeliver(admin)
    assert (delivery.outcome, delivery.reason) == ("held", "unproven-sender")
    assert not Thread.objects.exists()
    assert [each.to for each in answered()] == [["samira@voorbeeld.nl"]]
    delivery.confirm()  # it still waits for her
    assert Thread.objects.get().author == samira


@pytest.mark.once
def test_a_program_that_sends_on_and_on_does_not_fill_the_conversation(
    comes_in, reply_to, samira, daan, mobility, monkeypatch
):
    monkeypatch.setattr(floods, "MOST_AN_HOUR", 2)
    for outcome in ("posted", "posted", "rejected"):
        delivery = comes_in(mail("samira@voorbeeld.nl"), reply_to(samira))
        assert delivery.outcome == outcome
    assert (delivery.reason, delivery.smtp_reply[0]) == ("flood", 550)
    assert comes_in(mail("daan@voorbeeld.nl"), reply_to(daan)).outcome == "posted"
    assert mobility.messages.count() == 4


@pytest.mark.once
def test_strangers_fill_neither_the_desk_nor_the_list_of_people(
    comes_in, water, samira, monkeypatch
):
    monkeypatch.setattr(floods, "MOST_OF_STRANGERS", 2)
    water.mail_door = MailDoor.ANYONE
    water.save()
    before = Person.objects.count()
    became = [
        comes_in(vouched(mail(f"{name}@elders.nl")), addresses.group_address(water)).reason
        for name in ("els", "jan", "mo", "els")
    ]
    assert became == ["approval", "approval", "desk-full", "desk-full"]
    assert (Held.objects.count(), Person.objects.count() - before) == (2, 2)
    by_a_member = comes_in(vouched(mail("samira@voorbeeld.nl")), addresses.group_address(water))
    assert by_a_member.outcome == "posted"


@pytest.mark.once
def test_who_uses_the_addresses_of_others_has_few_of_them_asked(
    comes_in, water, samira, settings, monkeypatch, answered
):
    monkeypatch.setattr(floods, "MOST_UNPROVEN", 2)
    monkeypatch.setitem(throttle.RATES, "ask_by_mail", [throttle.Rate(3, throttle.DAY, "group")])
    water.mail_door, settings.FLOOD_LIMITS = MailDoor.ANYONE, True
    water.save()
    address = addresses.group_address(water)
    hers = [comes_in(mail("samira@voorbeeld.nl"), address).outcome for _ in range(3)]
    assert hers == ["held", "held", "dropped"]
    unknown = [comes_in(mail(f"x{number}@elders.nl"), address).outcome for number in range(5)]
    assert unknown == ["held"] * 3 + ["dropped"] * 2
    assert len(answered()) == 4


@pytest.mark.once
def test_the_disk_keeps_a_mail_once_and_not_all_that_came_to_nothing(
    comes_in, reply_to, samira, daan, water, settings, monkeypatch
):
    raw = mail("samira@voorbeeld.nl", "Ja. " * 1000)
    both = deliver(raw, [reply_to(samira), reply_to(daan)], transport="lmtp")
    assert both[0].raw.name == both[1].raw.name
    Delivery.objects.filter(pk=both[0].pk).forget_mails()
    assert both[1].raw.open().read() == raw, "the other still has it"
    room = [throttle.Rate(5, throttle.DAY, "all")]
    monkeypatch.setitem(throttle.RATES, "unasked_mail", room)
    settings.FLOOD_LIMITS = True
    nothing = [comes_in(mail("x@elders.nl", "Ja. " * 900), reply_to(samira)) for _ in range(2)]
    assert all(each.raw for each in nothing), "what waits for her is kept"
    address = addresses.group_address(water)
    dropped = [comes_in(mail("x@elders.nl", "Ja. " * 900), address) for _ in range(2)]
    assert [each.outcome for each in dropped] == ["dropped"] * 2
    assert [bool(each.raw) for each in dropped] == [True, False]
    assert dropped[1].size > 3600


def test_what_was_put_off_is_of_who_wrote_it(comes_in, reply_to, mobility, anna, daan, samira):
    """Daan passed a mail on to Samira, whose own address is proven: she answers it, not he."""
    mobility.slow_down(anna, 60)
    comes_in(mail("samira@voorbeeld.nl", "Een."), reply_to(samira))
    delivery = comes_in(vouched(mail("samira@voorbeeld.nl", "Twee.")), reply_to(daan))
    assert (delivery.reason, delivery.person) == ("slow", samira)
    mobility.slow_down(anna, 0)
    delivery.post_later()
    assert mobility.messages.get(body="Twee.").author == samira


@pytest.mark.once
@pytest.mark.parametrize("name", ["Postmaster", "Webmaster", "admin"])
def test_no_group_gets_the_mail_of_who_runs_the_domain(comes_in, anna, name):
    """That is where certificates for a domain are asked and confirmed."""
    group = Group.objects.open_by(anna, name, mail_door=MailDoor.ANYONE)
    assert addresses.group_address(group) != addresses.group_address(Group(slug=name.lower()))
    Group.objects.filter(pk=group.pk).update(slug=name.lower())  # as it was named before
    group.refresh_from_db()
    delivery = comes_in(vouched(mail("ca@elders.nl")), addresses.group_address(group))
    assert delivery.group is None
    assert delivery.reason == ("postmaster" if name == "Postmaster" else "no-such-address")


@pytest.mark.once
def test_of_several_unproven_mails_on_a_day_none_is_lost(client, comes_in, water, samira, answered):
    """There is one question a day; who answers it comes past the others."""
    address = addresses.group_address(water)
    first, second = (comes_in(mail("samira@voorbeeld.nl", subject=s), address) for s in "AB")
    comes_in(mail("daan@voorbeeld.nl", subject="Van een ander"), address)
    assert len(answered()) == 2
    page = client.post(asking.url_of(first), {"verb": "confirm"}).content.decode()
    [token] = re.findall('href="[^"]*/mail/waiting/([^"]*)/"', page)
    assert asking.delivery_at(token) == second
    page = client.post(asking.url_of(second), {"verb": "confirm"}).content.decode()
    assert not re.findall('href="[^"]*/mail/waiting/', page)
    assert set(Thread.objects.values_list("subject", flat=True)) == {"A", "B"}


@pytest.mark.once
def test_a_group_without_words_in_mail_tells_a_visitor_no_title(water, mobility):
    held = Held(thread=mobility, email="els@elders.nl", pk=1)
    assert mobility.subject in confirmation(held, "nl").body
    water.mails_words = False
    mobility.group = water
    assert mobility.subject not in confirmation(held, "nl").body


@pytest.mark.once
def test_a_button_in_a_mail_that_was_passed_on_says_whose_answer_it_is(
    client, signed_in, mobility, anna, samira, daan
):
    card = Task.objects.grow(mobility, anna, title="Rekken", client_id="chore").message
    address = buttons.button_url(samira, card, "signup")
    assert samira.name in client.get(address).content.decode()
    for ask in (signed_in(daan).get, signed_in(daan).post):
        assert ask(address).status_code == 409
    assert not Task.objects.get().assignments.exists()
    assert signed_in(samira).post(address).status_code == 200
    assert Task.objects.get().assignments.get().person == samira
