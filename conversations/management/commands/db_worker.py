"""`manage.py db_worker`, which begins with what an earlier worker left undone."""

from django_tasks_db.management.commands import db_worker

from conversations.tasks import resume


class Command(db_worker.Command):
    def handle(self, **options):
        resume()
        super().handle(**options)
