"""The link by which someone says whether a mail that waits is theirs: whoever has it reads the mail
of the address that we know, so it needs no signing in."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from conversations.models import Delivery

SALT = "conversations.mail.asking"


def url_of(delivery):
    token = signing.dumps(delivery.pk, salt=SALT)
    return settings.SITE_URL + reverse("delivery_confirm", args=[token])


def delivery_at(token):
    """The mail that a link is about; None for a link that is not ours, or older than mails are
    kept."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=timedelta(days=settings.MAIL_KEPT_DAYS))
    except signing.BadSignature:
        return None
    return Delivery.objects.select_related("person", "thread", "group").filter(pk=pk).first()
