"""A platform as it is after years: 2,000 groups with 100,000 conversations, written row by row.

Of its people one is in 200 groups and one in 2; the others are spread evenly.
"""

from datetime import timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from conversations.models import Participation, Thread
from groups.models import Group, Membership, Organisation, Person
from workspace.streams.models import Stream

GROUPS, THREADS, PEOPLE, MEMBERS = 2_000, 100_000, 1_000, 20
BATCH = 2_000
READINGS = ["members"] * 6 + ["signed_in"] * 3 + ["public"]


@transaction.atomic
def filled():
    """Who is in 200 groups, and who is in 2."""
    chance = Random(1)
    many, few, *others = made_people()
    groups = made_groups(chance)
    threads = made_threads(chance, groups, others)
    belong(chance, groups, others)
    for person, number in ((many, 200), (few, 2)):
        own = set(chance.sample(groups, number))
        Membership.objects.bulk_create(Membership(group=group, person=person) for group in own)
        read(person, [thread for thread in threads if thread.group in own], chance)
    return many, few


def streams(kind, number):
    return Stream.objects.bulk_create(
        (Stream(kind=kind, position=9, entries=9) for _ in range(number)), BATCH
    )


def made_people():
    town = Organisation.objects.create(name="Gemeente Bereik")
    people = [
        Person(
            email=f"r{number}@bench.example", name=f"Bereiker {number}", handle=f"reach.{number}",
            organisation=town, password="!", stream=stream,
        )
        for number, stream in enumerate(streams("person", PEOPLE))
    ]  # fmt: skip
    return Person.objects.bulk_create(people, BATCH)


def made_groups(chance):
    lists, desks = streams("group", GROUPS), streams("desk", GROUPS)
    groups = [
        Group(
            name=f"Groep {number}", slug=f"reach-{number}", stream=stream, desk=desk,
            reading=chance.choice(READINGS), listed=chance.random() < 0.7,
        )
        for number, (stream, desk) in enumerate(zip(lists, desks, strict=True))
    ]  # fmt: skip
    return Group.objects.bulk_create(groups, BATCH)


def made_threads(chance, groups, people):
    """The busiest groups have hundreds of conversations, the quietest a few."""
    now = timezone.now()
    weights = [1 / (10 + place) for place in range(len(groups))]
    threads = [
        Thread(
            group=group, author=chance.choice(people), subject=f"Onderwerp {number}",
            stream=stream, last_posted_at=now - timedelta(minutes=chance.randrange(10**6)),
            hidden_at=now if chance.random() < 0.01 else None,
        )
        for number, (stream, group) in enumerate(
            zip(streams("thread", THREADS), chance.choices(groups, weights, k=THREADS), strict=True)
        )
    ]  # fmt: skip
    return Thread.objects.bulk_create(threads, BATCH)


def belong(chance, groups, people):
    seats = [
        Membership(group=group, person=person, role="member" if place else "owner")
        for group in groups
        for place, person in enumerate(chance.sample(people, MEMBERS))
    ]
    Membership.objects.bulk_create(seats, BATCH)


def read(person, threads, chance):
    Participation.objects.bulk_create(
        (
            Participation(person=person, thread=thread, read_to=chance.randrange(10))
            for thread in threads
            if chance.random() < 0.5
        ),
        BATCH,
    )
