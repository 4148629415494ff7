"""What people fill in about a decision that is there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from conversations.models.message import MAX_BODY
from conversations.outcomes.decisions.forms.fields import Day, Moment, PeopleField, Text, people_of
from conversations.outcomes.decisions.models import Option
from conversations.outcomes.decisions.wording import option_words
from groups.models import Person
from workspace.text import clean_line, validate_line


class WithdrawForm(forms.Form):
    why = forms.CharField(label=_("Why?"), required=False, max_length=500)

    def clean_why(self):
        return clean_line(self.cleaned_data["why"])


class RescheduleForm(forms.Form):
    closes_at = Moment(label=_("Until when can people answer?"), required=True)


class AmendForm(forms.Form):
    """Other words; an objection can be met by them. Everyone is asked again."""

    title = forms.CharField(label=_("Title"), max_length=150, validators=[validate_line])
    body = Text(label=_("The proposal"), required=False, rows=10, max_length=MAX_BODY)
    why = forms.CharField(
        label=_("What changed, and why?"), required=False, max_length=500,
        help_text=_("Everyone reads this, and is asked again."),
    )  # fmt: skip
    closes_at = Moment(label=_("Until when can people answer?"))

    use_required_attribute = False

    def clean_why(self):
        return clean_line(self.cleaned_data["why"])


class DecideForm(forms.Form):
    """What the count left to a person."""

    adopted = forms.TypedChoiceField(
        label=_("What do you decide?"), widget=forms.RadioSelect,
        choices=[("yes", _("It goes ahead")), ("no", _("It does not go ahead"))],
        coerce=lambda value: value == "yes", empty_value=None,
    )  # fmt: skip
    statement = Text(label=_("What was decided, in plain words"), required=False, rows=5)

    use_required_attribute = False

    def __init__(self, *args, decision, **kwargs):
        super().__init__(*args, **kwargs)
        if decision.has_options:
            options = decision.options.filter(withdrawn_at=None)
            if tied := (decision.result or {}).get("tied"):
                options = options.filter(number__in=tied)
            self.fields["option"] = OptionChoice(
                label=_("Which one?"), queryset=options, widget=forms.RadioSelect, required=False,
                empty_label=None,
            )  # fmt: skip
            self.order_fields(["adopted", "option", "statement"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("adopted") and "option" in self.fields and cleaned.get("option") is None:
            self.add_error("option", _("Choose what it becomes."))
        return cleaned


class OptionChoice(forms.ModelChoiceField):
    def label_from_instance(self, option: Option):
        return option_words(option)


class StatementForm(forms.Form):
    statement = Text(
        label=_("What was decided, in plain words"), rows=5,
        help_text=_("So that someone who was not there understands it."),
    )  # fmt: skip
    effective_from = Day(label=_("In force from"))
    review_on = Day(
        label=_("Look again on"),
        help_text=_("On that day those who carry it out get a reminder."),
    )

    use_required_attribute = False

    def __init__(self, *args, decision, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["carriers"] = PeopleField(thread=decision.thread, label=_("Who carry it out?"))


class ReplyForm(forms.Form):
    text = Text(label=_("Your answer"), rows=4)


class ProxyForm(forms.Form):
    """To whom someone gives their vote: one of those who were asked."""

    to = forms.ModelChoiceField(label=_("Who answers for you?"), queryset=Person.objects.none())

    use_required_attribute = False

    def __init__(self, *args, decision, person, **kwargs):
        super().__init__(*args, **kwargs)
        asked = decision.voters.filter(proxy=None).exclude(person=person)
        here = people_of(decision.thread)
        self.fields["to"].queryset = here.filter(pk__in=asked.values("person"))
