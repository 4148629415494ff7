"""How sign-up and sign-in of django-allauth are fitted to our people and our mail."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth.hashers import make_password
from django.contrib.sites.requests import RequestSite
from django.core.validators import MaxLengthValidator
from django.utils.crypto import get_random_string
from django.utils.translation import get_language

from groups import mail
from groups.models import Person
from workspace.http.paths import is_ours
from workspace.text import clean_line

INVITED = "invited_email"


def limit(field):
    return Person._meta.get_field(field).max_length


class AccountAdapter(DefaultAccountAdapter):
    def new_user(self, request):
        person = super().new_user(request)
        person.language = get_language()
        return person

    def save_user(self, request, user, form, commit=True):
        user.name = form.cleaned_data["name"]
        return super().save_user(request, user, form, commit)

    def clean_email(self, email):
        MaxLengthValidator(limit("email"))(email)
        return super().clean_email(email)

    def is_email_verified(self, request, email):
        """Who came by the link of an invitation has read our mail to its address: they need not
        confirm it once more."""
        return request.session.get(INVITED) == email.lower()

    def send_account_already_exists_mail(self, email):
        """Signing up with an address that is known takes as long as with one that is not: a
        password is hashed too, or the time would tell."""
        make_password(get_random_string(12))
        super().send_account_already_exists_mail(email)

    def is_safe_url(self, url):
        """Where `next` may lead. Allauth's own takes every host of `ALLOWED_HOSTS`, and breaks on
        what is no address at all."""
        return is_ours(self.request, url)

    def send_mail(self, template_prefix, email, context):
        site = RequestSite(self.request)
        site.name = "Beraad"
        super().send_mail(template_prefix, email, {"current_site": site} | context)

    def render_mail(self, template_prefix, email, context, headers=None):
        headers = mail.of_a_machine() | (headers or {})
        message = super().render_mail(template_prefix, email, context, headers)
        message.attach_alternative(mail.as_html(message.subject, message.body), "text/html")
        return message


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def populate_user(self, request, sociallogin, data):
        """The name as the provider gives it, or else the first part of the address."""
        person = super().populate_user(request, sociallogin, data)
        parts = [data.get("first_name"), data.get("last_name")]
        name = data.get("name") or " ".join(filter(None, parts)) or person.email.split("@")[0]
        person.name = clean_line(name)[: limit("name")]
        return person
