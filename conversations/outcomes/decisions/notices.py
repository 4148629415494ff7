"""The letters about decisions: that an answer is missing, what came out, and to look again."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from conversations.mail.buttons import buttons_for
from conversations.mail.stopping import reached
from groups.mail import letter_from

# By name: the subject, and the method of Decision that says to whom.
LETTERS = {
    "reminder": (_("Your answer is asked: %(title)s"), "who_must_answer"),
    "result": (_("The result: %(title)s"), "who_took_part"),
    "waiting": (_("You decide: %(title)s"), "who_decides"),
    "review": (_("Look again at: %(title)s"), "who_looks_again"),
}


def recipients(decision, about, after=0):
    """Those of them who may read it at this moment and want mail, after the one with this key."""
    people = reached(getattr(decision, LETTERS[about][1])(), decision.thread)
    people = people.filter(pk__in=decision.thread.readers().values("pk"))
    return people.filter(pk__gt=after, is_active=True).order_by("pk")


def send(decision, about, people):
    """To each in their own language and time zone. Nothing of a card that was taken away."""
    if decision.message.is_gone:
        return
    url = settings.SITE_URL + decision.get_absolute_url()
    people = list(people)
    verbs = decision.config.mail_verbs(decision, people)
    for person in people:
        with person.as_reader():
            words = {"decision": decision, "person": person, "url": url}
            words["buttons"] = buttons_for(decision, person, verbs.get(person.pk, ()))
            text = render_to_string(f"decisions/mail/{about}.txt", words)
            subject = LETTERS[about][0] % {"title": decision.title}
            letter_from(decision.group, subject, text, [person.email], url).send()
