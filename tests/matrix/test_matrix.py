"""Every address × every role × GET and POST gets what `table.py` says, and nothing else."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from tests.matrix.routes import address, of_nothing, of_thing, routes, without
from tests.matrix.table import ALLAUTH, COMMANDS, DATA, ROWS
from tests.matrix.world import INSIDE, ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ABSENT = (".", ">")
SIGNS = {200: "+", 201: "+", 204: "+", 400: "?", 403: "-", 404: ".", 405: "m", 410: "x", 422: "?"}
METHODS = ("GET", "POST")
# A link that someone holds is there for them, signed in or not.
BY_TOKEN = {"invitation", "invitation_by_mail", "invitation_link"}
CHANGING = re.compile(
    r'(csrfmiddlewaretoken" value="|X-CSRFToken": ?"|nonce="|nonce-|csrf=)[\w+/=-]+|'
    r'name="client_id" value="[\w-]+"|client_id[^>]+>'
)
# Of the answer itself, and not of what was asked for.
OF_THE_MOMENT = {"Content-Length", "Date", "Expires"}


def sign(response):
    if response.status_code in (302, 303):
        return ">" if response.url.startswith("/accounts/login/") else "~"
    return SIGNS.get(response.status_code, "!")


def thing_of(world, target):
    """`thread@closed` is the thread of the closed group; `-` is nothing."""
    kind, _at, place = target.partition("@")
    return world.places[place][kind] if place else None


def path_to(world, name, target):
    route, thing = routes()[name], thing_of(world, target)
    return address(
        route, of_thing(route, thing, world.people["member"].pk) if thing else of_nothing(route)
    )


def told(response, path):
    """All that an answer tells, without what differs by chance and without the asked address."""
    said = response.whole.decode("utf-8", "replace")
    headers = sorted(
        f"{name}: {value}" for name, value in response.headers.items() if name not in OF_THE_MOMENT
    )
    whole = CHANGING.sub("", "\n".join([str(response.status_code), *headers, said]))
    return without(path, whole)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(row[:2]))
def test_each_role_gets_what_the_table_says(ask, world, row):
    name, target, *expected = row
    path = path_to(world, name, target)
    answers = {
        (method, role): ask(role, method, path, DATA.get(name) if method == "POST" else None)
        for method in METHODS
        for role in ROLES
    }
    got = ["".join(sign(answers[method, role]) for role in ROLES) for method in METHODS]
    assert got == expected, dict(zip(ROLES, zip(*got, strict=True), strict=True))
    if target != "-" and name not in BY_TOKEN:
        assert_denied_is_absent(ask, world, name, path, answers)


def assert_denied_is_absent(ask, world, name, path, answers):
    # Who sees the sub-site sees the place, also where it has nothing for them.
    inside = (*INSIDE, "platform_administrator") if "subsite" in path else ()
    nothing = address(routes()[name], of_nothing(routes()[name]))
    for (method, role), answer in answers.items():
        if sign(answer) in ABSENT and role not in inside:
            asked = method, role, nothing
            if asked not in world.absent:
                data = DATA.get(name) if method == "POST" else None
                world.absent[asked] = told(ask(role, method, nothing, data), nothing)
            assert told(answer, path) == world.absent[asked], (method, role)


@pytest.mark.parametrize("name", ALLAUTH)
def test_what_allauth_brings_is_for_oneself(ask, world, name):
    """Its pages are about signing in and about one's own account: no thing of another is named in
    their addresses, so all who are signed in get the same."""
    expected, path = ALLAUTH[name], path_to(world, name, "-")
    for method, (anonymous, signed_in) in zip(METHODS, expected, strict=True):
        for role in ("anonymous", "member", "banned", "platform_administrator"):
            wanted = anonymous if role == "anonymous" else signed_in
            assert sign(ask(role, method, path)) == wanted, (method, role)


# The table itself


def test_every_address_has_a_row_and_every_row_an_address():
    named = {row[0] for row in ROWS} | set(ALLAUTH)
    assert sorted(set(routes()) - named) == [], "addresses without a row in tests/matrix/table.py"
    assert sorted(named - set(routes())) == [], "rows without an address"


def test_every_row_is_whole_and_stands_once():
    assert len({tuple(row[:2]) for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert [len(cells) for cells in row[2:]] == [len(ROLES)] * 2, row
        assert not set("".join(row[2:])) - set("+~-?.>mx"), row


def test_every_command_of_ours_is_known_and_no_address_leads_to_one():
    ours = {
        name
        for name, app in get_commands().items()
        if app.partition(".")[0] in ("workspace", "groups", "conversations", "documents")
    }
    assert ours == set(COMMANDS)
    for path in Path(settings.BASE_DIR).glob("*/views/*.py"):
        assert "call_command" not in path.read_text(), path


# Whoever is outside a closed group gets nothing at any of its addresses. What they do get has a
# reason, and stands here.
OUTSIDE = ("anonymous", "signed_in", "external", "banned", "removed", "subsite_administrator",
           "platform_administrator")  # fmt: skip


FOR_OUTSIDERS = {
    # To enter it, which its owners hear of, and to go out again.
    ("platform_enter", "platform_administrator"),
    ("platform_go_out", "platform_administrator"),
    # How a mail travelled; neither its subject nor its words.
    ("delivery", "platform_administrator"),
    # What was decided about oneself.
    ("ruling", "removed"),
    ("appeal", "removed"),
}
# Leads everyone to the list of members, whatever the group: there it is absent.
FOR_EVERYONE = {"invite"}


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row[1].endswith("@closed")], ids=lambda row: " ".join(row[:2])
)
def test_the_table_gives_nothing_of_a_closed_group_to_who_is_outside(row):
    name, _target, *cells = row
    for role in OUTSIDE if name not in BY_TOKEN | FOR_EVERYONE else ():
        got = {line[ROLES.index(role)] for line in cells}
        if (name, role) not in FOR_OUTSIDERS:
            assert got <= set(".>m"), role


# One's own: an author's words, a reporter's report, an appeal against an owner.
ONES_OWN = {
    "message_edit", "message_mail_file", "message_withdraw", "report", "appeal", "upload",
}  # fmt: skip


@pytest.mark.parametrize("lower, higher", [("member", "moderator"), ("moderator", "owner")])
def test_who_has_more_to_say_sees_no_less(lower, higher):
    for name, target, get, _post in ROWS:
        if get[ROLES.index(lower)] == "+" and name not in ONES_OWN:
            assert get[ROLES.index(higher)] == "+", (name, target)
