"""Every field that people fill in holds an attack; every page is opened in a real browser. Nothing
runs, and nothing even tries: a script that only our policy stopped would be reported here too."""

import pytest
from django.apps import apps
from django.db import models

from conversations.models import Attachment, Message
from groups.models import Domain
from tests.matrix.routes import address, routes
from tests.matrix.table import ROWS
from tests.matrix.test_matrix import path_to
from tests.matrix.world import ROLES, World

ATTACKS = (
    "'\"><img src=x onerror=hacked=1><script>hacked=1</script></textarea>",
    "</title></style></template><svg onload=hacked=1><iframe srcdoc=x>",
    "{{7}}${hacked=1}<%=1%><a href=javascript:hacked=1>klik</a>",
)
# What is made by the program and not by people, or chosen from a list.
NOT_TYPED = {
    "slug", "handle", "host", "token", "client_id", "hash", "previous", "signature", "kind",
    "content_type", "sha256", "html", "password", "email", "time_zone", "action", "provider",
    "via", "file", "picture", "logo", "key", "skeleton",
}  # fmt: skip
NO_PAGES = {"attachment", "picture", "subsite_logo", "subsite_theme_css", "subsite_sample_css",
            "events", "mentionable", "healthz", "readyz", "platform_go_out", "outcome_html",
            "outcome_pdf", "decision_moment", "group_tasks_export", "version", "version_thumbnail",
            "version_pdf", "text_state", "text_export"}  # fmt: skip
PLATFORM = ("platform", "organisation", "subsite", "people", "person", "handover")


def typed_fields(model):
    if model is Domain:  # only what is a domain is kept
        return
    for field in model._meta.fields:
        is_text = isinstance(field, (models.CharField, models.TextField))
        if is_text and not field.choices and not field.primary_key and field.name not in NOT_TYPED:
            yield field


@pytest.fixture
def world(server):
    """Each row's fields have the attacks in turn, as far as they fit."""
    world = World("besloten")
    for label in ("groups", "conversations"):
        for model in apps.get_app_config(label).get_models():
            for place, row in enumerate(model._base_manager.all()):
                fill(row, place)
    for message in Message.objects.exclude(body=""):
        message.render(message.thread)
        message.save(update_fields=["html"])
    return world


def fill(row, place):
    """A number in front keeps names that must differ different."""
    fields = {
        field.name: f"{row.pk} {ATTACKS[(place + turn) % len(ATTACKS)]}"[: field.max_length]
        for turn, field in enumerate(typed_fields(type(row)))
    }
    if isinstance(row, Attachment):
        fields["name"] = fields["name"].replace("/", "")  # as those of all that is kept
    if fields:
        type(row)._base_manager.filter(pk=row.pk).update(**fields)


@pytest.fixture
def visit(window, world):
    """Opens pages, and fails where one runs, asks for or complains of anything."""

    def visit(role, rows):
        person = world.people[role]
        page = window(person if person.is_authenticated else None)
        dialogs, strange = [], []
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.on(
            "request", lambda request: strange.append(request.url) if is_strange(request) else 0
        )
        pages = 0
        for name, target in rows:
            path = path_to(world, name, target)
            answer = page.goto(path, wait_until="load")
            pages += answer.status == 200
            assert page.evaluate("window.hacked") is None, path
            assert page.locator("iframe, [onerror], [onload], a[href^=javascript]").count() == 0
            # A page that is not there is said by the browser, too.
            window.troubles[:] = [one for one in window.troubles if "status of 4" not in one]
            assert (window.troubles, dialogs, strange) == ([], [], []), path
        return pages

    return visit


def is_strange(request):
    return request.url.endswith("/x") or "hacked" in request.url


def rows_of(role, *places, only=(), without=()):
    """What the matrix says that this role gets a page of."""
    return [
        (name, target)
        for name, target, get, _post in ROWS
        if target.partition("@")[2] in places
        and get[ROLES.index(role)] == "+"
        and name not in NO_PAGES
        and (not only or name.startswith(only))
        and not (without and name.startswith(without))
    ]


def test_nothing_runs_on_the_pages_of_a_group(visit):
    rows = rows_of("owner", "", "closed", without=("subsite", "platform", "organisation"))
    assert visit("owner", rows) > 30


def test_nothing_runs_on_the_pages_of_the_platform_and_its_sub_sites(visit):
    rows = rows_of("platform_administrator", "", "platform", "subsite", only=PLATFORM)
    assert visit("platform_administrator", rows) > 10


def test_nothing_runs_for_a_visitor(visit):
    rows = rows_of(
        "anonymous", "public", only=("group", "thread", "message", "panel", "react", "members")
    )
    assert visit("anonymous", rows) > 3


def test_every_field_was_filled(world):
    """Or a field that is new would not be looked at."""
    for label in ("groups", "conversations"):
        for model in apps.get_app_config(label).get_models():
            row = model._base_manager.first()
            for field in typed_fields(model) if row else ():
                said = getattr(row, field.attname)
                assert any(attack[:8] in said for attack in ATTACKS), (model, field.name)
    assert address(routes()["thread"], {"pk": 1}) == "/threads/1/"
