"""The letters that go out about people and groups."""

from email.header import Header
from email.utils import make_msgid

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from groups.invitation_address import address_of


class Outgoing(EmailMultiAlternatives):
    """A mail whose subject is read as it was written."""

    def message(self):
        message = super().message()
        if is_like_encoded(self.subject):
            del message["Subject"]
            message["Subject"] = encoded(self.subject)
        return message


def is_like_encoded(words):
    """Whether mail programs would take it for something else, encoded (RFC 2047): in the name of a
    group or a person, or in a subject, that could be anything."""
    return "=?" in words


def encoded(words):
    """In encoded words of at most 75 letters, on one line."""
    return Header(words, "utf-8").encode().replace("\n", "")


def letter(subject, text, to):
    """A mail in plain text, and the same text as simple HTML."""
    message = Outgoing(subject, text, to=to, headers=of_a_machine())
    message.attach_alternative(as_html(subject, text), "text/html")
    return message


def of_a_machine():
    """The headers of a mail that nobody wrote (RFC 3834, 5), so that no machine answers it."""
    return {
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "Message-ID": make_msgid(domain=settings.MAIL_DOMAIN),
    }


def letter_from(group, subject, text, to, url):
    """A letter with words from a group. Where mails may not contain these, it says that there is
    news and nothing more."""
    if not group.mails_words:
        subject = _("There is news in %(group)s") % {"group": group}
        text = render_to_string("mail/group_news.txt", {"group": group, "url": url})
    return letter(subject, text, to)


def as_html(subject, text):
    about = {"subject": subject, "text": text, "language": get_language()}
    return render_to_string("mail/letter.html", about)


def invitation(invitation):
    """In the language of who is invited, where we know them; else in that of who invites."""
    person = apps.get_model("groups.Person").objects.reached_at(invitation.email).first()
    with override((person or invitation.invited_by).language):
        path = reverse("invitation", args=[invitation.token])
        about = {"invitation": invitation, "person": person, "url": settings.SITE_URL + path}
        subject = _("%(inviter)s invites you to %(group)s") % {
            "inviter": invitation.invited_by,
            "group": invitation.group,
        }
        about["by_mail"] = person is None or person.is_by_mail
        message = letter(
            subject, render_to_string("mail/invitation.txt", about), [invitation.email]
        )
        message.reply_to = [address_of(invitation)] if about["by_mail"] else []
        return message


def answer(asked):
    """To who asked to join a group: whether they may, and if not why."""
    with override(asked.person.language):
        url = settings.SITE_URL + asked.group.get_absolute_url()
        subject = _("You are a member of %(group)s") if asked.granted else _("%(group)s: not now")
        text = render_to_string("mail/answer.txt", {"asked": asked, "url": url})
        return letter(subject % {"group": asked.group}, text, [asked.person.email])
