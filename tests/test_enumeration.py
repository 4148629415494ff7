"""Nobody finds out who is here, or what there is, by asking: not by what is answered, and not by
how long that takes."""

import re
import statistics
import time

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.models import Group, Person
from tests.conftest import PASSWORD
from tests.test_sign_in import confirmed

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# Interleaved, so that what slows the machine falls on both; medians, so that outliers count for
# nothing; and time of the processor, of which others take none. What is left out for one of the two
# (hashing, mailing) would be far more than this.
TRIES, FACTOR, MILLISECONDS = 9, 2, 4
TOKENS = re.compile(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ?"|nonce=")[\w+/=-]+|session=\w+')


@pytest.fixture
def known(anna, settings):
    """Anna's address is known here. Passwords are hashed as they are in production."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    anna.set_password(PASSWORD)
    anna.save()
    confirmed(anna)
    return anna.email


BROWSER = Client()


def post(name, /, **fields):
    """The answer to somebody whom we never saw, and whom no limit holds back."""
    cache.clear()
    BROWSER.cookies.clear()
    return BROWSER.post(reverse(name), fields)


def told(response, *addresses):
    """All that is told, without the address that was asked about."""
    page = response.content.decode() + response.headers.get("Location", "")
    for address in addresses:
        page = page.replace(address, "ADDRESS")
    names = sorted(set(response.headers) - {"Content-Length"})
    return response.status_code, names, sorted(response.cookies), TOKENS.sub("", page)


def is_as_long(one, other):
    """Whether two ways to ask take about as long."""
    times = [], []
    for turn in range(2 * TRIES):
        begin = time.process_time()
        (one, other)[turn % 2]()
        times[turn % 2].append(1000 * (time.process_time() - begin))
    shorter, longer = sorted(map(statistics.median, times))
    return longer < shorter * FACTOR + MILLISECONDS, times


UNKNOWN = "niemand@voorbeeld.nl"
DOORS = {
    "account_login": lambda email: {"login": email, "password": "verkeerd-wachtwoord"},
    "account_request_login_code": lambda email: {"email": email},
    "account_reset_password": lambda email: {"email": email},
    "account_signup": lambda email: {"email": email, "name": "Anna", "password1": PASSWORD},
}


@pytest.mark.parametrize("name", DOORS)
def test_an_address_that_is_known_and_one_that_is_not_get_the_same_answer(known, name):
    answers = [
        told(post(name, **DOORS[name](address)), known, UNKNOWN) for address in (known, UNKNOWN)
    ]
    assert answers[0] == answers[1]


@pytest.mark.parametrize("name", DOORS)
def test_the_next_page_is_the_same_too(known, name):
    pages = []
    for address in (known, UNKNOWN):
        cache.clear()
        client = Client()
        answer = client.post(reverse(name), DOORS[name](address), follow=True)
        pages.append(told(answer, known, UNKNOWN))
    assert pages[0] == pages[1]


@pytest.mark.alone
@pytest.mark.parametrize("name", DOORS)
def test_it_takes_as_long(known, name):
    fresh = (f"{number}@voorbeeld.nl" for number in range(1000))
    same, times = is_as_long(
        lambda: post(name, **DOORS[name](known)),
        lambda: post(name, **DOORS[name](next(fresh))),
    )
    assert same, times


@pytest.mark.alone
def test_the_clock_would_see_a_hash_that_is_left_out(known):
    """Or the test above would prove nothing."""
    anna = Person.objects.get(email=known)
    same, _times = is_as_long(lambda: anna.check_password("verkeerd"), lambda: None)
    assert not same


def test_an_account_that_was_ended_is_as_one_that_never_was(known):
    """But to who knows its password."""
    Person.objects.filter(email=known).update(is_active=False)
    answers = [
        told(post("account_login", **DOORS["account_login"](address)), known, UNKNOWN)
        for address in (known, UNKNOWN)
    ]
    assert answers[0] == answers[1]


# Things


@pytest.fixture
def denied_and_absent(mobility, carla):
    """For each kind of address one of what Carla may not see, and one of what is not there."""
    message, group = mobility.messages.get(), mobility.group
    last = 10_000_000
    return {
        "thread": ([mobility.pk], [last]),
        "events": ([mobility.pk], [last]),
        "panel": ([mobility.pk], [last]),
        "message": ([message.pk], [last]),
        "message_history": ([message.pk], [last]),
        "message_actions": ([message.pk], [last]),
        "group": ([group.slug], ["x" * len(group.slug)]),
        "members": ([group.slug], ["x" * len(group.slug)]),
        "mentionable": ([group.slug], ["x" * len(group.slug)]),
        "thread_new": ([group.slug], ["x" * len(group.slug)]),
    }  # fmt: skip


KINDS = ["thread", "events", "panel", "message", "message_history", "message_actions", "group",
         "members", "mentionable", "thread_new"]  # fmt: skip


@pytest.fixture(params=["signed in", "not signed in"])
def browser(request, signed_in, carla):
    return signed_in(carla) if request.param == "signed in" else Client()


@pytest.mark.parametrize("kind", KINDS)
def test_denied_and_absent_are_one_answer_by_the_same_questions(denied_and_absent, browser, kind):
    """The same queries too, so that there is nothing to be measured."""
    paths = [reverse(kind, args=args) for args in denied_and_absent[kind]]
    browser.get(paths[0])
    answers, queries = [], []
    for path in paths:
        with CaptureQueriesContext(connection) as asked:
            answers.append(told(browser.get(path), path, path.replace("/", "%2F")))
        queries.append([re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in asked])
    assert answers[0] == answers[1]
    assert queries[0] == queries[1]


@pytest.mark.alone
def test_denied_and_absent_take_as_long(denied_and_absent, signed_in, carla):
    client = signed_in(carla)
    denied, absent = (reverse("thread", args=args) for args in denied_and_absent["thread"])
    same, times = is_as_long(lambda: client.get(denied), lambda: client.get(absent))
    assert same, times


@pytest.mark.parametrize("name", ["invitation", "invitation_link"])
def test_a_token_is_found_whole_or_not_at_all(water, anna, name):
    """Whoever has nearly all of it is no nearer."""
    water.invite("els@voorbeeld.nl", by=anna)
    token = water.invitations.get().token
    answers = {
        told(Client().get(path := reverse(name, args=[guess])), path)[0]
        for guess in (token[:-1] + "!", token[:-1], token + "x", token.swapcase(), "x" * 32, "%")
    }
    assert answers == {404}


def test_a_group_that_is_closed_hides_its_short_name(signed_in, carla, water):
    """Opening a group of the same name gets another one, as with any that is taken: that tells no
    more than that some group is called so."""
    answer = signed_in(carla).post(
        reverse("group_new"),
        {
            "name": water.name,
            "reading": "members",
            "joining": "invitation",
            "mail_door": "members",
        },
    )
    assert answer.status_code == 302
    assert Group.objects.filter(name=water.name).count() == 2
    assert settings.LOGIN_URL not in answer.url
