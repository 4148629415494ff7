"""What every answer to a decision has: its form, and perhaps a reason."""

from django import forms
from django.utils.translation import gettext as _

from conversations.outcomes.decisions.forms.fields import Text
from conversations.outcomes.decisions.models import Meaning, Method, Reasons
from conversations.outcomes.decisions.wording import option_words

OBJECTED_TO = {Method.RECORDED, Method.CONSENT, Method.CONSENSUS}


class BallotForm(forms.Form):
    """`ballot` is what was answered before."""

    use_required_attribute = False

    def __init__(self, *args, decision, ballot=None, **kwargs):
        self.decision = decision
        self.options = [option for option in decision.options.all() if not option.is_withdrawn]
        super().__init__(*args, **kwargs)
        self.make_fields()
        if not decision.is_secret and (decision.stands or decision.reasons != Reasons.NEVER):
            self.fields["reason"] = Text(
                label=self.reason_label, required=self.needs_reason, help_text=self.reason_help
            )
        if ballot is not None:
            self.initial = self.was(ballot.answer) | {"reason": ballot.reason} | self.initial

    def make_fields(self):
        raise NotImplementedError

    def was(self, answer):
        """What the fields begin with, of an answer as it is kept."""
        raise NotImplementedError

    @property
    def answer(self):
        raise NotImplementedError

    @property
    def needs_reason(self):
        return self.decision.reasons == Reasons.ALWAYS or self.decision.method == Method.ADVICE

    @property
    def reason_label(self):
        if self.decision.method == Method.ADVICE:
            return _("Your advice")
        return _("Why?") if self.can_object else _("Remark")

    @property
    def reason_help(self):
        if self.needs_reason or not self.can_object:
            return ""
        if self.decision.method == Method.RECORDED:
            return _("For a reservation a reason is needed.")
        if self.decision.stands or self.decision.reasons == Reasons.OBJECTION:
            return _("For an objection a reason is needed.")
        return ""

    @property
    def can_object(self):
        """Whether one of the answers is against something."""
        against = any(option.meaning == Meaning.AGAINST for option in self.options)
        return against or self.decision.method in OBJECTED_TO

    def option_choices(self):
        return [(str(option.number), option_words(option)) for option in self.options]
