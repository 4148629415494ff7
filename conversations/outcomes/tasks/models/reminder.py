"""A letter before a task must be done."""

from django.apps import apps
from django.conf import settings
from django.db import models

from conversations.mail.stopping import reached
from groups.models import Person


class Reminder(models.Model):
    """That someone is reminded of a task at a moment. It is gone when the letter went out."""

    task = models.ForeignKey("tasks.Task", models.CASCADE, related_name="reminders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "person"], name="one_reminder_each")]

    def __str__(self):
        return f"{self.person} at {self.at}: {self.task}"

    def is_wanted(self):
        """Whether there is still something to do, that this person may still read, and wants to
        hear of by mail."""
        tasks = apps.get_model("tasks.Task").objects.involving(self.person).unfinished()
        people = Person.objects.filter(pk=self.person_id, is_active=True)
        is_open = tasks.filter(pk=self.task_id).exists()
        return is_open and reached(people, self.task.thread).exists()
