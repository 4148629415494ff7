import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from conversations.mail.importing import Import
from groups.models import Group


class Command(BaseCommand):
    help = "Import a mailing-list archive into a group. Running it twice adds nothing."

    def add_arguments(self, parser):
        parser.add_argument("group", help="the group's short name, as in its address")
        parser.add_argument("file", type=Path, help="an archive in mbox format")

    def handle(self, *, group, file, **options):
        found = Group.objects.filter(slug=group).first()
        if found is None:
            raise CommandError(f"There is no group “{group}”.")
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        begin, run = time.monotonic(), Import(found, file, self.report)
        for done, total in run.run():
            self.stdout.write(f"{done} of {total} mails", ending="\r")
            self.stdout.flush()
        counts = run.counts
        self.stdout.write(
            f"{counts['threads']} threads, {counts['messages']} messages, "
            f"{counts['known']} already there, {counts['skipped']} skipped, "
            f"in {time.monotonic() - begin:.1f} s"
        )

    def report(self, number, reason):
        self.stderr.write(f"mail {number}: {reason}")
