"""The letter to who reported something, when a moderator has looked at it."""

from django.apps import apps
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from groups.mail import letter


@task()
def send_outcome(pk):
    """It names the group and the moderator's answer, never what was reported."""
    reports = apps.get_model("conversations.Report").objects.select_related("by", "group")
    report = reports.filter(pk=pk, by__is_active=True).first()
    if report is None:
        return
    with override(report.by.language):
        url = settings.SITE_URL + reverse("report", args=[report.pk])
        text = render_to_string("mail/report.txt", {"report": report, "url": url})
        subject = _("Your report in %(group)s") % {"group": report.group}
        letter(subject, text, [report.by.email]).send()
