"""What happens to tasks later."""

from datetime import datetime

from django.apps import apps
from django.db import transaction
from django_tasks import task

from conversations.outcomes.tasks import mail


@task()
def send_reminder(pk, at):
    """If it is still to be sent at that moment, to who may still read the task."""
    with transaction.atomic():
        due = apps.get_model("tasks.Reminder").objects.filter(pk=pk, at=datetime.fromisoformat(at))
        reminder = due.select_related("person", "task__message__thread__group").first()
        # Who takes the row away is who sends the letter.
        if reminder is not None and due.delete()[0] and reminder.is_wanted():
            mail.reminder(reminder).send()


@task()
def tell_free(pk):
    """This task is finished: where nothing else comes before one that waited for it, the
    conversation hears that work can begin."""
    tasks = apps.get_model("tasks.Task").objects
    for waiting in tasks.filter(depends_on=pk).unfinished().with_place():
        waiting.say_free()
