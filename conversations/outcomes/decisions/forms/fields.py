"""Fields that several forms about decisions have: moments, people, options."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.models import Person
from workspace.text import clean_text

# A calendar ends somewhere; a moment in the year 1 has none in another zone.
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
YEARS = [MinValueValidator(FIRST), MaxValueValidator(LAST)]
ON_SCREEN = "%Y-%m-%dT%H:%M"


def is_in_calendar(moment):
    return FIRST < moment.date() < LAST


class Day(forms.DateField):
    def __init__(self, **options):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**{"required": False, "widget": widget, "validators": YEARS} | options)


class Moment(forms.DateTimeField):
    """To the minute, by the reader's own clock."""

    def __init__(self, **options):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=ON_SCREEN)
        super().__init__(**{"required": False, "widget": widget} | options)

    def clean(self, value):
        moment = super().clean(value)
        if moment and not is_in_calendar(moment):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return moment


class Text(forms.CharField):
    """Several lines, that are kept as they were typed."""

    def __init__(self, *, rows=3, **options):
        about = {"max_length": 5000, "strip": False, "widget": forms.Textarea({"rows": rows})}
        super().__init__(**about | options)

    def clean(self, value):
        return super().clean(clean_text(value or ""))


class PeopleField(forms.ModelMultipleChoiceField):
    """People who can answer in a conversation: members of its group, and its guests."""

    def __init__(self, *, thread, guests=True, **options):
        about = {"required": False, "widget": forms.CheckboxSelectMultiple}
        super().__init__(queryset=people_of(thread, guests=guests), **about | options)
        self.error_messages["invalid_choice"] = _("Choose from the people who are here.")


def people_of(thread, *, guests=True):
    """Those who take part in a conversation now."""
    members = thread.group.memberships.full().in_force()
    found = Q(pk__in=members.values("person"))
    if guests:
        found |= Q(pk__in=thread.passes().order_by().values("membership__person"))
    return Person.objects.filter(found, is_active=True).order_by("name", "pk")


def next_week():
    """A week from now, at the end of a working day: where a closing time begins."""
    day = timezone.localdate() + timedelta(days=7)
    return datetime.combine(day, time(17)).replace(tzinfo=timezone.get_current_timezone())


WITHOUT_END = gettext_lazy("Empty: it stays open until someone closes it.")
