"""The form of a new decision, and of a draft."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from conversations.outcome_forms import OutcomeForm
from conversations.outcomes.decisions.forms.options import rows_of
from conversations.outcomes.decisions.forms.settings import SETTINGS
from conversations.outcomes.decisions.models import Audience, Decision, Method, Threshold

# What is asked once, when it is made.
OF_A_NEW_ONE = {"draft", "replaces"}


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
        if decision is not None:
            self.more = [name for name in self.more if name not in OF_A_NEW_ONE]
            self.initial = self._now() | self.initial
        for name in (*self.front, *self.more):
            self.fields[name] = SETTINGS[name](self)

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
        if given.get("people"):
            given["audience"] = Audience.NAMED  # naming people is asking those people
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
        try:
            self.decision.revise(self.person, **words, **self.settings())
        except ValidationError as errors:
            self.refuse(errors)
        return not self.errors

    def refuse(self, errors):
        for name, words in errors.message_dict.items():
            self.add_error(name if name in self.fields else None, words)

    def _now(self):
        """What a draft says now."""
        decision = self.decision
        names = {field.name for field in decision._meta.concrete_fields}
        about = {
            name: getattr(decision, name) for name in (*self.front, *self.more) if name in names
        }
        about |= {"title": decision.title, "body": decision.message.body}
        about |= {"options": rows_of(decision.options.all())}
        about |= {"people": [person.pk for person in decision.named.all()]}
        return about

    def replaceable(self):
        found = Decision.objects.replaceable_by(self.person, self.thread.group)
        return found.exclude(pk=self.decision and self.decision.pk).order_by("-created_at", "-pk")
