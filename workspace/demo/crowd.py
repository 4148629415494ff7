"""Many members at once, to see what a large group is like."""

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.text import slugify

from groups.models import Membership, Organisation, Person
from workspace.demo.cast import stored
from workspace.streams.models import Stream, Verb, locked, record_in_each

BATCH = 250


def crowd(group, wanted):
    """Members of `group` up to this many, in batches; yields how many there are by now. Who is
    already there stays, so that a second run adds nothing."""
    names = stored("crowd") | {"organisations": list(Organisation.objects.all())}
    present = group.memberships.filter(person__email__endswith="@menigte.example").count()
    for begin in range(present, wanted, BATCH):
        numbers = range(begin + 1, min(begin + BATCH, wanted) + 1)
        with transaction.atomic():
            add(group, [someone(number, **names) for number in numbers])
        yield numbers[-1]


def someone(number, first, last, functions, organisations):
    name = f"{first[number % len(first)]} {last[number % len(last)]}"
    handle = f"{slugify(name).replace('-', '.')}.{number}"
    return Person(
        email=f"deelnemer{number}@menigte.example",
        name=name,
        handle=handle,
        function=functions[number % len(functions)],
        organisation=organisations[number % len(organisations)],
        password=make_password(None),
    )


def add(group, people):
    """What `create_user` and `admit` write, in a fixed number of queries: a thousand people one by
    one would take a minute. The log is kept all the same, for the group and for each person."""
    streams = Stream.objects.bulk_create(Stream(kind="person") for _person in people)
    for person, stream in zip(people, streams, strict=True):
        person.stream = stream
    Person.objects.bulk_create(people)
    Membership.objects.bulk_create(Membership(group=group, person=person) for person in people)
    with locked(group.stream):
        joined = [{"person": person.pk} for person in people]
        group.stream.record_all(Verb.JOIN, joined, people)
        record_in_each(streams, Verb.JOIN, group=group.pk)
