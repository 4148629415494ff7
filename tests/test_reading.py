"""Pages of conversations: who gets them, what is on them, and what they cost."""

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conversations.models import Attachment, Thread
from tests.conftest import upload

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def page(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def shown(soup):
    return [int(article["data-number"]) for article in soup.select("#timeline [data-number]")]


@pytest.fixture
def long(mobility, daan, say_all):
    say_all(mobility, daan, [f"Bericht {number}" for number in range(2, 131)])
    return mobility


def test_a_member_reads_the_thread(signed_in, samira, mobility):
    soup = page(signed_in(samira), mobility.get_absolute_url())
    assert soup.h1.get_text(strip=True) == "Fietsen langs de singel"
    assert "Wie kijkt er mee?" in soup.select_one("#timeline").get_text()


def test_denied_and_absent_are_the_same_answer(signed_in, carla, mobility):
    client = signed_in(carla)
    paths = [mobility.get_absolute_url(), reverse("thread", args=[99_999_999])]
    denied, absent = (client.get(path) for path in paths)
    assert denied.status_code == absent.status_code == 404
    assert without_what_changes(denied, paths[0]) == without_what_changes(absent, paths[1])


def without_what_changes(response, path):
    """The body without the path that was asked for, and the tokens that differ each time."""
    return re.sub(r'"\w{64}"|nonce="[^"]+"', "", response.content.decode().replace(path, ""))


def test_who_is_not_signed_in_is_asked_to_sign_in(client, mobility):
    response = client.get(mobility.get_absolute_url())
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_everyone_signed_in_reads_an_open_group_and_is_asked_to_join_to_write(
    signed_in, carla, square, daan
):
    thread = Thread.objects.start(square, daan, "Markt", "Wie komt er?", client_id="m")
    soup = page(signed_in(carla), thread.get_absolute_url())
    assert soup.select_one("form#composer") is None
    assert soup.select_one(f'form[action="{reverse("join", args=[square.slug])}"]')


@pytest.mark.parametrize("messages", [10, 50, 500])
def test_a_thread_page_costs_the_same_few_queries_whatever_its_size(
    signed_in, samira, mobility, daan, say_all, messages, forget_fragments
):
    say_all(mobility, daan, [f"Bericht {number}" for number in range(messages - 1)])
    client = signed_in(samira)
    client.get(mobility.get_absolute_url())
    forget_fragments()
    with CaptureQueriesContext(connection) as queries:
        page(client, mobility.get_absolute_url())
    assert len(queries) <= 6, [query["sql"][:100] for query in queries]


@pytest.mark.parametrize("path", ["home", "mentions", "groups", "documents"])
def test_a_list_costs_the_same_whatever_its_length(
    signed_in, samira, water, daan, anna, mobility, say, path, files
):
    client = signed_in(samira)
    say(mobility, anna, "@samira.ozturk kijk", files=Attachment.keep([upload()]))

    def cost():
        with CaptureQueriesContext(connection) as queries:
            page(client, reverse(path))
        return len(queries)

    client.get(reverse(path))
    few = cost()
    for number in range(12):
        text, about = "@samira.ozturk kijk", {"files": Attachment.keep([upload()])}
        Thread.objects.start(water, daan, f"Nr {number}", text, client_id=f"t{number}", **about)
    assert cost() <= few


def test_a_newcomer_sees_the_end_of_a_long_thread(signed_in, samira, long):
    soup = page(signed_in(samira), long.get_absolute_url())
    assert shown(soup) == list(range(81, 131))
    assert soup.select_one(".older a")["href"] == "?before=81"
    assert soup.select_one(".newer") is None


def test_a_reader_returns_to_where_they_were(signed_in, samira, long):
    long.participation(samira).read(60)
    soup = page(signed_in(samira), long.get_absolute_url())
    numbers = shown(soup)
    assert 60 in numbers
    assert 61 in numbers
    new = soup.select_one("#new").find_next("article")
    assert new["data-number"] == "61"


def test_paging_back_and_forth_shows_every_message_once(signed_in, samira, long):
    client, path = signed_in(samira), long.get_absolute_url()
    numbers, before = [], 131
    while before:
        soup = page(client, f"{path}?before={before}")
        numbers = shown(soup) + numbers
        link = soup.select_one(".older a")
        before = int(link["href"].removeprefix("?before=")) if link else None
    assert numbers == list(range(1, 131))


def test_newest_first_as_the_reader_likes(signed_in, samira, long):
    client = signed_in(samira)
    client.post(reverse("order"), {"order": "newest"})
    numbers = shown(page(client, long.get_absolute_url()))
    assert numbers == sorted(numbers, reverse=True)


@pytest.mark.parametrize("query", ["before=x", "after=-1", "at=99999999999999999999", "at=500"])
def test_a_broken_place_in_the_address_is_no_error(signed_in, samira, long, query):
    page(signed_in(samira), f"{long.get_absolute_url()}?{query}")


def test_a_permanent_link_leads_to_the_message_wherever_it_is_now(
    signed_in, samira, daan, mobility, say
):
    message = say(mobility, daan, "Hier gaat het om")
    mobility.split(daan, "Apart", [message])
    response = signed_in(samira).get(reverse("message", args=[message.pk]), follow=True)
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.h1.get_text(strip=True) == "Apart"
    assert soup.select_one(f"#m{message.pk}")


def test_a_permanent_link_to_a_message_of_others_does_not_exist(signed_in, carla, mobility):
    message = mobility.messages.get()
    page(signed_in(carla), reverse("message", args=[message.pk]), status=404)


def test_a_withdrawn_message_leaves_a_tombstone_and_no_words(
    signed_in, samira, daan, mobility, say
):
    message = say(mobility, daan, "Spijtwoord")
    message.edit(daan, "Spijtwoord, ook later")
    message.withdraw(daan)
    client = signed_in(samira)
    soup = page(client, mobility.get_absolute_url())
    assert "message--withdrawn" in soup.select_one(f"#m{message.pk}")["class"]
    assert "Spijtwoord" not in str(soup)
    page(client, reverse("message_history", args=[message.pk]), status=404)


def test_a_quotation_of_a_withdrawn_message_shows_no_words_either(
    signed_in, samira, daan, mobility, say
):
    message = say(mobility, daan, "Spijtwoord")
    say(mobility, samira, "antwoord", quotes=message)
    page(signed_in(samira), mobility.get_absolute_url())
    message.withdraw(daan)
    assert "Spijtwoord" not in str(page(signed_in(samira), mobility.get_absolute_url()))


def test_the_history_of_an_edit_is_readable(signed_in, samira, daan, mobility, say):
    message = say(mobility, daan, "eerst dit")
    message.edit(daan, "toen dat")
    soup = page(signed_in(samira), reverse("message_history", args=[message.pk]))
    assert "eerst dit" in soup.get_text()
    assert "toen dat" in soup.get_text()


def test_the_sidebar_counts_what_is_unread(signed_in, samira, daan, mobility, say):
    mobility.participation(samira).read(1)
    say(mobility, daan, "twee")
    say(mobility, daan, "drie")
    soup = page(signed_in(samira), reverse("home"))
    assert soup.select_one(f'#sidebar [data-thread="{mobility.pk}"] .badge')["data-unread"] == "2"


def test_a_group_without_conversations_stands_in_the_sidebar(signed_in, anna, water):
    assert "Water in de wijk" in page(signed_in(anna), reverse("home")).select_one("#sidebar").text


def test_it_is_said_in_words_who_reads_along(signed_in, samira, mobility):
    soup = page(signed_in(samira), mobility.get_absolute_url())
    assert "(3)" in soup.select_one(".composer-readers").get_text()


def test_mentions_are_found_back(signed_in, samira, anna, mobility, say):
    say(mobility, anna, "@samira.ozturk wat vind jij?")
    assert "wat vind jij?" in page(signed_in(samira), reverse("mentions")).get_text()


def test_history_by_http_gives_what_came_after_a_position(signed_in, samira, daan, mobility, say):
    say(mobility, daan, "twee")
    say(mobility, daan, "drie").react(samira, "agree")
    client = signed_in(samira)
    answer = client.get(reverse("events", args=[mobility.pk]), {"after": 1}).json()
    assert [event["position"] for event in answer["events"]] == [2, 3, 4]
    assert answer["head"] == 4
    assert not answer["more"]
    assert "drie" in answer["events"][1]["html"]


def test_only_members_of_the_group_are_offered_for_a_mention(signed_in, samira, water, carla):
    client = signed_in(samira)
    address = reverse("mentionable", args=[water.slug])
    assert [p["handle"] for p in client.get(address, {"q": "da"}).json()["people"]] == [
        "daan.kuipers"
    ]
    assert client.get(address, {"q": "carla"}).json()["people"] == []
    assert signed_in(carla).get(address, {"q": ""}).status_code == 404


def test_a_page_is_the_same_when_rendered_from_the_cache(signed_in, samira, long):
    client = signed_in(samira)
    timeline = lambda: str(page(client, long.get_absolute_url()).select_one("#timeline"))  # noqa: E731
    assert timeline() == timeline()


def test_pages_speak_the_readers_language(signed_in, samira, mobility):
    samira.language = "en"
    samira.save()
    soup = page(signed_in(samira), mobility.get_absolute_url())
    assert soup.html["lang"] == "en"


def test_without_script_one_says_oneself_what_one_has_read(signed_in, samira, mobility):
    soup = page(signed_in(samira), mobility.get_absolute_url())
    assert Thread.objects.for_reader(samira).get().unread == 1
    button = soup.select_one("noscript form button")
    signed_in(samira).post(button.parent["action"], {button["name"]: button["value"]})
    assert Thread.objects.for_reader(samira).get().unread == 0
