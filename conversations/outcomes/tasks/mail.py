"""The letter that reminds of a task."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from conversations.mail.buttons import buttons_for
from conversations.outcomes.tasks.snooze import sign
from groups.mail import letter_from


def reminder(reminder):
    person, task = reminder.person, reminder.task
    with override(person.language):
        url = settings.SITE_URL + task.get_absolute_url()
        verbs = task.config.mail_verbs(task, [person])
        about = {
            "person": person,
            "task": task,
            "url": url,
            "buttons": buttons_for(task, person, verbs.get(person.pk, ())),
            "snooze": settings.SITE_URL + reverse("task_snooze", args=[sign(reminder)]),
        }
        subject = _("Do not forget: %(title)s") % {"title": task.title}
        text = render_to_string("tasks/reminder.txt", about)
        return letter_from(task.group, subject, text, [person.email], url)
