"""What platform administrators and those of a sub-site fill in."""

import re

from allauth.socialaccount.adapter import get_adapter
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from groups.models import Person, Subsite
from groups.pictures import emblem
from groups.subsites.facilities import facilities
from workspace.text import clean_line, clean_text, validate_line

LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
DOMAIN = re.compile(rf"({LABEL}\.)+[a-z][a-z0-9-]{{0,61}}[a-z0-9]")
MOST_DOMAINS = 100


class PlaceForm(forms.ModelForm):
    """Name and host name, which the administrators of the platform give."""

    administrator = forms.EmailField(
        label=_("E-mail address of its first administrator"),
        help_text=_("Someone with an account. They do the rest."),
    )

    class Meta:
        model = Subsite
        fields = ["name", "host"]
        help_texts = {"host": _("For example samen.rivierstad.nl. Without one it has a path.")}

    def clean_host(self):
        host = (self.cleaned_data["host"] or "").strip().lower()
        if not host:
            return None
        if len(host) > 253 or not DOMAIN.fullmatch(host):
            raise ValidationError(_("Write a host name, as samen.rivierstad.nl."))
        if host in settings.ALLOWED_HOSTS:
            raise ValidationError(_("This is the name of the platform itself."))
        return host

    def clean_administrator(self):
        return known_person(self.cleaned_data["administrator"])


class AddressForm(forms.Form):
    """Someone with an account, by a confirmed address."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput)

    def clean_email(self):
        return known_person(self.cleaned_data["email"])


class GroundsForm(forms.Form):
    grounds = forms.CharField(label=_("Why?"), max_length=500, validators=[validate_line])

    def clean_grounds(self):
        return clean_line(self.cleaned_data["grounds"])


class SubsiteForm(forms.ModelForm):
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("A JPEG, PNG or WebP of at most 5 MB. We make it small."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    without_logo = forms.BooleanField(label=_("No logo any more"), required=False)
    facilities = forms.MultipleChoiceField(
        label=_("What there is"),
        choices=lambda: facilities().items(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What you switch off is not in the menu, and cannot be reached."),
    )

    field_order = ["name", "tagline", "welcome", "logo", "without_logo", "facilities"]

    class Meta:
        model = Subsite
        fields = ["name", "tagline", "welcome", "logo"]
        widgets = {"welcome": forms.Textarea(attrs={"rows": 8})}
        help_texts = {"welcome": _("You can use Markdown.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        off = self.instance.facilities_off
        self.initial["facilities"] = [name for name in facilities() if name not in off]
        if not self.instance.logo:
            del self.fields["without_logo"]

    def clean_logo(self):
        logo = self.cleaned_data["logo"]
        return emblem(logo) if logo and "logo" in self.changed_data else logo

    def clean_welcome(self):
        return clean_text(self.cleaned_data["welcome"])

    def changes(self):
        """The fields for `Subsite.change`."""
        data = self.cleaned_data
        on = data["facilities"]
        changes = {name: data[name] for name in ("name", "tagline", "welcome")}
        changes["facilities_off"] = [name for name in facilities() if name not in on]
        if "logo" in self.changed_data or data.get("without_logo"):
            changes["logo"] = "" if data.get("without_logo") else data["logo"]
        return changes


class AdmissionForm(forms.ModelForm):
    domains = forms.CharField(
        label=_("Domains of e-mail addresses"),
        required=False,
        max_length=20_000,
        help_text=_("One on each line, as rivierstad.nl. An address there must be confirmed."),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    provider = forms.ChoiceField(label=_("Account of an organisation"), required=False)
    is_closed = forms.TypedChoiceField(
        label=_("Who may in?"),
        choices=[
            (False, _("Open: everyone sees what its groups allow")),
            (True, _("Closed: only who is let in sees anything of it")),
        ],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )

    field_order = ["is_closed", "domains", "provider", "terms"]

    class Meta:
        model = Subsite
        fields = ["is_closed", "domains", "provider", "terms"]
        widgets = {"terms": forms.Textarea(attrs={"rows": 10})}
        help_texts = {
            "terms": _("Other terms are asked of everyone again. You can use Markdown."),
        }

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["domains"] = "\n".join(self.instance.domains)
        apps = get_adapter(request).list_apps(request)
        providers = [(app.provider_id or app.provider, app.name) for app in apps]
        self.fields["provider"].choices = [("", _("Not needed")), *providers]

    def clean_domains(self):
        words = self.cleaned_data["domains"].lower().replace(",", " ").split()
        domains = list(dict.fromkeys(word.removeprefix("@") for word in words))
        wrong = [domain for domain in domains if len(domain) > 253 or not DOMAIN.fullmatch(domain)]
        if wrong:
            sentence = gettext("This is not a domain: %(domain)s")
            raise ValidationError([sentence % {"domain": domain[:100]} for domain in wrong[:10]])
        if len(domains) > MOST_DOMAINS:
            raise ValidationError(
                _("Write at most %(count)s domains."), params={"count": MOST_DOMAINS}
            )
        return domains

    def clean_terms(self):
        return clean_text(self.cleaned_data["terms"])


def known_person(email):
    """Raises `ValidationError` where nobody has this address."""
    person = Person.objects.reached_at(email).filter(is_active=True).first()
    if person is None:
        raise ValidationError(_("Nobody has an account with this address."))
    return person


class OpeningForm(forms.Form):
    """Another sub-site that this person knows of: an open one, or one that let them in."""

    subsite = forms.ModelChoiceField(label=_("Sub-site"), queryset=None)

    def __init__(self, *args, group, person, **kwargs):
        super().__init__(*args, **kwargs)
        found = Subsite.objects.known_to(person).exclude(pk=group.subsite_id)
        taken = Subsite.objects.opened_or_asked(group)
        self.fields["subsite"].queryset = found.exclude(pk__in=taken.values("pk"))
