"""What stands in a person's own lists, and that it costs the same in two groups or in hundreds."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conversations import sidebar
from conversations.models import Thread
from groups.models import Admission, Group, GuestPass, Membership, Reading, Role, Subsite
from workspace.streams.models import Stream


def grown(person, number, *, threads=7):
    """The person is in so many groups more, each with these conversations of theirs."""
    first = Group.objects.count()
    streams = Stream.objects.bulk_create(
        Stream(kind="thread", entries=3) for _ in range(number * (threads + 2))
    )
    groups = Group.objects.bulk_create(
        Group(name=f"Groep {n:03}", slug=f"g{first + n}", stream=streams.pop(), desk=streams.pop())
        for n in range(number)
    )
    Membership.objects.bulk_create(Membership(group=group, person=person) for group in groups)
    begin = timezone.now() - timedelta(days=9)
    Thread.objects.bulk_create(
        Thread(
            group=group, author=person, subject=f"{group.name}, {n}", stream=streams.pop(),
            last_posted_at=begin + timedelta(minutes=place, seconds=n),
        )
        for place, group in enumerate(groups) for n in range(threads)
    )  # fmt: skip
    return groups


@pytest.fixture
def first_page(signed_in):
    """The first page of someone's conversations, and how many queries the whole request took."""

    def first_page(person, **data):
        client = signed_in(person)
        client.get(reverse("home"))  # what is asked once for each process
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse("home"), data)
        return BeautifulSoup(response.content, "html.parser"), [one["sql"] for one in queries]

    return first_page


def subjects(page):
    return [link.text for link in page.select("#main .row-link")]


def names(page):
    return [name.text for name in page.select("#sidebar h2 .sidebar-name")]


def pass_to(thread, guest):
    """The guest is brought into this conversation only."""
    membership = thread.group.memberships.get_or_create(
        person=guest, defaults={"role": Role.GUEST}
    )[0]
    return GuestPass.objects.create(
        membership=membership, stream=thread.stream, brought_by=thread.author
    )


def started(group, person, subject):
    return Thread.objects.start(group, person, subject, "Wie weet dit?", client_id=subject)


def test_the_first_page_takes_at_most_five_queries_however_many_groups(first_page, anna, samira):
    anna.talk_with([samira])
    grown(anna, 2)
    few = first_page(anna)[1]
    grown(anna, 60)
    many = first_page(anna)[1]
    assert len(few) <= 5, few
    assert len(many) == len(few), many


def test_the_first_page_shows_thirty_conversations_and_says_that_there_are_more(first_page, samira):
    grown(samira, 9)
    page, _queries = first_page(samira)
    assert len(subjects(page)) == 30
    assert subjects(page)[0] == "Groep 008, 6"
    assert page.select_one(".pages [rel=next]")["href"] == "?page=2"


def test_pages_follow_each_other_without_holes_to_the_last(first_page, samira):
    grown(samira, 9)
    pages = [first_page(samira, page=number)[0] for number in (1, 2, 3)]
    shown = [subject for page in pages for subject in subjects(page)]
    assert len(shown) == len(set(shown)) == 63
    assert pages[2].select_one(".pages [rel=prev]") and not pages[2].select_one("[rel=next]")


def test_of_conversations_of_one_moment_the_last_that_began_is_first(first_page, samira):
    grown(samira, 1)
    Thread.objects.update(last_posted_at=timezone.now())
    latest = [f"Groep 000, {n}" for n in (6, 5, 4, 3, 2, 1, 0)]
    page, _queries = first_page(samira)
    assert subjects(page) == latest
    assert [name.text for name in page.select("#sidebar li .sidebar-name")] == latest[:6]


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 5000, "9" * 8, "²", ""])
def test_a_page_that_cannot_be_is_answered_all_the_same(first_page, samira, number):
    grown(samira, 1)
    page, _queries = first_page(samira, page=number)
    assert page.select_one("h1")


def test_nobody_s_list_is_wider_than_what_they_may_read(
    anna, daan, samira, carla, water, square, mobility
):
    secret = started(water, anna, "Verborgen")
    Thread.objects.filter(pk=secret.pk).update(hidden_at=timezone.now())
    narrow = started(square, anna, "Alleen leden")
    Thread.objects.filter(pk=narrow.pk).update(reading="members")
    pass_to(mobility, carla)
    for person in (anna, daan, samira, carla):
        own = set(Thread.objects.of(person))
        assert own <= set(Thread.objects.visible_to(person)), person
        assert (secret in own) == (person in (anna, daan)), person
        assert (narrow in own) == (person in (anna, daan)), person


def test_a_guest_s_list_has_only_what_they_were_brought_into(
    first_page, carla, anna, water, mobility
):
    started(water, anna, "Niet voor gasten")
    guest_pass = pass_to(mobility, carla)
    page, _queries = first_page(carla)
    assert subjects(page) == [mobility.subject]
    assert names(page) == [water.name]
    assert "Niet voor gasten" not in page.text
    assert not page.select_one("#sidebar .sidebar-group .icon-button"), "a guest starts nothing"
    guest_pass.delete()
    assert subjects(first_page(carla)[0]) == []


def test_who_is_paused_finds_nothing_of_the_group(first_page, samira, water, mobility):
    later = timezone.now() + timedelta(days=1)
    water.memberships.filter(person=samira).update(paused_until=later)
    page, _queries = first_page(samira)
    assert subjects(page) == names(page) == []


def test_what_a_moderator_hid_is_not_in_the_lists_of_members(
    first_page, samira, daan, water, mobility
):
    Thread.objects.filter(pk=mobility.pk).update(hidden_at=timezone.now())
    assert mobility.subject not in first_page(samira)[0].text
    assert mobility.subject in first_page(daan)[0].select_one("#sidebar").text
    assert names(first_page(samira)[0]) == [water.name]


def test_an_archived_group_is_not_in_the_sidebar(first_page, samira, water, mobility):
    Group.objects.filter(pk=water.pk).update(archived_at=timezone.now())
    page, _queries = first_page(samira)
    assert names(page) == []
    assert subjects(page) == [mobility.subject], "it can be read still"


def test_a_group_of_a_closed_sub_site_shows_to_who_accepted_its_terms_as_they_are(
    first_page, samira, water, mobility
):
    place = Subsite.objects.create(name="Delta", slug="delta", is_closed=True, terms_version=2)
    Group.objects.filter(pk=water.pk).update(subsite=place)
    assert names(first_page(samira)[0]) == []
    admission = Admission.objects.create(subsite=place, person=samira, terms_version=1)
    assert names(first_page(samira)[0]) == []
    admission.terms_version = 2
    admission.save()
    page, _queries = first_page(samira)
    assert names(page) == [water.name]
    assert subjects(page) == [mobility.subject]


def test_the_sidebar_holds_the_busiest_groups_by_name_and_leads_to_all(first_page, samira):
    groups = grown(samira, 25)
    page, _queries = first_page(samira)
    assert names(page) == [group.name for group in groups[-sidebar.MOST_GROUPS :]]
    every = page.select_one(f'#sidebar .sidebar-empty a[href="{reverse("groups")}"]')
    assert "25" in every.text


def test_the_sidebar_of_few_groups_needs_no_way_to_all(first_page, samira):
    grown(samira, 3)
    page, _queries = first_page(samira)
    assert len(names(page)) == 3
    assert not page.select_one("#sidebar .sidebar-empty a")


def test_a_group_that_one_just_joined_stands_among_the_busiest(first_page, samira, square):
    grown(samira, 25)
    square.join(samira)
    assert square.name in names(first_page(samira)[0])


def test_of_each_group_the_sidebar_has_the_latest_six_the_newest_first(first_page, samira):
    grown(samira, 2)
    page, _queries = first_page(samira)
    first = page.select("#sidebar section")[0]
    latest = [f"Groep 000, {n}" for n in (6, 5, 4, 3, 2, 1)]
    assert [name.text for name in first.select("li .sidebar-name")] == latest
    assert len(page.select("#sidebar [data-thread]")) == 12


def test_conversations_of_the_same_moment_are_not_more_than_six(first_page, samira):
    grown(samira, 1, threads=9)
    Thread.objects.update(last_posted_at=timezone.now())
    assert len(first_page(samira)[0].select("#sidebar [data-thread]")) == 6


def test_a_small_conversation_goes_by_the_names_of_the_others(first_page, anna, daan, samira):
    small = anna.talk_with([daan, samira])
    small.memberships.filter(person=samira).update(display_name="Samira van Ruimte")
    page, _queries = first_page(anna)
    assert names(page) == ["Daan Kuipers, Samira van Ruimte"]
    assert names(first_page(daan)[0]) == ["Anna Bakker, Samira van Ruimte"]
    assert page.select_one("#sidebar .sidebar-heading")


def test_an_icon_says_in_words_who_reads_in_a_group(first_page, samira, water):
    labels = set()
    for reading in Reading:
        Group.objects.filter(pk=water.pk).update(reading=reading)
        labels.add(first_page(samira)[0].select_one("#sidebar h2 svg")["aria-label"])
    assert len(labels) == 3


def test_a_name_that_looks_like_markup_is_shown_as_it_is(first_page, samira, water):
    Group.objects.filter(pk=water.pk).update(name='"><script>alert(1)</script>')
    page, _queries = first_page(samira)
    assert names(page) == ['"><script>alert(1)</script>']
    assert not [each for each in page.select("script") if "alert" in each.text]
