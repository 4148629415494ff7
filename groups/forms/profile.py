import zoneinfo
from itertools import groupby

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from groups.models import Organisation, Person
from groups.pictures import portrait
from workspace.text import clean_line, validate_line

CONTINENTS = {
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe",
    "Indian", "Pacific",
}  # fmt: skip


def time_zones():
    """Choices by continent that begin with the city: typing "ams" in the list finds one."""
    names = sorted(zoneinfo.available_timezones())
    for continent, zones in groupby(names, key=lambda name: name.split("/")[0]):
        if continent in CONTINENTS:
            yield continent, [(name, name.split("/", 1)[1].replace("_", " ")) for name in zones]
    yield "UTC", [("UTC", "UTC")]


class ProfileForm(forms.ModelForm):
    organisation = forms.CharField(
        label=_("Organisation"),
        required=False,
        max_length=Organisation._meta.get_field("name").max_length,
        validators=[validate_line],
        help_text=_("Choose one from the list, or write a new one."),
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("A JPEG, PNG or WebP of at most 5 MB. We cut a square out of the middle."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    without_picture = forms.BooleanField(label=_("Show my initials instead"), required=False)

    field_order = [
        "name", "function", "organisation", "expertise", "visibility", "picture",
        "without_picture", "language", "time_zone", "order",
    ]  # fmt: skip

    class Meta:
        model = Person
        fields = [
            "name", "function", "expertise", "visibility", "picture", "language", "time_zone",
            "order",
        ]  # fmt: skip
        help_texts = {"expertise": _("What can people ask you about? For example: heat, tenders.")}
        widgets = {
            "visibility": forms.RadioSelect,
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "function": forms.TextInput(attrs={"autocomplete": "organization-title"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["organisation"] = self.instance.organisation or ""
        self.initial["time_zone"] = self.instance.clock.key  # one of those in the list
        if self.instance.organisation and not self.instance.is_external:
            self._fix_organisation()
        if not self.instance.picture:
            del self.fields["without_picture"]

    def _fix_organisation(self):
        """It follows from an address: who works elsewhere now changes that."""
        field = self.fields["organisation"]
        field.disabled = True
        field.help_text = _(
            "This follows from your confirmed e-mail address. Do you work elsewhere now? "
            "Then change your e-mail addresses."
        )

    def clean_picture(self):
        picture = self.cleaned_data["picture"]
        return portrait(picture) if picture and "picture" in self.changed_data else picture

    def save(self):
        if not self.fields["organisation"].disabled:
            name = clean_line(self.cleaned_data["organisation"])
            self.instance.organisation = Organisation.objects.named(name) if name else None
        if self.cleaned_data.get("without_picture"):
            self.instance.picture = ""
        former = self.initial["picture"]
        if former and former.name != self.instance.picture.name:
            transaction.on_commit(lambda: former.storage.delete(former.name))
        return super().save()
