"""The letters about what was decided: to whom it is about, or to who must know."""

from django.apps import apps
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from django_tasks import task

from groups.acts import ACTS
from groups.mail import letter


@task()
def send_entry(number, person):
    """A letter about an entry of the audit log. It names the group and the grounds, never what
    was said."""
    entry = apps.get_model("groups.AuditEntry").objects.select_related("group").get(pk=number)
    reader = apps.get_model("groups.Person").objects.filter(pk=person, is_active=True).first()
    if reader is None:
        return
    with override(reader.language):
        letter(*_words(entry, reader), [reader.email]).send()


def _words(entry, reader):
    group = entry.group.name if entry.group else "Beraad"
    if entry.subject_id == reader.pk:
        told, path = ACTS[entry.action].told, reverse("ruling", args=[entry.number])
    else:
        told = f"{entry.actor_name}: {entry.label}"
        path = reverse("audit", args=[entry.group.slug])
    about = {
        "entry": entry, "reader": reader, "group": group, "told": told,
        "is_subject": entry.subject_id == reader.pk, "url": settings.SITE_URL + path,
    }  # fmt: skip
    return f"{told}: {group}", render_to_string("mail/decision.txt", about)
