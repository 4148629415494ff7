"""Reactions of visitors to a public conversation: an address that is confirmed, a moderator who
looks, and nothing that tells who is known here."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail, signing
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from conversations.mail.confirming import confirmation
from conversations.models import Closure, Held, Thread
from conversations.models.visitors import Unconfirmed, confirm
from groups import access
from groups.models import Group, Person

pytestmark = [pytest.mark.once, pytest.mark.django_db]
VISITOR = {"name": "Vera van Buiten", "email": "vera@elders.nl", "body": "Laat de eik staan."}


@pytest.fixture
def park(anna, daan):
    group = Group.objects.open_by(anna, "Het park", reading="public", takes_public_reactions=True)
    group.admit(daan)
    return group


@pytest.fixture
def trees(park, anna):
    return Thread.objects.start(park, anna, "Bomen kappen?", "Welke eik?", client_id="trees")


def react(client, thread, **changes):
    return client.post(reverse("react_publicly", args=[thread.pk]), VISITOR | changes)


def link_in_mail(held):
    """The path of the link that the visitor gets."""
    confirmation(held, "nl").send()
    return re.search(r"/reactions/\S+", mail.outbox[-1].body)[0]


def soup_of(response):
    return BeautifulSoup(response.content, "html.parser")


def test_a_visitor_s_reaction_stands_in_the_conversation_after_confirming_and_approval(
    client, trees, anna
):
    assert react(client, trees).status_code == 302
    held = Held.objects.get()
    assert not Held.objects.open().exists()
    path = link_in_mail(held)
    assert VISITOR["body"] in client.get(path).content.decode()
    assert not Held.objects.open().exists()  # a program that follows links confirms nothing
    assert client.post(path).status_code == 200
    held = Held.objects.open().get()
    assert (held.author.email, held.author.name) == ("vera@elders.nl", "Vera van Buiten")
    assert held.author.is_external
    assert not held.author.has_usable_password()
    assert trees.messages.count() == 1
    held.approve(by=anna)
    assert trees.messages.get(number=2).author == held.author


def test_the_moderators_hear_of_it_when_the_address_is_confirmed(client, trees):
    react(client, trees)
    desk = trees.group.desk
    desk.refresh_from_db()
    assert desk.position == 0
    confirm(token_of(Held.objects.get()))
    desk.refresh_from_db()
    assert desk.position == 1


def token_of(held):
    return link_in_mail(held).rstrip("/").rsplit("/", 1)[1]


def test_who_is_known_here_reacts_as_themselves(client, trees, carla):
    react(client, trees, email="CARLA@voorbeeld.nl", name="Iemand anders")
    held = confirm(token_of(Held.objects.get()))
    assert held.author == carla
    assert Person.objects.filter(name="Iemand anders").count() == 0


def test_the_answer_is_the_same_for_an_address_that_is_known_and_one_that_is_not(
    client, trees, carla, settings
):
    pages = []
    for email in (carla.email, "xxxxx@voorbeeld.nl"):
        client.cookies.clear()
        response = react(client, trees, email=email)
        shown = client.get(response.url).content.decode().replace(email, "ADRES")
        shown = re.sub(r'csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", shown)
        pages.append((response.status_code, response.url, shown))
    assert pages[0] == pages[1]
    assert DBTaskResult.objects.count() == 2


def test_the_letter_carries_no_words_of_who_filled_in_the_address(client, trees):
    react(client, trees, name="Koop nu goedkoop", body="Klik op https://kwaad.nl")
    link_in_mail(Held.objects.get())
    [letter] = mail.outbox
    assert letter.to == ["vera@elders.nl"]
    for words in ("goedkoop", "kwaad.nl"):
        assert words not in letter.body + letter.subject + letter.alternatives[0].content


def test_a_link_works_once(client, trees):
    react(client, trees)
    path = link_in_mail(Held.objects.get())
    client.post(path)
    assert client.post(path).status_code == client.get(path).status_code == 410
    assert Held.objects.count() == 1


def test_a_link_that_is_forged_too_old_or_of_something_else_is_refused_alike(
    client, trees, monkeypatch
):
    react(client, trees)
    held = Held.objects.get()
    token = token_of(held)
    other_salt = signing.dumps(held.pk, salt="elsewhere")
    absent = signing.dumps(held.pk + 99, salt="conversations.visitors")
    pages = set()
    for bad in (token[:-1] + ("a" if token[-1] != "a" else "b"), other_salt, absent, "x"):
        response = client.post(reverse("reaction_confirm", args=[bad]))
        assert response.status_code == 410
        client.cookies.clear()  # and with them what was said on the page before
        pages.add(soup_of(response).h1.get_text())
    assert len(pages) == 1
    later = timezone.now() + timedelta(days=2, minutes=1)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    assert client.post(reverse("reaction_confirm", args=[token])).status_code == 410
    assert not Held.objects.open().exists()


def test_when_the_conversation_is_not_public_any_more_nothing_is_confirmed(client, trees, anna):
    react(client, trees)
    token = token_of(Held.objects.get())
    trees.narrow("members", by=anna)
    with pytest.raises(Unconfirmed):
        confirm(token)
    assert not Person.objects.filter(email="vera@elders.nl").exists()


def test_who_was_put_out_of_the_group_confirms_nothing(client, trees, anna, carla):
    react(client, trees, email=carla.email)
    token = token_of(Held.objects.get())
    trees.group.bans.create(person=carla, by=anna, grounds="x")
    with pytest.raises(Unconfirmed):
        confirm(token)


@pytest.mark.parametrize("cause", ["switch", "reading", "closed", "archived"])
def test_where_the_public_is_not_asked_there_is_no_form(client, trees, park, anna, cause):
    if cause == "switch":
        Group.objects.update(takes_public_reactions=False)
    elif cause == "reading":
        trees.narrow("signed_in", by=anna)
    elif cause == "archived":
        Group.objects.update(archived_at=timezone.now())
    else:
        Closure.objects.create(thread=trees, closed_by=anna)
    response = client.get(trees.get_absolute_url())
    assert soup_of(response).select_one("#react") is None
    assert react(client, trees).status_code == 302
    assert not Held.objects.exists()
    with pytest.raises(access.MayNot):
        Thread.objects.get(pk=trees.pk).react_as_visitor("Vera", "vera@elders.nl", "x")


def test_members_write_and_have_no_such_form(signed_in, daan, trees):
    soup = soup_of(signed_in(daan).get(trees.get_absolute_url()))
    assert soup.select_one("#composer")
    assert soup.select_one("#react") is None


def test_who_is_signed_in_and_no_member_needs_no_name_and_address(signed_in, carla, trees, anna):
    client = signed_in(carla)
    form = soup_of(client.get(trees.get_absolute_url())).select_one("#react")
    assert form.select('[name="email"], [name="name"]') == []
    assert form.select_one(".readers").get_text(strip=True)
    sent = {"body": "Ik woon ernaast", "client_id": "een"}
    client.post(form["action"].removesuffix("#react"), sent)
    client.post(form["action"].removesuffix("#react"), sent)  # twice is once
    held = Held.objects.open().get()
    assert (held.author, held.reason) == (carla, Held.Reason.PUBLIC)
    held.approve(by=anna)
    assert trees.messages.get(number=2).author == carla


def test_what_programs_fill_in_is_thanked_for_and_thrown_away(client, trees):
    response = react(client, trees, website="https://kwaad.nl")
    assert response.status_code == 302
    assert not Held.objects.exists()
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "a\nb"),
        ("name", "\u202e"),
        ("name", "x" * 81),
        ("email", "geen adres"),
        ("email", "a@b.nl\nBcc: c@d.nl"),
        ("body", " \n "),
        ("body", "x" * 5_001),
    ],
)
def test_what_cannot_be_used_comes_back_with_a_sentence_and_nothing_lost(
    client, trees, field, value
):
    response = react(client, trees, **{field: value})
    assert response.status_code == 422
    form = soup_of(response).select_one("#react")
    assert form.select_one(".utrecht-form-field--invalid")
    if field != "body":
        assert VISITOR["body"] in form.textarea.get_text()
    assert not Held.objects.exists()


def test_one_address_and_one_network_send_so_many_and_no_more(client, trees):
    answers = [react(client, trees).status_code for _number in range(6)]
    assert answers == [302] * 5 + [429]
    assert soup_of(react(client, trees)).select_one("#react .field-error")
    assert Held.objects.count() == 5


def test_what_nobody_confirmed_in_time_is_forgotten(client, trees, carla):
    react(client, trees)
    Held.objects.update(held_at=timezone.now() - timedelta(days=3))
    kept = trees.react_publicly(carla, "Wacht al lang", client_id="k")
    Held.objects.filter(pk=kept.pk).update(held_at=timezone.now() - timedelta(days=3))
    react(client, trees, email="ander@elders.nl")
    assert set(Held.objects.values_list("email", flat=True)) == {"", "ander@elders.nl"}


def test_nobody_gets_to_see_the_address(client, trees, signed_in, daan, anna):
    react(client, trees)
    held = confirm(token_of(Held.objects.get()))
    held.approve(by=anna)
    client.cookies.clear()
    for reader in (client, signed_in(daan), signed_in(anna)):
        for path in (trees.get_absolute_url(), reverse("panel", args=[trees.pk])):
            assert "vera@elders.nl" not in reader.get(path).content.decode()
