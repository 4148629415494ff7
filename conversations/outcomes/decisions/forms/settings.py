"""What can be set about a decision: how each field is made for the form that has it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.outcomes.decisions.forms.fields import (
    WITHOUT_END,
    Day,
    Moment,
    PeopleField,
    next_week,
)
from conversations.outcomes.decisions.forms.options import OptionsField
from conversations.outcomes.decisions.models import (
    Audience,
    Basis,
    Method,
    Reasons,
    Results,
    Threshold,
)
from conversations.outcomes.decisions.models.choices import MAX_SCORE
from workspace.text import validate_line

SETTINGS = {
    "closes_at": lambda form: Moment(
        label=_("Until when can people answer?"), initial=next_week, help_text=WITHOUT_END
    ),
    "opens_at": lambda form: Moment(
        label=_("From when can people answer?"), help_text=_("Empty: at once.")
    ),
    "draft": lambda form: forms.BooleanField(
        label=_("Keep it as a draft: I open it myself"), required=False
    ),
    "audience": lambda form: forms.ChoiceField(
        label=_("Who is asked?"), choices=Audience.choices, initial=Audience.MEMBERS,
        widget=forms.RadioSelect,
    ),
    "people": lambda form: PeopleField(thread=form.thread, label=form.people_label),
    "guests": lambda form: forms.BooleanField(
        label=_("Guests of this conversation take part"), required=False
    ),
    "options": lambda form: OptionsField(
        label=_("What can people choose from?"),
        meanings=form.method == Method.VOTE, moments=form.method == Method.DATES,
        help_text=form.options_help,
    ),
    "quorum": lambda form: forms.IntegerField(
        label=_("How many percent must answer?"), min_value=0, max_value=100, initial=0,
        help_text=_("The quorum. With fewer answers the proposal expires. 0: no quorum."),
    ),
    "threshold": lambda form: forms.ChoiceField(
        label=_("How much support is enough?"), choices=Threshold.choices,
        initial=form.threshold_initial,
    ),
    "basis": lambda form: forms.ChoiceField(
        label=_("Measured against"),
        choices=[(Basis.CAST, _("the votes cast")), (Basis.ASKED, _("everyone asked"))],
    ),
    "max_choices": lambda form: forms.IntegerField(
        label=_("How many options may someone choose?"), min_value=0, max_value=50,
        initial=1, help_text=_("0: as many as they like."),
    ),
    "max_score": lambda form: forms.IntegerField(
        label=_("The most points for one option"), min_value=1, max_value=MAX_SCORE,
        initial=5,
    ),
    "reasons": lambda form: forms.ChoiceField(
        label=_("When must people give a reason?"), choices=Reasons.choices,
        initial=Reasons.OBJECTION,
    ),
    "results": lambda form: forms.ChoiceField(
        label=_("When do people see how others answered?"), choices=Results.choices,
        initial=Results.ALWAYS,
    ),
    "is_secret": lambda form: forms.BooleanField(
        label=_("Secret ballot"), required=False,
        help_text=_(
            "Votes are kept without names: nobody sees who voted what, administrators neither. "
            "So a vote cannot be changed, and needs no reason. This cannot be undone once it is "
            "open."
        ),
    ),
    "may_change": lambda form: forms.BooleanField(
        label=_("People can change their answer until it closes"), required=False,
        initial=True,
    ),
    "has_proxies": lambda form: forms.BooleanField(
        label=_("People can give their vote to someone else"), required=False
    ),
    "decided_by": lambda form: forms.CharField(
        label=_("Who decided this?"), required=False, max_length=150,
        validators=[validate_line],
        help_text=_("A person, a meeting or a board: “the steering group”."),
    ),
    "mandate": lambda form: forms.CharField(
        label=_("On which mandate or ground?"), required=False, max_length=300,
        validators=[validate_line],
    ),
    "decided_on": lambda form: Day(label=_("Decided on"), initial=timezone.localdate),
    "effective_from": lambda form: Day(label=_("In force from")),
    "review_on": lambda form: Day(
        label=_("Look again on"),
        help_text=_("On that day those who carry it out get a reminder."),
    ),
    "replaces": lambda form: forms.ModelChoiceField(
        label=_("Takes the place of"), required=False,
        queryset=form.replaceable(), empty_label=_("No earlier decision"),
    ),
    "carriers": lambda form: PeopleField(
        thread=form.thread, label=_("Who carry it out?")
    ),
}  # fmt: skip
