"""Make the search index anew, from what stands in the conversations now."""

from django.core.management.base import BaseCommand

from conversations.search.indexing import rebuild


class Command(BaseCommand):
    help = "Make the search index anew. Meanwhile less is found; nothing else waits for it."

    def handle(self, *args, **options):
        rebuild()
        self.stdout.write("The search index is made.")
