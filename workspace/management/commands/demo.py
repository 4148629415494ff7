"""`manage.py demo`: fill the demo world, and say how to get in."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from conversations.models import Outgoing
from groups.models import Group
from workspace.demo import cast
from workspace.demo.clock import clock_at, moment
from workspace.demo.crowd import crowd
from workspace.demo.places import places
from workspace.demo.script import scripts
from workspace.demo.stage import Stage
from workspace.demo.waiting import leave_waiting

OPENING = "27d 08:30"
LARGE_GROUP = "het-plein"


class Command(BaseCommand):
    help = "Fill the demo world (development only). A second run adds nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--people", type=int, default=0, help="add this many members to the large open group"
        )

    def handle(self, *, people, **options):
        if not settings.DEVELOPMENT:
            raise CommandError(
                "The demo world has passwords that everyone knows, so it is made only in "
                "development. Set DEVELOPMENT=1 if that is what this is."
            )
        if cast.logins():
            self.stdout.write("The demo world is already there: nothing was added.")
        else:
            build(timezone.now())
        self.add_crowd(people)
        self.show_logins()

    def add_crowd(self, wanted):
        group = Group.objects.get(slug=LARGE_GROUP)
        for count in crowd(group, wanted):
            self.stdout.write(f"{count} of {wanted} people are in {group}.")

    def show_logins(self):
        rows = [("Address", "Password", "Who", "Roles in groups")]
        for person in cast.logins():
            who = f"{person.name}, {person.organisation}"
            rows.append((person.email, cast.PASSWORD, who, cast.roles(person)))
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        self.stdout.write("")
        for row in rows:
            cells = (f"{cell:{width}}" for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())


@transaction.atomic
def build(now):
    """All of it or nothing."""
    with clock_at(moment(OPENING, now, None)):
        people = cast.people()
        groups = cast.groups(people, places(people))
    stage = Stage(people, groups, scripts(now))
    stage.play()
    leave_waiting(people, groups, stage.threads)
    stage.leave_as_read()
    Outgoing.objects.all().delete()  # nobody is mailed a story
