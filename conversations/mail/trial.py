"""The mail to an address that works again, as its person says: they see for themselves."""

from django.apps import apps
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from conversations.mail import addresses
from groups.mail import letter


@task()
def send_trial(pk):
    """When it comes back, that counts as for every other mail."""
    person = apps.get_model("groups.Person").objects.filter(pk=pk, is_active=True).first()
    if person is None:
        return
    with override(person.language):
        about = {"person": person, "url": settings.SITE_URL + reverse("my_mail")}
        text = render_to_string("mail/works_again.txt", about)
        message = letter(_("Your mail from Beraad works again"), text, [person.email])
    message.extra_headers["From"] = settings.DEFAULT_FROM_EMAIL
    message.from_email = addresses.bounce_address(person)
    message.send()
