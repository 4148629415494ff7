"""For who has only a mailbox: a real one, of Dovecot."""

from contextlib import contextmanager

import pytest
from imapclient import IMAPClient

from conversations.mail import addresses, inbound
from conversations.mail.transports import imap
from conversations.mail.transports.recipients import recipients_in
from conversations.mail.transports.server import CannotReceive
from tests.mail.servers import Dovecot, said, until
from tests.mail.written import mail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.fixture(scope="module")
def dovecot():
    program = Dovecot().start()
    yield program
    program.stop()


@contextmanager
def signed_in_at(dovecot):
    with IMAPClient("127.0.0.1", dovecot.port, ssl=False) as client:
        client.login("beraad", "geheim")
        client.select_folder("INBOX")
        yield client


@pytest.fixture
def owner(dovecot):
    """Of the mailbox, with a mail program of their own."""
    with signed_in_at(dovecot) as client:
        yield client
    with signed_in_at(dovecot) as client:
        client.delete_messages(client.search())
        client.expunge()


def left(owner):
    owner.noop()
    return len(owner.search())


def test_a_mail_that_arrives_is_posted_at_once_and_put_away(
    dovecot, owner, files, mobility, samira, monkeypatch
):
    """At once: it does not look by itself again before the test has failed."""
    monkeypatch.setattr(imap, "IDLE_SECONDS", 3600)
    reply = addresses.reply_address(samira, mobility)
    owner.append("INBOX", mail(samira.email, "Er was al post.", To=reply))
    owner.append("INBOX", mail(samira.email, "Dit is voor een ander.", To="iemand@elders.example"))
    with imap.polling(dovecot.url):
        until(lambda: said(mobility))
        owner.append("INBOX", mail(samira.email, "En er komt nog wat.", To=f"Beraad <{reply}>"))
        until(lambda: len(said(mobility)) == 2)
        until(lambda: left(owner) == 1)
    assert said(mobility) == ["Er was al post.", "En er komt nog wat."]
    assert owner.folder_status("Beraad")[b"MESSAGES"] >= 2


def test_what_cannot_be_taken_now_stays_and_is_tried_again(
    dovecot, owner, files, mobility, samira, daan, monkeypatch
):
    deliver, tried = inbound.deliver, []

    def first_away(raw, *arguments, **more):
        tried.append(raw)
        if len(tried) == 1:
            raise RuntimeError("the disk is full")
        return deliver(raw, *arguments, **more)

    monkeypatch.setattr(inbound, "deliver", first_away)
    monkeypatch.setattr(imap, "FIRST_RETRY_SECONDS", 0.1)
    for person, words in ((samira, "Eerst niet."), (daan, "Wel meteen.")):
        reply = addresses.reply_address(person, mobility)
        owner.append("INBOX", mail(person.email, words, To=reply))
    with imap.polling(dovecot.url):
        until(lambda: len(said(mobility)) == 2)
    assert said(mobility) == ["Wel meteen.", "Eerst niet."]


def test_a_mailbox_that_cannot_be_reached_is_tried_again(
    dovecot, owner, files, mobility, samira, monkeypatch
):
    monkeypatch.setattr(imap, "FIRST_RETRY_SECONDS", 0.1)
    reply = addresses.reply_address(samira, mobility)
    owner.append("INBOX", mail(samira.email, "Ik wacht.", To=reply))
    with imap.polling(dovecot.url):
        until(lambda: said(mobility))
        dovecot.hang_up()
        with signed_in_at(dovecot) as again:
            again.append("INBOX", mail(samira.email, "Weer terug.", To=reply))
        until(lambda: len(said(mobility)) == 2)


@pytest.mark.parametrize("url", ["pop3://a:b@host/", "imaps://host/INBOX", "mailbox"])
def test_an_address_of_no_mailbox_is_not_accepted(url):
    with pytest.raises(CannotReceive, match="IMAP_URL"):
        imap.Mailbox.at(url)


def test_who_it_came_for_is_whom_it_was_sent_to_else_whom_it_names(mobility, samira, daan):
    """The mailbox itself is in our domain too, and is not who was written to."""
    own, others = (addresses.reply_address(each, mobility) for each in (samira, daan))
    to = f"To: {own}, Iemand <iemand@elders.example>\r\nCc: {others}\r\n"
    assert recipients_in(to.encode()) == [own, others]
    assert recipients_in(f"{to}Delivered-To: postvak@localhost\r\n".encode()) == [own, others]
    assert recipients_in(f"X-Original-To: {others}\r\n{to}".encode()) == [others]
    listed = f'To: Groep: "{others}" <x@elders.example>, {own.upper()};, nobody:;\r\n'
    assert recipients_in(listed.encode()) == [own], "a name is no address"
    assert recipients_in(b"To: niemand@localhost\r\n") == ["niemand@localhost"]
    assert recipients_in(b"To: iemand@elders.example\r\n") == []


def test_however_many_addresses_it_names_they_are_looked_up_together(
    mobility, water, samira, daan, django_assert_max_num_queries
):
    named = [addresses.reply_address(each, mobility) for each in (samira, daan)]
    named += [addresses.group_address(water), *(f"niemand{n}@localhost" for n in range(90))]
    with django_assert_max_num_queries(2):
        assert recipients_in(f"To: {', '.join(named)}\r\n".encode()) == named[:3]
