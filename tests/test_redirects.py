"""Wherever someone can say where to go next, it never leads off this site."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.test import override_settings
from django.urls import reverse

from conversations.models import Thread
from groups.models import Group
from tests.conftest import PASSWORD, person
from tests.matrix.conftest import taken_back
from tests.matrix.routes import address, of_thing, routes
from tests.matrix.table import DATA

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HERE = "http://testserver/"
ELSEWHERE = [
    "https://elders.example/",
    "http://elders.example",
    "//elders.example/",
    "///elders.example/",
    "////elders.example/",
    r"/\elders.example/",
    r"\\elders.example/",
    r"\/elders.example/",
    "/\t/elders.example/",
    "/\n/elders.example/",
    "\t//elders.example/",
    " //elders.example/",
    "\x00//elders.example/",
    "https:elders.example",
    "https:/elders.example",
    "https:///elders.example",
    "http://testserver@elders.example/",
    "http://testserver:80@elders.example/",
    "http://testserver.elders.example/",
    "http://elders.example\\@testserver/",
    "http://elders.example#@testserver/",
    "http://testserver:8080/",
    "ftp://testserver/",
    "javascript:window.hacked=1",
    "java\nscript:window.hacked=1",
    "data:text/html,<script>1</script>",
    "/\r\nLocation: https://elders.example/",
    "http://[2001:db8::1]/",
    "http://[elders",
    "http://ⓔlders.example/",
]


# Hundreds of questions to the same few people: they are made once, what a test does is taken back.


@pytest.fixture(scope="module")
def anna(django_db_setup, django_db_blocker):
    fast = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), taken_back():
        with fast:
            anna = person("Anna Bakker", "Gemeente Rivierstad")
        yield anna


@pytest.fixture(scope="module")
def mobility(anna, django_db_blocker):
    with django_db_blocker.unblock():
        water = Group.objects.open_by(anna, "Water in de wijk")
        return Thread.objects.start(water, anna, "Fietsen", "Wie kijkt er mee?", client_id="first")


def leads_to(location):
    """The address as a browser understands it (WHATWG URL): it drops tabs and newlines, and
    takes a backslash for a slash, and any number of slashes for two."""
    location = location.strip("".join(map(chr, range(33)))).replace("[elders", "elders")
    for mark in "\t\r\n":
        location = location.replace(mark, "")
    location = re.sub(r"^(https?:)/*|^/{2,}", r"\1//", location.replace("\\", "/"), flags=re.I)
    return urljoin(HERE, location)


def assert_stays(response):
    to = response.headers.get("HX-Redirect") or response.headers.get("Location")
    if to is None:
        return
    split = urlsplit(leads_to(to))
    assert (split.scheme, split.netloc) == ("http", "testserver"), to
    assert "\n" not in to
    assert "\r" not in to


def test_the_judge_knows_what_leads_away():
    """Or the other tests would prove nothing."""
    for location in ELSEWHERE:
        if "Location" in location:  # with its line kept together it is a path of ours
            continue
        split = urlsplit(leads_to(location))
        assert (split.scheme, split.netloc) != ("http", "testserver"), location


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_request_login_code"])
def test_the_doors_lead_to_a_page_of_ours(client, anna, elsewhere, name):
    EmailAddress.objects.create(user=anna, email=anna.email, verified=True, primary=True)
    fields = {
        "login": anna.email, "email": anna.email, "password": PASSWORD, "name": "Anna",
        "password1": PASSWORD, "next": elsewhere,
    }  # fmt: skip
    assert_stays(client.get(reverse(name), {"next": elsewhere}))
    response = client.post(reverse(name), fields)
    assert response.status_code == 302
    assert_stays(response)


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_who_is_signed_in_is_not_led_away_either(signed_in, anna, elsewhere):
    client = signed_in(anna)
    for name in ("account_login", "account_signup", "account_reauthenticate", "account_logout"):
        assert_stays(client.get(reverse(name), {"next": elsewhere}))
    for name in ("account_reauthenticate", "account_logout"):
        assert_stays(client.post(reverse(name), {"password": PASSWORD, "next": elsewhere}))


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
@pytest.mark.parametrize(
    ("name", "fields"), [("order", {"order": "newest"}), ("language", {"language": "en"})]
)
def test_a_form_that_leads_back_leads_back_to_a_page_of_ours(
    signed_in, anna, elsewhere, name, fields
):
    client = signed_in(anna)
    assert_stays(client.post(reverse(name), fields | {"next": elsewhere}))
    assert_stays(client.post(reverse(name), fields, headers={"Referer": elsewhere.strip()}))


def test_a_form_does_lead_back(signed_in, anna):
    client = signed_in(anna)
    for more, to in (
        ({"data": {"next": "/groups/"}}, "/groups/"),
        ({"headers": {"Referer": HERE + "mentions/"}}, HERE + "mentions/"),
    ):
        fields = {"order": "newest"} | more.get("data", {})
        response = client.post(reverse("order"), fields, headers=more.get("headers", {}))
        assert response.url == to


@pytest.mark.parametrize("name", [name for name, _route in routes().items()])
def test_no_address_at_all_leads_away(signed_in, anna, mobility, name):
    """Whatever it makes of `next`, `Referer` and the other names that people try."""
    client, route = signed_in(anna), routes()[name]
    path = address(route, VALUES[name](mobility) if name in VALUES else values(route, mobility))
    elsewhere = "//elders.example/"
    asked = dict.fromkeys(["next", "url", "return", "redirect_to", "to", "continue"], elsewhere)
    fields, headers = asked | DATA.get(name, {}), {"Referer": elsewhere}
    assert_stays(client.get(path, asked, headers=headers))
    assert_stays(client.post(path, fields, headers=headers | {"HX-Request": "true"}))
    assert_stays(client.post(path, fields, headers=headers))


VALUES = {"thread_new": lambda thread: {"slug": thread.group.slug}}


def values(route, thread):
    found = dict.fromkeys(route[1], "x")
    try:
        return found | of_thing(route, thread, thread.author_id)
    except AttributeError:
        return found | {"pk": thread.pk}


def test_who_is_not_signed_in_comes_back_to_where_they_were(client, mobility, anna):
    path = reverse("thread", args=[mobility.pk])
    to = client.get(path)
    response = client.post(to.url, {"login": anna.email, "password": PASSWORD, "next": path})
    assert Thread.objects.get().get_absolute_url() == path
    assert_stays(response)
