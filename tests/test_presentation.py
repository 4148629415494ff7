"""How people present themselves in a group, and names that imitate others."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from groups.models import Organisation, Person
from groups.names import note, skeleton
from tests.conftest import person

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def present(client, group, **changes):
    about = {"display_name": "", "function": "", "introduction": ""} | changes
    return client.post(reverse("me_in_group", args=[group.slug]), about)


def header(client, thread):
    """The line above the first message."""
    page = client.get(thread.get_absolute_url()).content.decode()
    return page.split('class="message-header"')[1].split("</header>")[0]


def test_a_name_and_function_in_a_group_stand_above_the_messages_there(
    anna, daan, mobility, water, square, signed_in
):
    client = signed_in(anna)
    assert ">Anna Bakker</a>" in header(signed_in(daan), mobility)
    present(client, water, display_name="Anna van het Water", function="Kwartiermaker")
    shown = header(signed_in(daan), mobility)
    assert ">Anna van het Water</a>" in shown
    assert "Kwartiermaker" in shown
    assert "Gemeente Rivierstad" in shown
    assert 'class="external"' in shown
    page = signed_in(daan).get(reverse("members", args=[water.slug])).content.decode()
    assert "Anna van het Water" in page
    page = signed_in(daan).get(reverse("members", args=[square.slug])).content.decode()
    assert "Anna van het Water" not in page


def test_what_changes_about_an_author_shows_at_once(anna, daan, mobility, water, signed_in):
    reader = signed_in(daan)
    assert 'class="external"' in header(reader, mobility)
    Person.objects.filter(pk=anna.pk).update(is_external=False)
    assert 'class="external"' not in header(reader, mobility)
    Organisation.objects.filter(pk=anna.organisation_id).update(name="Stad aan de Maas")
    assert "Stad aan de Maas" in header(reader, mobility)
    Person.objects.filter(pk=anna.pk).update(name="Anna de Bakker")
    assert "Anna de Bakker" in header(reader, mobility)
    water.memberships.filter(person=anna).update(function="Voorzitter")
    assert "Voorzitter" in header(reader, mobility)


def test_an_answer_quotes_the_name_in_the_group(anna, daan, mobility, water, say, signed_in):
    say(mobility, daan, "Ik", quotes=mobility.messages.get())
    present(signed_in(anna), water, display_name="Anna van het Water")
    page = signed_in(daan).get(mobility.get_absolute_url()).content.decode()
    assert "Anna van het Water</a>\n      <p" in page.split("message-quote")[1]


def test_a_message_that_was_just_posted_shows_its_author_so(samira, mobility, water, signed_in):
    client = signed_in(samira)
    present(client, water, display_name="Sam")
    url = reverse("post", args=[mobility.pk])
    answer = client.post(url, {"body": "Hoi", "client_id": "x"}, headers={"HX-Request": "true"})
    assert ">Sam</a>" in answer.content.decode()


def test_who_has_left_goes_by_their_own_name(anna, samira, daan, mobility, water, say, signed_in):
    present(signed_in(samira), water, display_name="Sam")
    say(mobility, samira, "Dag")
    water.leave(samira)
    page = signed_in(daan).get(mobility.get_absolute_url()).content.decode()
    assert "Samira Öztürk" in page
    assert ">Sam<" not in page


def test_who_is_not_in_the_group_presents_nothing_there(carla, water, square, signed_in, client):
    for group in (water, square):
        assert signed_in(carla).get(reverse("me_in_group", args=[group.slug])).status_code == 404
    assert client.get(reverse("me_in_group", args=[water.slug])).status_code == 302


@pytest.mark.parametrize("field", ["display_name", "function", "introduction"])
@pytest.mark.parametrize("text", ["x" * 5000, "a\x07b", "\u202ekrab", "\u200b"])
def test_a_bad_line_is_answered_beside_the_field(anna, water, signed_in, field, text):
    typed = {"display_name": "Anna W", "function": "Kwartiermaker"} | {field: text}
    response = present(signed_in(anna), water, **typed)
    assert list(response.context["form"].errors) == [field]
    assert not water.memberships.filter(person=anna).exclude(display_name="").exists()


@pytest.mark.parametrize("name", ["Daan Kuipers", "daan kuipers", "Dааn Кuіреrs", "Daan KuIpers"])
def test_nobody_takes_the_name_of_someone_else_in_the_group(samira, water, signed_in, name):
    response = present(signed_in(samira), water, display_name=name)
    assert list(response.context["form"].errors) == ["display_name"]


def test_nobody_takes_the_name_that_someone_else_chose_there(anna, samira, water):
    of = {each.person_id: each for each in water.memberships.select_related("group__stream")}
    of[anna.pk].present(display_name="Coördinator", function="", introduction="")
    with pytest.raises(ValidationError):
        of[samira.pk].present(display_name="Coordinator", function="", introduction="")
    of[anna.pk].present(display_name="Coördinator", function="Nog steeds", introduction="")


def test_a_thread_costs_no_query_for_each_author(anna, water, mobility, say, signed_in):
    def cost(client):
        client.get(mobility.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(mobility.get_absolute_url())
        return len(queries)

    client = signed_in(anna)
    few = cost(client)
    for number in range(10):
        writer = person(f"Schrijver{number} Test", f"Bureau {number}")
        water.admit(writer)
        say(mobility, writer, "Hoi")
    assert cost(client) == few


def test_the_members_list_costs_no_query_for_each(anna, water, signed_in):
    client = signed_in(anna)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("members", args=[water.slug]))
        return len(queries)

    cost()
    few = cost()
    for number in range(10):
        water.admit(person(f"Schrijver{number} Test", f"Bureau {number}"))
    assert cost() == few


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Аnna Bakker", "Cyrillic"),
        ("Anna Βakker", "Greek"),
        ("Сара Соре", "Cyrillic"),
        ("Ａnna", "unusual"),
        ("𝐀nna", "unusual"),
        ("An\u200dna", "unusual"),
        ("Αнna", "more than one"),
    ],
)
def test_letters_that_may_mislead_are_named(name, word):
    with override("en"):
        assert word in str(note(name))


@pytest.mark.parametrize(
    "name",
    ["Anna Bakker", "Samira Öztürk", "Анна Павлова", "Σοφία Παππά", "محمد علي", "さくら 山田",
     "Þór Guðrún", "O’Neill", "Ĳsbrand", "Nguyễn Văn An"],
)  # fmt: skip
def test_a_name_in_one_script_needs_no_note(name):
    assert note(name) == ""


def test_names_that_look_alike_have_one_skeleton():
    assert skeleton("Аnnа Bаkkеr") == skeleton("Anna Bakker") == skeleton("ＡＮＮＡ bakker")
    assert skeleton("Daan KuIpers") == skeleton("Daan Kuipers") == skeleton("Daan Ku1pers")
    assert skeleton("Anna Bakker") != skeleton("Anne Bakker")


def test_a_name_that_imitates_an_author_is_noted_above_the_message(
    anna, daan, water, mobility, say, signed_in
):
    double = Person.objects.create_user("a@elders.example", "Anna Bаkker")
    other = Person.objects.create_user("b@elders.example", "Anna BakKer")
    water.admit(double)
    water.admit(other)
    assert "name-note" not in header(signed_in(daan), mobility)
    say(mobility, double, "Ik ben Anna")
    say(mobility, other, "Ik ook")
    page = signed_in(daan).get(mobility.get_absolute_url()).content.decode()
    assert page.count("name-note") == 3, "Cyrillic letters, and twice: looks like another name"
