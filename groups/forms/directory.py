from django import forms
from django.utils.translation import gettext_lazy as _

from groups import access
from groups.forms.filtering import FilterForm
from groups.models import Group, Organisation


class DirectoryForm(FilterForm):
    """What to look for in the list of people."""

    q = forms.CharField(
        label=_("Name, function, organisation or expertise"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    function = forms.CharField(label=_("Function"), required=False, max_length=80)
    expertise = forms.CharField(label=_("Expertise"), required=False, max_length=80)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        required=False,
        queryset=Organisation.objects.none(),
        empty_label=_("All organisations"),
    )
    group = forms.ModelChoiceField(
        label=_("In my group"),
        required=False,
        queryset=Group.objects.none(),
        to_field_name="slug",
        empty_label=_("All groups"),
    )
    who = forms.ChoiceField(
        label=_("External or not"),
        required=False,
        choices=[
            ("", _("Everyone")),
            ("external", _("Only external people")),
            ("internal", _("Only people of an organisation")),
        ],
    )

    def __init__(self, *args, person, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.person, self.people = person, people
        organisations = Organisation.objects.filter(people__in=people.order_by().values("pk"))
        self.fields["organisation"].queryset = organisations.distinct()
        own = access.memberships_of(person).full().values("group")
        self.fields["group"].queryset = Group.objects.filter(pk__in=own, is_small=False)

    def found(self):
        asked = self.asked()
        people = self.people.sought(asked.get("q", ""))
        for field in {"function", "expertise"} & asked.keys():
            people = people.filter(**{f"{field}__icontains": asked[field]})
        if "organisation" in asked:
            people = people.filter(organisation=asked["organisation"])
        if "group" in asked:
            people = people.in_group_with(self.person, asked["group"])
        if "who" in asked:
            people = people.filter(is_external=asked["who"] == "external")
        return people
