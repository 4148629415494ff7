"""Bounds against floods: far above what people do, shared by all processes, and said in words."""

import inspect
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.urls import get_resolver, reverse

from conversations.mail.inbound import floods as mail_floods
from conversations.models import Thread
from tests.conftest import upload
from workspace.http import throttle
from workspace.http.throttle import Rate, TooMany
from workspace.models import Allowance

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def clock(monkeypatch):
    """`clock.now` is the time for the bounds."""

    class Clock:
        now = 1_000_000.0

        def time(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(throttle, "time", clock)
    return clock


@pytest.fixture
def request_of():
    def request_of(person, address="192.0.2.7"):
        request = RequestFactory().post("/", REMOTE_ADDR=address)
        request.user = person
        return request

    return request_of


@pytest.fixture
def rates(monkeypatch):
    def set_rates(**rates):
        monkeypatch.setattr(throttle, "RATES", throttle.RATES | rates)

    return set_rates


def tries(request, action, times, **more):
    """How many of so many went through."""
    done = 0
    for _ in range(times):
        try:
            throttle.spend(request, action, **more)
        except TooMany:
            continue
        done += 1
    return done


def test_so_many_at_once_and_then_at_the_pace_of_the_rate(clock, rates, request_of, anna):
    rates(post=[Rate(30, 60)])
    request = request_of(anna)
    assert tries(request, "post", 40) == 30
    clock.now += 2
    assert tries(request, "post", 5) == 1
    clock.now += 60
    assert tries(request, "post", 40) == 30


def test_who_comes_too_early_does_not_wait_the_longer_for_it(clock, rates, request_of, anna):
    rates(post=[Rate(2, 60)])
    request = request_of(anna)
    assert tries(request, "post", 1000) == 2
    clock.now += 30.1
    assert tries(request, "post", 1) == 1


def test_it_says_how_long_to_wait_and_that_is_true(clock, rates, request_of, anna):
    rates(report=[Rate(3, 3600)])
    request = request_of(anna)
    tries(request, "report", 3)
    with pytest.raises(TooMany) as flood:
        throttle.spend(request, "report")
    assert 1199 <= flood.value.wait <= 1202
    assert "20" in flood.value.sentence
    clock.now += flood.value.wait
    assert tries(request, "report", 1) == 1


def test_the_stricter_of_two_rates_counts(clock, rates, request_of, anna):
    rates(post=[Rate(3, 1), Rate(5, 3600)])
    request = request_of(anna)
    assert tries(request, "post", 9) == 3
    clock.now += 1
    assert tries(request, "post", 9) == 2


def test_a_bound_is_for_each_person_and_each_action(clock, rates, request_of, anna, daan):
    rates(post=[Rate(1, 60)], report=[Rate(1, 60)])
    for person in (anna, daan):
        assert tries(request_of(person), "post", 3) == 1
        assert tries(request_of(person), "report", 3) == 1


def test_several_at_once_count_as_several(clock, rates, request_of, anna):
    rates(upload=[Rate(10, 60)])
    assert tries(request_of(anna), "upload", 3, count=4) == 2


def test_more_at_once_than_the_rate_allows_costs_all_of_it(clock, rates, request_of, anna):
    rates(invite=[Rate(10, 60)])
    assert tries(request_of(anna), "invite", 1, count=500) == 1
    assert tries(request_of(anna), "invite", 1) == 0


def test_a_visitor_is_bound_by_network_and_by_address(clock, request_of):
    visitor = request_of(AnonymousUser())
    assert tries(visitor, "react_publicly", 50, address="a@voorbeeld.nl") == 5
    assert tries(visitor, "react_publicly", 1, address=" A@Voorbeeld.nl") == 0
    elsewhere = request_of(AnonymousUser(), "198.51.100.1")
    assert tries(elsewhere, "react_publicly", 1, address="a@voorbeeld.nl") == 0
    others = sum(
        tries(visitor, "react_publicly", 1, address=f"{number}@voorbeeld.nl")
        for number in range(50)
    )
    assert others < 30


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
    ],
)
def test_one_subscriber_is_one_network(address, network):
    assert throttle.network(address) == network


def test_no_address_and_no_name_is_kept(clock, request_of):
    throttle.spend(request_of(AnonymousUser()), "react_publicly", address="geheim@voorbeeld.nl")
    assert not any("geheim" in key for key in Allowance.objects.values_list("key", flat=True))


def test_what_is_over_is_forgotten(clock, request_of, anna, monkeypatch):
    monkeypatch.setattr(throttle, "_forgot_at", clock.now)
    throttle.spend(request_of(anna), "post")
    clock.now += 10 * throttle.DAY
    throttle.spend(request_of(anna), "report")
    assert list(Allowance.objects.values_list("key", flat=True)) == [
        f"report:{throttle.HOUR}:person:{anna.pk}"
    ]


def test_it_costs_one_query(clock, request_of, anna, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(throttle, "_forgot_at", clock.now)
    with django_assert_num_queries(1):
        throttle.spend(request_of(anna), "report")


@pytest.mark.django_db(transaction=True)
def test_nobody_slips_through_between_looking_and_writing(rates, request_of, anna):
    rates(post=[Rate(10, 3600)])

    def all_at_once(_):
        try:
            return tries(request_of(anna), "post", 5)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as people:
        assert sum(people.map(all_at_once, range(8))) == 10


# At the doors


def test_a_flood_of_messages_is_told_so_beside_the_text_that_stays(
    clock, signed_in, samira, mobility, rates
):
    rates(post=[Rate(2, 60)])
    client, path = signed_in(samira), reverse("post", args=[mobility.pk])
    answers = [client.post(path, {"body": f"bericht {n}"}) for n in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 429, 429]
    assert "bericht 3" in answers[3].content.decode()
    assert int(answers[3].headers["Retry-After"]) in range(25, 32)
    assert 'class="field-error" role="alert"' in answers[3].content.decode()
    assert mobility.messages.count() == 3


def test_the_outbox_is_told_to_wait(signed_in, samira, mobility, rates):
    """delivery.js waits after a 429 and tries the same message again."""
    rates(post=[Rate(1, 60)])
    client, path = signed_in(samira), reverse("post", args=[mobility.pk])
    answers = [client.post(path, {"body": "hoi", "client_id": n}, **HTMX).status_code for n in "ab"]
    assert answers == [201, 429]


def test_a_flood_of_threads_is_refused_and_its_files_are_not_kept(
    signed_in, samira, water, rates, files
):
    rates(thread=[Rate(1, 60)])
    client, path = signed_in(samira), reverse("thread_new", args=[water.slug])
    for number, status in enumerate([302, 429]):
        fields = {"subject": f"Plan {number}", "body": "Wat doen we?", "files": upload()}
        answer = client.post(path, fields)
        assert answer.status_code == status
    assert "Plan 1" in answer.content.decode()
    assert len([path for path in files.rglob("*") if path.is_file()]) == 1


def test_a_flood_of_files_is_refused(signed_in, samira, mobility, rates, files):
    rates(upload=[Rate(3, 60)])
    client, path = signed_in(samira), reverse("post", args=[mobility.pk])
    two = {"body": "zie hier", "files": [upload("a.odt"), upload("b.odt")]}
    assert client.post(path, two).status_code == 302
    assert client.post(path, two | {"files": [upload("c.odt"), upload("d.odt")]}).status_code == 429
    assert client.post(path, {"body": "zonder"}).status_code == 302


def test_a_flood_of_clicks_leaves_the_page_as_it_is(signed_in, samira, mobility, rates):
    rates(react=[Rate(1, 60)])
    client = signed_in(samira)
    path = reverse("message_react", args=[mobility.messages.get().pk])
    client.post(path, {"reaction": "agree"}, **HTMX)
    answer = client.post(path, {"reaction": "agree"}, **HTMX)
    assert answer.status_code == 429
    assert answer.headers["HX-Retarget"] == "#main"
    assert answer.headers["HX-Reswap"] == "afterbegin"


def test_what_is_absent_stays_absent_however_often_one_tries(signed_in, carla, mobility, rates):
    """Or a 429 would tell that there is something."""
    rates(post=[Rate(1, 60)])
    client = signed_in(carla)
    for _ in range(4):
        denied = client.post(reverse("post", args=[mobility.pk]), {"body": "hoi"})
        absent = client.post(reverse("post", args=[mobility.pk + 999]), {"body": "hoi"})
        assert denied.status_code == absent.status_code == 404
        assert "Retry-After" not in denied.headers


def test_the_verbs_have_no_bounds(say, samira, mobility, rates):
    rates(post=[Rate(1, 60)])
    for number in range(5):
        say(mobility, samira, f"bericht {number}")
    assert Thread.objects.get().messages.count() == 6


def test_every_bound_is_asked_at_some_door():
    """A rate that no view spends is a promise that nobody keeps."""
    asked = set()
    for view in views(get_resolver()):
        module = inspect.getmodule(inspect.unwrap(view))
        if module.__name__.split(".")[0] in ("groups", "conversations", "documents"):
            # And what it shares with the views beside it.
            shared = [each for _name, each in inspect.getmembers(module, inspect.isfunction)
                      if each.__module__.startswith(f"{module.__package__}.")]  # fmt: skip
            for source in map(inspect.getsource, [module, *map(inspect.unwrap, shared)]):
                asked |= set(re.findall(r'throttle\.spend\(\s*request, "(\w+)"', source))
    # Mail comes in by a door without requests.
    asked |= set(re.findall(r'throttle\.allows\(\s*"(\w+)"', inspect.getsource(mail_floods)))
    assert asked == set(throttle.RATES)


def views(resolver):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from views(pattern)
        else:
            yield pattern.callback
