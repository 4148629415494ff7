"""The letter that asks a visitor whether a reaction is theirs. It carries nothing that they typed:
whoever fills in another's address sends them no words of their own."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from groups.mail import letter

VALID_FOR = timedelta(days=2)
SALT = "conversations.visitors"


def token_of(held):
    return signing.dumps(held.pk, salt=SALT)


def key_in(token):
    """The key of the held reaction. Raises `signing.BadSignature`, also for one that is too old."""
    return signing.loads(token, salt=SALT, max_age=VALID_FOR)


def confirmation(held, language):
    with override(language):
        path = reverse("reaction_confirm", args=[token_of(held)])
        group = held.thread.group
        about = {"thread": held.thread, "group": group, "url": settings.SITE_URL + path}
        text = render_to_string("mail/reaction.txt", about)
        return letter(_("Is this reaction yours?"), text, [held.email])
