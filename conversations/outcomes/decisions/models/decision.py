"""A decision, or a proposal that becomes one."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.models import Outcome
from conversations.models.alongside import bring_along
from conversations.outcomes.decisions.models.amending import Amending
from conversations.outcomes.decisions.models.answering import Answering
from conversations.outcomes.decisions.models.choices import (
    AMENDABLE,
    STANDS,
    WITH_OPTIONS,
    Audience,
    Basis,
    Method,
    Reasons,
    Results,
    State,
    Threshold,
)
from conversations.outcomes.decisions.models.deciding import Deciding
from conversations.outcomes.decisions.models.electorate import Electorate
from conversations.outcomes.decisions.models.keeping import Keeping
from conversations.outcomes.decisions.models.managing import DecisionManager
from conversations.outcomes.decisions.models.opening import Opening
from conversations.outcomes.decisions.models.option import Option
from conversations.outcomes.decisions.models.proxies import Proxies
from conversations.outcomes.decisions.models.reminding import Reminding
from conversations.outcomes.decisions.models.showing import Showing
from workspace.text import validate_line

TONES = {
    State.DRAFT: "quiet", State.OPEN: "open", State.CLOSED: "open", State.ADOPTED: "good",
    State.REJECTED: "bad", State.WITHDRAWN: "quiet", State.EXPIRED: "bad", State.REPLACED: "quiet",
}  # fmt: skip


class Decision(
    Opening, Electorate, Amending, Answering, Keeping, Proxies, Deciding, Reminding, Showing,
    Outcome,
):  # fmt: skip
    """Made with `Decision.objects.grow`. What opens or closes at a moment does so by itself; until
    the worker comes by, `settle` does it for whoever needs it."""

    kind = "decision"

    method = models.CharField(max_length=10, choices=Method, default=Method.RECORDED)
    state = models.CharField(max_length=10, choices=State, default=State.ADOPTED, db_index=True)
    # Counts the texts that people were asked about; each amendment is a next one.
    version = models.PositiveSmallIntegerField(default=1)

    # How it is asked.
    opens_at = models.DateTimeField(_("Opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("Closes"), null=True, blank=True)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.MEMBERS)
    guests = models.BooleanField(_("Guests take part"), default=False)
    quorum = models.PositiveSmallIntegerField(_("Quorum in percent"), default=0)
    threshold = models.CharField(max_length=15, choices=Threshold, default=Threshold.MOST)
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.CAST)
    max_choices = models.PositiveSmallIntegerField(default=1)  # of a vote; 0: any number
    max_score = models.PositiveSmallIntegerField(default=5)
    reasons = models.CharField(max_length=10, choices=Reasons, default=Reasons.OBJECTION)
    results = models.CharField(max_length=10, choices=Results, default=Results.ALWAYS)
    is_secret = models.BooleanField(_("Secret"), default=False)
    may_change = models.BooleanField(_("Answers can be changed"), default=True)
    has_proxies = models.BooleanField(_("Votes can be given to someone else"), default=False)
    # People named in a draft, before the electorate is made.
    named = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    # How it stands: kept here, so that a card needs no other table.
    asked = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    tally = models.JSONField(default=dict)
    urn = models.JSONField(default=list)  # the ballots of a secret vote: answers, sorted
    result = models.JSONField(null=True)
    closed_at = models.DateTimeField(null=True)
    reminded_for = models.DateTimeField(null=True)  # the closing time that people were reminded of

    # What was decided.
    statement = models.TextField(_("In plain words"), blank=True, max_length=5000)
    chosen = models.ForeignKey("Option", models.SET_NULL, null=True, related_name="+")
    decided_by = models.CharField(
        _("Decided by"), max_length=150, blank=True, validators=[validate_line]
    )
    mandate = models.CharField(
        _("Mandate or ground"), max_length=300, blank=True, validators=[validate_line]
    )
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)
    effective_from = models.DateField(_("In force from"), null=True, blank=True)
    review_on = models.DateField(_("Look again on"), null=True, blank=True)
    reviewed_for = models.DateField(null=True)  # the review date that people were reminded of
    replaces = models.ForeignKey("self", models.SET_NULL, null=True, related_name="replaced_by")
    carriers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    objects = DecisionManager()

    @property
    def is_open(self):
        """Whether it takes answers at this moment, whatever the worker has come round to."""
        now = timezone.now()
        if self.state == State.DRAFT:
            return bool(self.opens_at and self.opens_at <= now) and not self._is_past(now)
        return self.state == State.OPEN and not self._is_past(now)

    def _is_past(self, now):
        return self.closes_at is not None and self.closes_at <= now

    @property
    def shown_state(self):
        """The state as the clock has it: what is past its closing time is closed."""
        if self.is_open:
            return State.OPEN
        return State.CLOSED if self.state == State.OPEN else State(self.state)

    @property
    def state_label(self):
        return self.shown_state.label

    @property
    def tone(self):
        return TONES[self.shown_state]

    def _show_options(self, rows):
        bring_along(self, "options", Option.of_rows(self, rows))

    # What a card's query annotates.
    options_shown = property(None, _show_options)

    @property
    def searched(self):
        options = [option.label for option in self.options.all()]
        return [self.title, self.statement, self.decided_by, self.mandate, *options]

    def forget(self):
        """As of every outcome; and the words that are a decision's own."""
        self.statement = self.decided_by = self.mandate = ""
        self.save(update_fields=["statement", "decided_by", "mandate"])
        self.options.update(label="")
        self.amendments.all().delete()
        self.ballots.update(reason="", reply="")
        super().forget()

    @property
    def has_options(self):
        return self.method in WITH_OPTIONS

    @property
    def is_amendable(self):
        return self.method in AMENDABLE and self.is_open

    @property
    def stands(self):
        """{key: label} of what can be answered where the method has its own options, else {}."""
        return STANDS.get(self.method, {})
