"""What someone must hand over when they change jobs.

An app brings its own by a method `duties(person)` of its AppConfig: objects with `title`, `url` and
`hand_over(to, by)`, which raises `MayNot` where it cannot be.
"""

from django.apps import apps
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from groups.mail import letter


def duties_of(person):
    configs = [config for config in apps.get_app_configs() if hasattr(config, "duties")]
    return [duty for config in configs for duty in config.duties(person)]


@task()
def send_handed_over(number, to):
    """To each owner, and to who was one: an administrator handed over this rank."""
    entry = apps.get_model("groups.AuditEntry").objects.select_related("group", "subject")
    entry = entry.get(pk=number)
    people = apps.get_model("groups.Person").objects.filter(is_active=True)
    owners = entry.group.memberships.in_force().filter(role="owner").values("person")
    about = {
        "entry": entry,
        "group": entry.group,
        "successor": apps.get_model("groups.Person").objects.get(pk=to),
        "url": settings.SITE_URL + entry.group.get_absolute_url(),
    }
    for person in people.filter(pk__in=owners) | people.filter(pk=entry.subject_id):
        with override(person.language):
            subject = _("A role in %(group)s was handed over") % {"group": entry.group}
            text = render_to_string("mail/handover.txt", about | {"person": person})
            letter(subject, text, [person.email]).send()
