"""Reading without an account: what is public is there, and nothing else seems to be."""

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conversations.models import Attachment, Thread
from groups.models import Group
from tests.conftest import upload

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def park(anna, daan):
    """A public group."""
    group = Group.objects.open_by(anna, "Het park", reading="public", joining="open", listed=True)
    group.admit(daan)
    return group


@pytest.fixture
def trees(park, anna):
    return Thread.objects.start(park, anna, "Bomen kappen?", "Welke eik?", client_id="trees")


def page(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def places(thread, message, file):
    """All addresses at which something of a conversation is read."""
    return [
        thread.get_absolute_url(),
        f"{thread.get_absolute_url()}?at=1",
        reverse("panel", args=[thread.pk]),
        reverse("events", args=[thread.pk]),
        reverse("message_history", args=[message.pk]),
        message.get_absolute_url(),
        file.get_absolute_url(),
        thread.group.get_absolute_url(),
    ]


def with_file(say, thread, person):
    message = say(thread, person, "Met een plan", files=Attachment.keep([upload()]))
    return message, Attachment.objects.get(message=message)


def test_everyone_reads_what_is_public(client, trees, anna, say, files):
    message, file = with_file(say, trees, anna)
    say(trees, anna, "Laatste woord")
    for path in places(trees, message, file):
        response = client.get(path)
        wanted = 302 if path == message.get_absolute_url() else 200
        assert response.status_code == wanted, path
        assert "login" not in response.headers.get("Location", "")
    soup = page(client, trees.get_absolute_url())
    assert "Laatste woord" in soup.select_one("#timeline").get_text()
    assert [
        event["number"] for event in client.get(places(trees, message, file)[3]).json()["events"]
    ]


def test_a_long_public_conversation_is_read_page_by_page(client, trees, anna, say_all):
    say_all(trees, anna, [f"Bericht {number}" for number in range(2, 121)])
    soup = page(client, trees.get_absolute_url())
    older = soup.select_one(".older a")["href"]
    shown = page(client, trees.get_absolute_url() + older).select("#timeline [data-number]")
    assert [int(article["data-number"]) for article in shown] == list(range(21, 71))


def test_who_is_not_signed_in_is_led_to_sign_in_and_back(client, trees):
    soup = page(client, trees.get_absolute_url())
    assert soup.select_one("#composer") is None
    assert soup.select_one("#sidebar") is None
    [link] = soup.select(".answer a")
    assert link["href"] == f"{reverse('account_login')}?next={trees.get_absolute_url()}"
    assert soup.select_one(f'form[action="{reverse("language")}"]')


def test_the_page_of_a_visitor_opens_no_socket_and_runs_nothing_that_needs_a_person(client, trees):
    soup = page(client, trees.get_absolute_url())
    assert not soup.body.has_attr("data-live")
    assert not soup.body.has_attr("data-person")
    assert soup.select('script[type="module"]') == []
    assert soup.select('a[href*="moderate"], form[action*="attention"]') == []


def test_a_visitor_s_language_is_theirs_to_choose(client, trees):
    assert page(client, trees.get_absolute_url()).html["lang"] == "nl"
    client.post(reverse("language"), {"language": "en", "next": trees.get_absolute_url()})
    assert page(client, trees.get_absolute_url()).html["lang"] == "en"


@pytest.mark.parametrize("cause", ["group", "thread", "signed_in", "hidden"])
def test_denied_and_absent_lead_to_the_same_sign_in(client, cause, trees, anna, say, files):
    message, file = with_file(say, trees, anna)
    if cause in ("group", "signed_in"):
        reading = {"group": "members", "signed_in": "signed_in"}[cause]
        trees.group.describe(by=anna, reading=reading, listed=False)
    elif cause == "thread":
        trees.narrow("members", by=anna)
    else:
        Thread.objects.filter(pk=trees.pk).update(hidden_at=message.posted_at)
    denied = places(trees, message, file)
    if cause in ("thread", "hidden"):
        denied.remove(trees.group.get_absolute_url())
    absent = [absence_of(path, file) for path in denied]
    for one, other in zip(denied, absent, strict=True):
        first, second = client.get(one), client.get(other)
        assert first.status_code == second.status_code == 302
        assert (
            first.url
            == f"{reverse('account_login')}?next={one.replace('?', '%3F').replace('=', '%3D')}"
        )
        assert first.content == second.content == b""
        assert without(first, one) == without(second, other)


def absence_of(path, file):
    path = path.replace(str(file.pk), "00000000-0000-4000-8000-000000000000")
    return re.sub(r"^(/(?:threads|messages)/)\d+|(?<=/groups/)[^/]+", r"\g<1>999999", path)


def without(response, path):
    """The headers, but for the address itself."""
    return {name: value for name, value in response.headers.items() if name != "Location"}


def test_a_file_of_a_conversation_that_is_not_public_is_not_served(
    client, mobility, anna, say, files
):
    _message, file = with_file(say, mobility, anna)
    response = client.get(file.get_absolute_url())
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_search_engines_get_what_is_public_and_nothing_else(
    client, trees, anna, mobility, signed_in, say
):
    response = client.get(trees.get_absolute_url())
    assert response.headers["X-Robots-Tag"] == "all"
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.title.get_text(strip=True).startswith("Bomen kappen?")
    assert "Welke eik?" in soup.select_one('meta[name="description"]')["content"]
    assert soup.select_one('link[rel="canonical"]')["href"].endswith(trees.get_absolute_url())
    assert client.get(trees.group.get_absolute_url()).headers["X-Robots-Tag"] == "all"
    for path in (
        reverse("account_login"),
        reverse("panel", args=[trees.pk]),
        mobility.get_absolute_url(),
        reverse("message_history", args=[trees.messages.get().pk]),
    ):
        assert client.get(path).headers["X-Robots-Tag"] == "noindex", path
    member = signed_in(anna).get(mobility.get_absolute_url())
    assert member.headers["X-Robots-Tag"] == "noindex"


def test_words_in_the_description_stay_words(client, park, anna):
    evil = 'x" http-equiv="refresh" content="0;url=//kwaad.nl" <script>'
    thread = Thread.objects.start(park, anna, "Titel", evil, client_id="evil")
    soup = page(client, thread.get_absolute_url())
    assert soup.select_one("meta[http-equiv]") is None
    assert evil in soup.select_one('meta[name="description"]')["content"]


def test_a_conversation_that_becomes_public_or_stops_being_so_is_so_at_once(client, trees, anna):
    trees.narrow("signed_in", by=anna)
    assert client.get(trees.get_absolute_url()).status_code == 302
    trees.narrow("", by=anna)
    assert client.get(trees.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("messages", [5, 200])
def test_the_page_of_a_visitor_costs_the_same_few_queries_whatever_its_size(
    client, trees, daan, say_all, messages, forget_fragments
):
    say_all(trees, daan, [f"Bericht {number}" for number in range(messages)])
    client.get(trees.get_absolute_url())
    forget_fragments()
    with CaptureQueriesContext(connection) as queries:
        page(client, trees.get_absolute_url())
    assert len(queries) <= 3, [query["sql"][:100] for query in queries]


def test_a_page_asked_for_by_a_tab_whose_session_ended_is_loaded_as_a_whole(client, trees):
    """The tab keeps running what a person needs; a visitor's page has nothing for it."""
    response = client.get(
        trees.get_absolute_url(), headers={"HX-Request": "true", "HX-Boosted": "true"}
    )
    assert response.headers["HX-Redirect"] == trees.get_absolute_url()


def test_who_is_signed_in_and_not_a_member_reads_along(signed_in, carla, trees):
    soup = page(signed_in(carla), trees.get_absolute_url())
    assert soup.select_one("#sidebar")
    assert soup.select_one("#composer") is None


LABELS = {
    "public": "Readable for: everyone, also without signing in",
    "signed_in": "Readable for: everyone who is signed in",
    "members": "Readable for: members of this group (2)",
}


@pytest.mark.parametrize("reading", LABELS)
def test_the_label_says_who_can_read_wherever_one_reads_or_writes(
    signed_in, anna, daan, park, trees, reading
):
    anna.language = "en"
    anna.save()
    trees.narrow(reading, by=anna)
    client, message = signed_in(anna), trees.messages.first()
    for path in (
        trees.get_absolute_url(),
        reverse("panel", args=[trees.pk]),
        reverse("message_edit", args=[message.pk]),
        reverse("thread_readers", args=[trees.pk]),
        reverse("thread_guests", args=[trees.pk]),
    ):
        soup = page(client, path)
        words = [label.get_text(strip=True) for label in soup.select("main .readers")]
        assert words and set(words) == {LABELS[reading]}, path
    assert page(client, trees.get_absolute_url()).select_one("#composer .readers")
    new = page(client, reverse("thread_new", args=[park.slug]))
    assert new.select_one(".readers").get_text(strip=True) == LABELS["public"]


def test_the_label_counts_who_can_read_now(signed_in, anna, daan, samira, carla, mobility, water):
    anna.language = "en"
    anna.save()
    client = signed_in(anna)

    def label():
        soup = page(client, mobility.get_absolute_url())
        return soup.select_one(".thread-header .readers").get_text(strip=True)

    assert label() == "Readable for: members of this group (3)"
    mobility.bring_in(carla, by=daan)
    assert label() == "Readable for: members of this group (3) and 1 guest"
    mobility.send_off(carla, by=daan)
    water.remove(samira, by=anna, grounds="Werkt elders")
    assert label() == "Readable for: members of this group (2)"


def test_a_small_group_is_named_by_its_people(signed_in, anna, daan, carla):
    anna.language = "en"
    anna.save()
    small = Group.objects.open_by(anna, "Anna en Daan", is_small=True)
    for person in (daan, carla):
        small.admit(person)
    thread = Thread.objects.start(small, anna, "Koffie", "Morgen?", client_id="coffee")
    soup = page(signed_in(anna), thread.get_absolute_url())
    label = soup.select_one("#composer .readers").get_text(strip=True)
    assert label == "Readable for: Carla de Wit, Daan Kuipers and you"


def test_the_label_of_a_hidden_conversation_says_moderators(signed_in, anna, mobility):
    Thread.objects.filter(pk=mobility.pk).update(hidden_at=mobility.started_at)
    anna.language = "en"
    anna.save()
    soup = page(signed_in(anna), mobility.get_absolute_url())
    label = soup.select_one(".thread-header .readers").get_text(strip=True)
    assert label == "Readable for: the moderators of this group"


def test_a_wider_choice_than_the_group_s_is_refused_beside_the_field(
    signed_in, samira, water, anna, square
):
    square.admit(samira)
    client = signed_in(samira)
    address = reverse("thread_new", args=[square.slug])
    data = {"subject": "Nieuw", "body": "Tekst die blijft", "reading": "public"}
    response = client.post(address, data)
    assert response.status_code == 422
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.select_one(".choices.utrecht-form-field--invalid")
    assert "Tekst die blijft" in soup.textarea.get_text()
    assert not Thread.objects.exists()
    client.post(address, data | {"reading": "members"})
    assert Thread.objects.get().effective_reading == "members"


def test_who_started_a_conversation_chooses_on_its_page_who_reads(signed_in, daan, anna, square):
    thread = Thread.objects.start(square, daan, "Markt", "Wie komt?", client_id="m")
    address = reverse("thread_readers", args=[thread.pk])
    client = signed_in(daan)
    assert page(client, thread.get_absolute_url()).select_one(f'a[href="{address}"]')
    assert client.post(address, {"reading": "members"}).status_code == 302
    assert client.post(address, {"reading": "public"}).status_code == 422
    assert client.post(address, {"reading": ""}).status_code == 422  # only a moderator widens
    assert Thread.objects.get().reading == "members"
    assert signed_in(anna).post(address, {"reading": ""}).status_code == 302
    assert Thread.objects.get().reading == ""


def test_other_members_do_not_get_the_page_that_chooses(signed_in, samira, carla, mobility):
    address = reverse("thread_readers", args=[mobility.pk])
    assert signed_in(samira).get(address).status_code == 403
    assert signed_in(carla).get(address).status_code == 404
