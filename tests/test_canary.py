"""The canary: a closed group and a closed sub-site full of one invented word. Whoever is not inside
looks everywhere: every address of every secret thing, every link, every part of a page, every
stream, the mails they get and the log. The word is nowhere.

Who is inside finds it, or this would prove nothing.
"""

import logging
import re
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pythonjsonlogger.json import JsonFormatter

from conversations.search import indexing
from groups.models import Group, Person
from tests.matrix.conftest import session
from tests.matrix.routes import without
from tests.matrix.table import DATA, ROWS
from tests.matrix.test_matrix import BY_TOKEN, path_to
from tests.matrix.world import World
from workspace.streams import log, rule
from workspace.streams.kinds import kinds
from workspace.streams.models import Stream

WORD = "kwikstaartig"
OUTSIDERS = ("anonymous", "removed", "stranger")
# Parts that are filled with what was typed; half of the word is enough to find the whole.
TYPED = {"q": "kwikst", "person": "kwikst", "name": "kwikst", "search": "kwikst"}
LEAVES = re.compile(r"^/(accounts/logout|outbox)/")
SECRET = ("closed", "subsite")
# Whoever has the address of a closed sub-site finds its door there: its name, and what it asks.
DOOR = {"subsite_door"}
# What was decided about someone is told to them, with the group's name and the grounds.
TOLD = {"removed": {"ruling", "rulings", "link /rulings/", "link /rulings/N/"}}
MOST_PAGES = 40

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("files")]


@pytest.fixture
def world(request, settings, db):
    settings.FLOOD_LIMITS, settings.OUTBOX, settings.DEBUG = False, False, False
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    world = World(WORD, name=getattr(request, "param", None))
    world.client = Client(raise_request_exception=False)
    stranger = Person.objects.create_user("stranger@voorbeeld.nl", "Stranger")
    Group.objects.open_by(stranger, "Van iemand anders")
    world.people["stranger"] = stranger
    tell_each_of(world)
    indexing.catch_up()
    return world


def tell_each_of(world):
    """Words for who may not read them: nobody hears that they were named."""
    thread = world.places["closed"]["thread"]
    names = " ".join(f"@{person.handle}" for person in Person.objects.all())
    thread.post(world.people["member"], f"{names} {WORD}", client_id="names")


@pytest.fixture
def logged():
    """All that the server writes down in production, as its settings say."""
    said = StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(JsonFormatter(settings.LOGGING["formatters"]["json"]["format"]))
    known = next(each for each in logging.getLogger().handlers if each.name == "stderr")
    handler.filters = known.filters
    logging.getLogger().addHandler(handler)
    yield said
    logging.getLogger().removeHandler(handler)


class Reader:
    """Someone who looks at everything; `found` names where they read the word."""

    def __init__(self, world, role):
        self.world, self.person = world, world.people[role]
        self.key, self.found, self.seen = session(self.person), set(), set()

    def look(self, where, path, method="get", data=None, **headers):
        client = self.world.client
        client.cookies.clear()
        if self.key:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.key
        with transaction.atomic():
            response = getattr(client, method)(path, data or {}, headers=headers)
            content = b"".join(response) if response.streaming else response.content
            transaction.set_rollback(True)
        said = content.decode("utf-8", "replace") + str(response.headers.items())
        assert response.status_code < 500, (where, path, method)
        # A page may say which address was asked for, in which a file's name stands.
        if WORD in without(path, said):
            self.found.add(where)
        return response, content

    def look_everywhere(self):
        for name, target, *_cells in ROWS:
            if ("@" in target and target.partition("@")[2] not in SECRET) or name in BY_TOKEN:
                continue
            path = path_to(self.world, name, target)
            response, _content = self.look(name, path)
            if response.status_code == 200:  # what is not there has no parts either: the matrix
                self.look(name, path, data=TYPED, **{"HX-Request": "true"})
            self.look(name, path, "post", DATA.get(name))
        for path in ("/nergens/", "/threads/x/", "/?page=999", "/%00"):
            self.look("error", path)

    def follow_links(self, path="/"):
        waiting = [path, "/groups/", "/people/", "/documents/"]
        while waiting and len(self.seen) < MOST_PAGES:
            path = waiting.pop(0)
            if path in self.seen or "logout" in path:
                continue
            self.seen.add(path)
            response, content = self.look(f"link {re.sub('[0-9]+', 'N', path)}", path)
            if response.headers.get("Content-Type", "").startswith("text/html"):
                waiting += links(content)

    def listen(self):
        """Every stream that there is, with everything that was ever told in it."""
        if not self.key:
            return
        for kind in kinds:
            pairs = {(pk, self.key) for pk in Stream.objects.values_list("pk", flat=True)
                     if Stream.objects.get(pk=pk).kind == kind}  # fmt: skip
            for stream, _session in rule.may_hear(kind, pairs):
                events = log.read(stream, 0, 1000)
                if WORD in str(log.payloads(kinds[kind], stream, events, "nl")):
                    self.found.add(f"stream {kind}")

    def open_mail(self):
        for letter in mail.outbox:
            if self.person.is_authenticated and self.person.email in letter.recipients():
                said = f"{letter.subject} {letter.body} {letter.alternatives}"
                if WORD in said:
                    self.found.add("mail")


def links(content):
    page = BeautifulSoup(content, "html.parser")
    for tag in page.select("[href], [hx-get], [src], form[method=get][action]"):
        path = tag.get("hx-get") or tag.get("href") or tag.get("src") or tag.get("action")
        ours = path and path.startswith("/") and not path.startswith(("//", "/static/"))
        if ours and not path.endswith(".pdf"):  # has what the HTML beside it has
            yield path.partition("#")[0]


def run_tasks():
    """What was put off is done: mails are sent."""
    for result in DBTaskResult.objects.ready():
        task = result.task
        task.func(*result.args_kwargs["args"], **result.args_kwargs["kwargs"])


@pytest.fixture
def reader(world):
    return lambda role: Reader(world, role)


def look_for_the_word(outsider):
    outsider.look_everywhere()
    outsider.follow_links()
    outsider.listen()
    run_tasks()
    outsider.open_mail()
    return outsider.found


@pytest.mark.parametrize("role", OUTSIDERS)
def test_whoever_is_not_inside_finds_the_word_nowhere(reader, role, logged):
    assert look_for_the_word(reader(role)) - DOOR - TOLD.get(role, set()) == set()
    assert WORD not in logged.getvalue()
    assert len(logged.getvalue()) > 10_000


@pytest.mark.parametrize("world", ["Zomaar"], indirect=True)
def test_who_runs_the_platform_knows_names_of_groups_and_no_more(reader, logged):
    """A sub-site's own texts are theirs to change, and what groups there are theirs to know."""
    assert look_for_the_word(reader("platform_administrator")) == set()
    assert WORD not in logged.getvalue()


def test_a_member_finds_it_on_every_page_that_should_have_it(reader):
    """Or this would prove nothing."""
    member = reader("member")
    member.look_everywhere()
    member.follow_links()
    member.listen()
    assert {
        "home", "sidebar", "group", "groups", "thread", "panel", "events", "attachment", "search",
        "outcome_html", "message_history", "members", "documents", "mentionable",
        "link /threads/N/", "stream thread",
    } <= member.found  # fmt: skip
