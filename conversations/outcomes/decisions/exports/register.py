"""The register as rows of a file."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from conversations.outcomes.decisions.wording import option_words


def table(decisions):
    """The headings, and a row for each; dates as dates."""
    yield [
        _("Number"), _("Title"), _("How it stands"), _("How it is decided"), _("Group"),
        _("Conversation"), _("Made by"), _("Made on"), _("Closed on"), _("Asked"), _("Answered"),
        _("Chosen"), _("Why"), _("In plain words"), _("Decided by"), _("Mandate or ground"),
        _("Decided on"), _("In force from"), _("Look again on"), _("Carried out by"),
        _("Address"),
    ]  # fmt: skip
    for decision in decisions:
        yield [value if value is not None else "" for value in _row(decision)]


def _row(decision):
    return [
        decision.pk, decision.title, str(decision.state_label), decision.get_method_display(),
        decision.group.name, decision.thread.subject, decision.author.name,
        _day(decision.created_at), _day(decision.closed_at), decision.asked, decision.answered,
        option_words(decision.chosen) if decision.chosen else "", str(decision.because),
        decision.statement, decision.decided_by, decision.mandate, decision.decided_on,
        decision.effective_from, decision.review_on,
        ", ".join(person.name for person in decision.carriers.all()),
        settings.SITE_URL + decision.get_absolute_url(),
    ]  # fmt: skip


def _day(moment):
    return moment and timezone.localtime(moment).date()
