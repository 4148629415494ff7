"""The options of a vote, a ranking, a score or a date poll: a row for each."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_datetime, parse_time
from django.utils.translation import gettext as _

from conversations.outcomes.decisions.forms.fields import ON_SCREEN, is_in_calendar
from conversations.outcomes.decisions.models.choices import MAX_OPTIONS, Meaning
from workspace.text import clean_line

FEWEST_ROWS = 3


class OptionRows(forms.Widget):
    """A row for each option, all with the same names: without JavaScript another row comes by a
    button, too. `moments`: options are moments; `meanings`: an option can be for or against."""

    use_fieldset = True
    template = "decisions/option_rows.html"

    def __init__(self, *, moments=False, meanings=False):
        self.moments, self.meanings = moments, meanings
        super().__init__()

    def value_from_datadict(self, data, files, name):
        """The rows as they were typed, with one more, or one less, where that was asked."""
        names = ("starts", "until") if self.moments else ("label", "meaning")
        columns = [data.getlist(f"{name}_{column}") for column in names]
        count = max(map(len, columns))
        rows = [
            {
                column: values[n] if n < len(values) else ""
                for column, values in zip(names, columns, strict=True)
            }
            for n in range(count)
        ]
        dropped = data.get(f"{name}_drop", "")
        if dropped.isascii() and dropped.isdigit() and len(dropped) < 4 and int(dropped) < count:
            del rows[int(dropped)]
        if f"{name}_more" in data:
            rows.append({"is_new": True})
        return rows

    def value_omitted_from_data(self, data, files, name):
        return not any(key.startswith(f"{name}_") for key in data)

    def render(self, name, value, attrs=None, renderer=None):
        rows = list(value or [])[: MAX_OPTIONS + 1]
        rows += [{}] * (FEWEST_ROWS - len(rows))
        about = {
            "name": name, "rows": rows, "moments": self.moments, "attrs": attrs or {},
            "meanings": Meaning.choices if self.meanings else (),
            "is_full": len(rows) >= MAX_OPTIONS,
        }  # fmt: skip
        return render_to_string(self.template, about)


class OptionsField(forms.Field):
    """Becomes what `Decision.objects.grow` takes as options; empty rows are left out."""

    def __init__(self, *, moments=False, meanings=False, **options):
        widget = OptionRows(moments=moments, meanings=meanings)
        super().__init__(widget=widget, **{"required": False} | options)

    def clean(self, value):
        rows = [row for row in value or () if any(row.get(k) for k in ("label", "starts", "until"))]
        if len(rows) > MAX_OPTIONS:
            raise ValidationError(_("At most %(count)d options fit.") % {"count": MAX_OPTIONS})
        read = self._moment if self.widget.moments else self._choice
        options = [read(row) for row in rows]
        if len(options) < 2 and not (self.widget.meanings and not options):
            raise ValidationError(_("Give at least two options."))
        return options

    def _choice(self, row):
        label, meaning = clean_line(row["label"]), row.get("meaning") or Meaning.CHOICE
        if not label or len(label) > 150:
            raise ValidationError(_("An option is one line of at most 150 characters."))
        if meaning not in Meaning.values:
            raise ValidationError(_("Choose what each option means."))
        return {"label": label, "meaning": meaning}

    def _moment(self, row):
        starts = self._read(parse_datetime, row.get("starts"))
        if starts is None or not is_in_calendar(starts):
            raise ValidationError(_("Give the day and the time at which each option begins."))
        until = self._read(parse_time, row.get("until")) if row.get("until") else None
        if row.get("until") and until is None:
            raise ValidationError(_("Give the time at which it ends as hours and minutes."))
        zone = timezone.get_current_timezone()
        ends = until and datetime.combine(starts.date(), until).replace(tzinfo=zone)
        return {"starts_at": starts.replace(tzinfo=zone), "ends_at": ends}

    @staticmethod
    def _read(parse, value):
        try:
            return parse((value or "").strip())
        except ValueError:
            return None


def rows_of(options):
    """The options of a decision as the rows of the field."""
    zone = timezone.get_current_timezone()
    return [
        {
            "starts": timezone.localtime(option.starts_at, zone).strftime(ON_SCREEN),
            "until": f"{timezone.localtime(option.ends_at, zone):%H:%M}" if option.ends_at else "",
        }
        if option.starts_at
        else {"label": option.label, "meaning": option.meaning}
        for option in options
    ]
