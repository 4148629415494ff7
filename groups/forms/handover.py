from dataclasses import dataclass

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups import access
from groups.duties import duties_of
from groups.models import Group, Membership, Person


@dataclass
class Rank:
    """A duty like those of other apps: to keep a group in order."""

    group: Group
    role: str
    of: Person

    @property
    def title(self):
        return self.group.name

    @property
    def url(self):
        return self.group.get_absolute_url()

    def hand_over(self, to, by, **how):
        self.group.hand_over(to, by=by, of=self.of, **how)


def ranks_of(person):
    """In the groups that this person keeps in order; small ones are everybody's."""
    found = Membership.objects.filter(person=person, role__in=access.KEEPERS, group__is_small=False)
    ranks = found.select_related("group__stream").order_by("group__name")
    return [Rank(each.group, each.get_role_display(), person) for each in ranks]


class SuccessorField(forms.CharField):
    def __init__(self, **options):
        widget = forms.TextInput(attrs={"list": "successors", "autocomplete": "off"})
        super().__init__(max_length=60, widget=widget, **options)

    def clean(self, value):
        return super().clean(value).strip().lstrip("@").lower()


class HandoverForm(forms.Form):
    """Each duty to someone of its own, or all to one. `cleaned_data["handed"]` is a list of
    (duty, successor)."""

    everything = SuccessorField(
        label=_("Successor for everything"),
        required=False,
        help_text=_("Their name with an @, as on their own page: @daan.kuipers."),
    )
    leave = forms.ChoiceField(
        label=_("And then"),
        choices=[("", _("I stay as an ordinary member")), ("leave", _("I leave these groups"))],
        required=False,
        widget=forms.RadioSelect,
    )

    use_required_attribute = False

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.duties = {duty.url: duty for duty in [*ranks_of(person), *duties_of(person)]}
        for key, duty in self.duties.items():
            self.fields[key] = SuccessorField(label=duty.title, required=False)

    @property
    def rows(self):
        return [(self[key], duty) for key, duty in self.duties.items()]

    def clean(self):
        typed = {key: self.cleaned_data.get(key) for key in ["everything", *self.duties]}
        people = successors(self.person, set(typed.values()))
        for key, handle in typed.items():
            if handle and handle not in people:
                self.add_error(key, _("There is nobody of this name to choose."))
        handed = []
        for key, duty in self.duties.items():
            to = people.get(typed[key] or typed["everything"])
            if to and typed[key] and isinstance(duty, Rank) and not can_take(duty, to):
                sentence = _("%(name)s is not a member of this group.") % {"name": to}
                self.add_error(key, sentence)
            elif to:
                handed.append((duty, to))
        if not handed and not self.errors:
            self.add_error("everything", _("Choose someone, here or beside one of the groups."))
        return self.cleaned_data | {"handed": handed}


class HandoverByAdministratorForm(forms.Form):
    """All that someone who has left kept in order, as far as one successor is a member there."""

    everything = SuccessorField(
        label=_("Successor"), help_text=_("Their name with an @, as on their own page.")
    )
    grounds = forms.CharField(
        label=_("Why do you do this?"),
        max_length=500,
        help_text=_("The owners of the groups read this in a mail."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, by, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.person = by, person

    def clean_everything(self):
        handle = self.cleaned_data["everything"]
        people = successors(self.by, {handle})
        if handle not in people or people[handle] == self.person:
            raise forms.ValidationError(_("There is nobody of this name to choose."))
        return people[handle]


def successors(person, handles):
    """{handle: person} of those whom this person may see."""
    found = Person.objects.visible_to(person).filter(handle__in=handles - {None, ""})
    return {each.handle: each for each in found.select_related("stream")}


def can_take(rank, to):
    return rank.group.memberships.in_force().full().filter(person=to).exists()


def candidates(person):
    """Some of the people who are members of a group that this person keeps in order."""
    kept = access.memberships(person.pk).filter(role__in=access.KEEPERS, group__is_small=False)
    members = Membership.objects.in_force().full().filter(group__in=kept.values("group"))
    there = Q(pk__in=members.exclude(person=person).values("person"))
    return Person.objects.visible_to(person).filter(there).order_by("name")[:100]
