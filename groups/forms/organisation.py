from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import Domain, Organisation
from groups.models.organisation import ascii_domain
from workspace.text import clean_line, validate_line


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ["name"]

    def clean_name(self):
        """Names are the same in whatever case."""
        validate_line(self.cleaned_data["name"])
        name = clean_line(self.cleaned_data["name"])
        others = Organisation.objects.exclude(pk=self.instance.pk)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("There is an organisation of this name already."))
        return name


class DomainForm(forms.Form):
    name = forms.CharField(
        label=_("Domain"),
        max_length=253,
        help_text=_(
            "What stands behind the @ in their addresses. Sub-domains count only if you add them."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_name(self):
        name = ascii_domain(self.cleaned_data["name"])
        taken = Domain.objects.filter(name=name).select_related("organisation").first()
        if taken:
            raise forms.ValidationError(
                _("This domain belongs to %(organisation)s."),
                params={"organisation": taken.organisation},
            )
        return name


class MergeForm(forms.Form):
    """Another organisation, by its name."""

    other = forms.CharField(
        label=_("Name of the other organisation"),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
    )

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_other(self):
        name = clean_line(self.cleaned_data["other"])
        others = Organisation.objects.exclude(pk=self.organisation.pk)
        other = others.filter(name__iexact=name).first()
        if other is None:
            raise forms.ValidationError(_("There is no other organisation of this name."))
        return other
