"""The form of a new decision: for each method its own fields, what most people need in front."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.outcome_forms import OutcomeForm
from conversations.outcomes.decisions.forms.fields import (
    WITHOUT_END,
    Day,
    Moment,
    OptionsField,
    PeopleField,
    next_week,
    rows_of,
)
from conversations.outcomes.decisions.models import (
    Audience,
    Basis,
    Decision,
    Method,
    Reasons,
    Results,
    Threshold,
)
from conversations.outcomes.decisions.models.choices import MAX_SCORE
from workspace.text import validate_line


class DecisionForm(OutcomeForm):
    """Of one `method`. `front` and `more` name its fields, in the order of the page; `decision`
    is a draft that is being changed."""

    method: Method
    front: tuple = ()
    more: tuple = ()
    heading_text = ""
    lead = ""
    submit = _("Ask everyone now")
    title_label = _("What is the question?")
    body_label = _("Explanation")
    people_label = _("Whom do you name?")
    options_help = _("Leave a row empty to leave it out.")
    threshold_initial = Threshold.MOST

    do_not_call_in_templates = True  # the page on which one chooses shows the classes
    use_required_attribute = False

    def __init__(self, *args, decision=None, **kwargs):
        self.decision = decision
        super().__init__(*args, **kwargs)
        self.fields["title"].label = self.title_label
        self.fields["body"].label = self.body_label
        fields = self._fields()
        for name in (*self.front, *self.more):
            if name not in self.fields:
                self.fields[name] = fields[name]()
        if decision is not None:
            self.initial = self._now() | self.initial

    @property
    def front_fields(self):
        return [self[name] for name in ("title", "body", *self.front)]

    @property
    def more_fields(self):
        return [self[name] for name in self.more]

    @property
    def more_is_wrong(self):
        return any(name in self.errors for name in self.more) if self.is_bound else False

    def settings(self):
        """What goes to `Decision.objects.grow`, or to `revise`."""
        given = {name: self.cleaned_data[name] for name in (*self.front, *self.more)}
        given["method"] = self.method
        if "replaces" in given and given["replaces"] is None:
            del given["replaces"]
        return given

    def grow(self):
        """None where the decision itself refuses: then the form says why."""
        try:
            return Decision.objects.grow(
                self.thread, self.person, **self.common(), **self.settings()
            )
        except ValidationError as errors:
            self.refuse(errors)

    def revise(self):
        """Whether the draft took the changes."""
        words = {name: self.cleaned_data[name] for name in ("title", "body")}
        given = self.settings()
        for name in ("method", "draft", "replaces"):
            given.pop(name, None)
        try:
            self.decision.revise(self.person, **words, **given)
        except ValidationError as errors:
            self.refuse(errors)
        return not self.errors

    def refuse(self, errors):
        for name, words in errors.message_dict.items():
            self.add_error(name if name in self.fields else None, words)

    def _now(self):
        """What a draft says now."""
        decision = self.decision
        about = {"title": decision.title, "body": decision.message.body, "draft": True}
        about |= {n: getattr(decision, n) for n in self.fields if hasattr(type(decision), n)}
        about |= {"options": rows_of(decision.options.all())}
        about |= {"people": [person.pk for person in decision.named.all()]}
        return about

    def _fields(self):
        """How each field that a method can have is made."""
        return {
            "closes_at": lambda: Moment(
                label=_("Until when can people answer?"), initial=next_week, help_text=WITHOUT_END
            ),
            "opens_at": lambda: Moment(
                label=_("From when can people answer?"), help_text=_("Empty: at once.")
            ),
            "draft": lambda: forms.BooleanField(
                label=_("Keep it as a draft: I open it myself"), required=False
            ),
            "audience": lambda: forms.ChoiceField(
                label=_("Who is asked?"), choices=Audience.choices, initial=Audience.MEMBERS,
                widget=forms.RadioSelect,
            ),
            "people": lambda: PeopleField(thread=self.thread, label=self.people_label),
            "guests": lambda: forms.BooleanField(
                label=_("Guests of this conversation take part"), required=False
            ),
            "options": lambda: OptionsField(
                label=_("What can people choose from?"),
                meanings=self.method == Method.VOTE, moments=self.method == Method.DATES,
                help_text=self.options_help,
            ),
            "quorum": lambda: forms.IntegerField(
                label=_("How many percent must answer?"), min_value=0, max_value=100, initial=0,
                help_text=_("The quorum. With fewer answers the proposal expires. 0: no quorum."),
            ),
            "threshold": lambda: forms.ChoiceField(
                label=_("How much support is enough?"), choices=Threshold.choices,
                initial=self.threshold_initial,
            ),
            "basis": lambda: forms.ChoiceField(
                label=_("Measured against"),
                choices=[(Basis.CAST, _("the votes cast")), (Basis.ASKED, _("everyone asked"))],
            ),
            "max_choices": lambda: forms.IntegerField(
                label=_("How many options may someone choose?"), min_value=0, max_value=50,
                initial=1, help_text=_("0: as many as they like."),
            ),
            "max_score": lambda: forms.IntegerField(
                label=_("The most points for one option"), min_value=1, max_value=MAX_SCORE,
                initial=5,
            ),
            "reasons": lambda: forms.ChoiceField(
                label=_("When must people give a reason?"), choices=Reasons.choices,
                initial=Reasons.OBJECTION,
            ),
            "results": lambda: forms.ChoiceField(
                label=_("When do people see how others answered?"), choices=Results.choices,
                initial=Results.ALWAYS,
            ),
            "is_secret": lambda: forms.BooleanField(
                label=_("Secret ballot"), required=False,
                help_text=_(
                    "Nobody can ever see who voted what, administrators neither. So a vote cannot "
                    "be changed, and needs no reason. This cannot be undone once it is open."
                ),
            ),
            "may_change": lambda: forms.BooleanField(
                label=_("People can change their answer until it closes"), required=False,
                initial=True,
            ),
            "has_proxies": lambda: forms.BooleanField(
                label=_("People can give their vote to someone else"), required=False
            ),
            "decided_by": lambda: forms.CharField(
                label=_("Who decided this?"), required=False, max_length=150,
                validators=[validate_line],
                help_text=_("A person, a meeting or a board: “the steering group”."),
            ),
            "mandate": lambda: forms.CharField(
                label=_("On which mandate or ground?"), required=False, max_length=300,
                validators=[validate_line],
            ),
            "decided_on": lambda: Day(label=_("Decided on"), initial=timezone.localdate),
            "effective_from": lambda: Day(label=_("In force from")),
            "review_on": lambda: Day(
                label=_("Look again on"),
                help_text=_("On that day those who carry it out get a reminder."),
            ),
            "replaces": lambda: forms.ModelChoiceField(
                label=_("Takes the place of"), required=False,
                queryset=self._replaceable(), empty_label=_("No earlier decision"),
            ),
            "carriers": lambda: PeopleField(
                thread=self.thread, label=_("Who carry it out?")
            ),
        }  # fmt: skip

    def _replaceable(self):
        found = Decision.objects.replaceable_by(self.person, self.thread.group)
        return found.exclude(pk=self.decision and self.decision.pk).order_by("-created_at")

    def clean(self):
        """Naming people is asking those people."""
        cleaned = super().clean()
        if "people" in self.fields and "audience" not in self.fields:
            cleaned["audience"] = Audience.NAMED if cleaned.get("people") else Audience.MEMBERS
        return cleaned


ASKED = ("opens_at", "draft", "audience", "people", "guests")
ANSWERS = ("reasons", "results", "may_change", "has_proxies")
LATER = ("review_on", "replaces")


class RecordedForm(DecisionForm):
    method = Method.RECORDED
    heading_text = _("We decided")
    title_label = _("What was decided?")
    body_label = _("The decision in full")
    front = ("decided_by", "mandate", "decided_on")
    more = ("effective_from", "review_on", "replaces", "carriers", "people")
    people_label = _("Who were present?")
    submit = _("Record this decision")
    lead = _("For a decision that was already taken, by someone with the mandate for it.")

    def settings(self):
        named = bool(self.cleaned_data["people"])
        return super().settings() | {"audience": Audience.NAMED if named else Audience.MEMBERS}


class AdviceForm(DecisionForm):
    method = Method.ADVICE
    heading_text = _("Ask for advice")
    title_label = _("What do you want to decide?")
    body_label = _("Your proposal, and what you want advice about")
    front = ("people", "closes_at")
    more = ("opens_at", "draft", "guests", "results", *LATER)
    people_label = _("Whom do you ask for advice?")
    submit = _("Ask for advice")
    lead = _("You ask people for advice. Then you decide, and answer each advice.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].required = True

    def settings(self):
        return super().settings() | {"audience": Audience.NAMED, "reasons": Reasons.ALWAYS}


class ConsentForm(DecisionForm):
    method = Method.CONSENT
    heading_text = _("Ask for objections")
    title_label = _("What do you propose?")
    body_label = _("The proposal")
    front = ("closes_at",)
    more = (*ASKED, "quorum", *ANSWERS, *LATER)
    lead = _(
        "It goes ahead, unless someone has an objection with a reason. An objection helps: you "
        "change the text until nobody has one."
    )


class ConsensusForm(ConsentForm):
    method = Method.CONSENSUS
    heading_text = _("Look for agreement")
    more = (*ASKED, "threshold", "basis", "quorum", *ANSWERS, *LATER)
    lead = _("People agree, disagree or block. It goes ahead when people agree and nobody blocks.")


class VoteForm(DecisionForm):
    method = Method.VOTE
    heading_text = _("Vote")
    front = ("options", "closes_at")
    more = (
        *ASKED, "max_choices", "threshold", "basis", "quorum", "is_secret", *ANSWERS, *LATER
    )  # fmt: skip
    options_help = _(
        "Leave all rows empty for “In favour”, “Against” and “No opinion”. “No opinion” counts "
        "for the quorum, and not for the threshold."
    )
    threshold_initial = Threshold.MAJORITY
    lead = _("Everyone has a vote. What has enough votes is adopted.")


class RankedForm(DecisionForm):
    method = Method.RANKED
    heading_text = _("Put in order")
    front = ("options", "closes_at")
    more = (*ASKED, "quorum", "is_secret", *ANSWERS, *LATER)
    lead = _(
        "Everyone puts the options in order. What has the fewest first places drops out, until "
        "one option has more than half."
    )


class ScoreForm(RankedForm):
    method = Method.SCORE
    heading_text = _("Give points")
    more = (*ASKED, "max_score", "quorum", "is_secret", *ANSWERS, *LATER)
    lead = _("Everyone gives points to each option. The most points win.")


class DatesForm(DecisionForm):
    method = Method.DATES
    heading_text = _("Find a date")
    title_label = _("What do you want to meet about?")
    body_label = _("Place and agenda")
    front = ("options", "closes_at")
    more = (*ASKED, "results", "may_change")
    lead = _("People say when they can. The moment that suits most people is chosen.")


FORMS = {
    form.method: form
    for form in (
        RecordedForm, AdviceForm, ConsentForm, ConsensusForm, VoteForm, RankedForm, ScoreForm,
        DatesForm,
    )
}  # fmt: skip
