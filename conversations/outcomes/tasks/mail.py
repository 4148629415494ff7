"""The letter that reminds of a task."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from conversations.outcomes.tasks.snooze import sign
from groups.mail import letter


def reminder(reminder):
    person, task = reminder.person, reminder.task
    with override(person.language):
        about = {
            "person": person,
            "task": task,
            "url": settings.SITE_URL + task.get_absolute_url(),
            "snooze": settings.SITE_URL + reverse("task_snooze", args=[sign(reminder)]),
        }
        subject = _("Do not forget: %(title)s") % {"title": task.title}
        return letter(subject, render_to_string("tasks/reminder.txt", about), [person.email])
