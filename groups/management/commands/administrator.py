"""Makes someone an administrator of the platform, or ends that: who runs the server decides."""

from django.core.management.base import BaseCommand, CommandError

from groups.models import Person


class Command(BaseCommand):
    help = "Make the person with this e-mail address an administrator of the platform."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--end", action="store_true", help="end their work as one")

    def handle(self, *, email, end, **options):
        person = Person.objects.reached_at(email).first()
        if person is None:
            raise CommandError(f"Nobody has the address {email}. They sign up first.")
        if end:
            person.end_as_administrator()
            self.stdout.write(f"{person.name} <{person.email}> is no administrator any more.")
        else:
            person.make_administrator()
            self.stdout.write(f"{person.name} <{person.email}> is an administrator now.")
