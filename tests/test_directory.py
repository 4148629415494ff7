"""The list of people, and starting a conversation from there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.access import MayNot
from groups.models import Group, Person
from groups.models.talking import name_of
from tests.conftest import person

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def names(client, **asked):
    """Who is listed, in order."""
    page = client.get(reverse("people"), asked).context["people"]
    return [person.name for person in page]


def change(person, **fields):
    Person.objects.filter(pk=person.pk).update(**fields)


def test_everyone_who_is_signed_in_finds_everyone_who_wants_to_be_found(
    carla, anna, daan, samira, water, signed_in, client
):
    change(daan, visibility="groups")
    change(samira, visibility="nobody")
    assert names(signed_in(carla)) == ["Anna Bakker", "Carla de Wit"]
    assert names(signed_in(anna)) == ["Anna Bakker", "Carla de Wit", "Daan Kuipers"]
    assert client.get(reverse("people")).status_code == 302


def test_an_account_that_has_ended_is_not_listed(carla, anna, signed_in):
    change(anna, is_active=False)
    assert names(signed_in(carla)) == ["Carla de Wit"]
    assert signed_in(carla).get(reverse("person", args=[anna.pk])).status_code == 404


def test_the_page_of_someone_who_stays_hidden_is_for_those_in_their_groups(
    anna, samira, carla, water, signed_in
):
    change(anna, visibility="nobody")
    url = reverse("person", args=[anna.pk])
    assert signed_in(samira).get(url).status_code == 200
    denied = signed_in(carla).get(url)
    absent = signed_in(carla).get(reverse("person", args=[10**8]))
    assert denied.status_code == absent.status_code == 404
    water.leave(samira)
    assert signed_in(samira).get(url).status_code == 404


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "bakker"}, ["Anna Bakker"]),
        ({"q": "hydro"}, ["Daan Kuipers"]),
        ({"q": "laagland"}, ["Daan Kuipers"]),
        ({"q": "hitte rivierstad"}, ["Anna Bakker"]),
        ({"q": "hitte laagland"}, []),
        ({"function": "hydro"}, ["Daan Kuipers"]),
        ({"expertise": "HITTE"}, ["Anna Bakker"]),
        ({"who": "internal"}, ["Daan Kuipers"]),
        ({"who": "external", "q": "a"}, ["Anna Bakker", "Carla de Wit"]),
        ({"q": "%"}, []),
    ],
)
def test_people_are_found_by_what_they_do_and_know(anna, daan, carla, signed_in, asked, found):
    change(anna, expertise="hitte, bomen")
    change(daan, function="Hydroloog", is_external=False)
    assert names(signed_in(carla), **asked) == found


def test_people_are_found_by_organisation_and_by_a_group_that_one_is_in(
    anna, daan, samira, carla, water, square, signed_in
):
    asked = {"organisation": daan.organisation_id}
    assert names(signed_in(carla), **asked) == ["Daan Kuipers"]
    assert names(signed_in(anna), group=square.slug) == ["Anna Bakker", "Daan Kuipers"]
    everyone = names(signed_in(carla))
    assert names(signed_in(carla), group=water.slug) == everyone, "not her group: left out"


@pytest.mark.parametrize(
    "asked",
    [
        {"organisation": "x"}, {"organisation": "9" * 30}, {"group": "nergens"}, {"who": "all"},
        {"q": "\x00"}, {"q": "x" * 5000}, {"page": "x"}, {"page": "-1"},
    ],
)  # fmt: skip
def test_what_is_no_choice_is_left_out_of_account(anna, signed_in, asked):
    assert names(signed_in(anna), **asked) == ["Anna Bakker"]


def test_the_list_costs_the_same_queries_however_many_people(anna, water, signed_in):
    client = signed_in(anna)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            names(client, q="a", group=water.slug)
        return len(queries)

    cost()
    few = cost()
    for number in range(40):
        water.admit(person(f"Lid{number} Test", f"Bureau {number}"))
    assert cost() == few
    assert few <= 9


def test_an_external_person_is_called_so_in_words(anna, carla, signed_in):
    change(anna, is_external=False)
    page = signed_in(carla).get(reverse("people"), {"q": "anna"}).content.decode()
    assert 'class="external"' not in page
    page = signed_in(anna).get(reverse("people"), {"q": "carla"}).content.decode()
    assert '<span class="external">extern</span>' in page or ">external<" in page


def test_a_name_in_look_alike_letters_is_noted_beside_it(anna, carla, signed_in):
    person("Аnna Bakker", "Elders")
    page = signed_in(carla).get(reverse("people"), {"q": "bakker"}).content.decode()
    assert page.count("name-note") == 1


def test_a_name_that_looks_like_that_of_someone_in_the_same_group_is_noted(
    anna, daan, water, signed_in
):
    double = Person.objects.create_user("d@elders.example", "Daan KuIpers")
    client = signed_in(anna)
    assert "name-note" not in client.get(reverse("people")).content.decode()
    water.admit(double)
    people = client.get(reverse("people")).context["people"]
    assert [each.pk for each in people if each.alike] == [double.pk]
    assert "name-note" in client.get(reverse("members", args=[water.slug])).content.decode()


def talk(client, *people, **extra):
    return client.post(reverse("talk"), {"person": [each.pk for each in people]}, **extra)


def test_a_conversation_with_someone_is_a_small_closed_group(anna, carla, daan, signed_in):
    response = talk(signed_in(anna), carla, daan)
    group = Group.objects.get(is_small=True)
    assert response.url == reverse("thread_new", args=[group.slug])
    assert set(group.members.all()) == {anna, carla, daan}
    assert (group.reading, group.joining, group.listed) == ("members", "invitation", False)
    assert group.name == "Anna Bakker, Carla de Wit, Daan Kuipers"
    assert signed_in(carla).get(response.url).status_code == 200


def test_a_small_group_is_named_after_the_others(anna, carla, daan, signed_in):
    url = talk(signed_in(anna), carla, daan).url
    crumb = signed_in(carla).get(url).content.decode().split('class="crumb"')[1][:900]
    assert "Anna Bakker, Daan Kuipers" in crumb
    assert "Carla" not in crumb.split("</a>")[0].split("</svg>")[1]


def test_the_same_people_find_the_same_group_whoever_begins(anna, carla, daan, signed_in):
    first = talk(signed_in(anna), carla).url
    assert talk(signed_in(carla), anna).url == first
    assert talk(signed_in(anna), carla, daan).url != first
    assert talk(signed_in(anna), carla).url == first
    assert talk(signed_in(anna), carla, anna).url == first


def test_a_group_that_someone_left_is_not_found_again(anna, carla, signed_in):
    first = talk(signed_in(anna), carla).url
    Group.objects.get().leave(carla)
    assert talk(signed_in(anna), carla).url != first


def test_nobody_is_drawn_into_a_conversation_by_who_may_not_see_them(anna, carla, signed_in):
    change(anna, visibility="groups")
    assert talk(signed_in(carla), anna).status_code == 422
    change(anna, visibility="everyone", is_active=False)
    assert talk(signed_in(carla), anna).status_code == 422
    with pytest.raises(MayNot):
        carla.talk_with([anna])
    assert not Group.objects.exists()


def test_too_many_people_are_refused_and_the_ticks_are_kept(anna, signed_in):
    many = [person(f"Lid{number} Test", "Elders") for number in range(21)]
    response = talk(signed_in(anna), *many)
    assert response.status_code == 422
    assert response.content.decode().count(" checked") == 21
    assert talk(signed_in(anna), *many[:20]).status_code == 302


@pytest.mark.parametrize("keys", [[], ["x"], ["-1"], ["9" * 40], [""]])
def test_without_a_person_there_is_a_sentence(anna, signed_in, keys):
    response = signed_in(anna).post(reverse("talk"), {"person": keys})
    assert response.status_code == 422
    assert "utrecht-alert--error" in response.content.decode()


def test_a_long_list_of_names_is_cut_to_fit(anna):
    many = [Person(name=f"Alexandra van den Berg {number}") for number in range(21)]
    assert len(name_of(many)) <= 80
    assert name_of(many).endswith(", …")
