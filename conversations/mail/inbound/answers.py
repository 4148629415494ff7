"""The mails by which a mail is answered: what was done, what it waits for, why it was not taken.

At most one a day for each address, and none to what a machine wrote, so that two programs never
keep each other busy. What an address of a button asked for is always answered: only who presses it
knows that address. Nothing in them is taken from the mail: who uses another's address sends them no
words.
"""

from datetime import timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django_tasks import task

from conversations.mail import addresses, asking
from conversations.mail.commands import ATTENTION
from conversations.models import AutomaticAnswer, Bouncing, Delivery, Thread
from groups.mail import letter
from groups.models import Group

Outcome, Transport = Delivery.Outcome, Delivery.Transport
# These cannot refuse a mail while its sender's server listens.
DEAF = (Transport.IMAP, Transport.WEBHOOK)
# These have one answer for all addresses of a mail.
SUMMARY = (Transport.SMTP, Transport.PIPE)
# Who is refused for these is known to be who they say.
PROVEN = ("door", "archived", "unknown-sender")
# What a button asked for is always answered; that often a day.
ASKED, MOST_A_DAY = ("command", "cannot-answer"), 50


def is_due(delivery):
    """Whether there is something to say about it: of most there is not."""
    if delivery.settled_at is not None:
        return False  # on a page, to who settled it
    waits_or_asked = delivery.outcome == Outcome.HELD or delivery.reason in ASKED
    return waits_or_asked or _is_to_be_told(delivery)


def answer(delivery):
    """Of what is due, in the transaction that logs it."""
    if delivery.outcome == Outcome.HELD:
        _say_that_it_waits(delivery)
    elif delivery.reason in ASKED:
        if _done_today(delivery) <= MOST_A_DAY:
            send_answer.enqueue(delivery.pk)
    elif _is_to_be_told(delivery) and _is_first_today(delivery.sender):
        send_answer.enqueue(delivery.pk)


def answer_beside(deliveries):
    """Of one mail at all its addresses: by SMTP and in a pipe it is taken as a whole, also where
    it was refused at some of them."""
    if any(each.outcome != Outcome.REJECTED for each in deliveries):
        for each in deliveries:
            if _is_refusal_to_tell(each, SUMMARY) and _is_first_today(each.sender):
                send_answer.enqueue(each.pk)


def _say_that_it_waits(delivery):
    if delivery.reason in ("other-sender", "unproven-sender"):
        _ask(delivery)
    elif delivery.reason == "same-id":
        delivery.group.tell_desk(delivery=delivery.pk)
    elif delivery.reason in ("approval", "slow"):
        if delivery.reason == "slow":
            due = timezone.now() + timedelta(seconds=int(delivery.detail))
            post_later.using(run_after=due).enqueue(delivery.pk)
        if _is_first_today(delivery.sender):
            send_answer.enqueue(delivery.pk)


def _ask(delivery):
    """Whether it is theirs; a moderator, where the person cannot be asked (again) today."""
    if _is_first_today(_whom(delivery)):
        send_answer.enqueue(delivery.pk)
    elif delivery.reason == "other-sender":
        delivery.reason = "unasked-sender"
        delivery.group.tell_desk(delivery=delivery.pk)
        # Under the lock of the desk: what came twice at one moment waits there once.
        same = Delivery.objects.waiting().filter(recipient=delivery.recipient)
        if same.filter(sha256=delivery.sha256).exclude(pk=delivery.pk).exists():
            delivery.outcome, delivery.reason = Outcome.DROPPED, "duplicate"
        delivery.save(update_fields=["outcome", "reason"])


def _whom(delivery):
    """The address that we know, or, of what nothing proves, the one that it names."""
    return delivery.person.email if delivery.reason == "other-sender" else delivery.sender


def _is_to_be_told(delivery):
    if delivery.outcome == Outcome.REJECTED:
        return _is_refusal_to_tell(delivery, DEAF)
    return delivery.is_posted and bool(delivery.detail)  # something was left out


def _is_refusal_to_tell(delivery, transports):
    is_refused = delivery.outcome == Outcome.REJECTED and delivery.reason not in ASKED
    is_known = delivery.person is not None or delivery.reason in PROVEN
    return is_refused and is_known and delivery.transport in transports


def _is_first_today(email):
    return not Bouncing.objects.suspended([email]) and AutomaticAnswer.objects.first_today(email)


def _done_today(delivery):
    since = timezone.now() - timedelta(days=1)
    asked = Delivery.objects.filter(reason__in=ASKED)
    return asked.filter(person=delivery.person, received_at__gt=since).count()


@task()
def send_answer(pk):
    """As the delivery is by now: what was settled on a page needs no mail."""
    related = Delivery.objects.select_related("person", "group", "thread")
    delivery = related.filter(pk=pk).first()
    if delivery is not None and delivery.settled_at is None:
        compose(delivery).send()


@task()
def post_later(pk):
    """When slow mode allows it."""
    waiting = Delivery.objects.filter(pk=pk, outcome=Outcome.HELD, reason="slow").first()
    if waiting is not None:
        waiting.post_later()


def compose(delivery):
    """The mail, in the language of who gets it."""
    with override(delivery.language):
        asks = delivery.reason in ("other-sender", "unproven-sender")
        about = {"delivery": delivery, "person": delivery.person, "group": delivery.group}
        if asks:
            subject = _("Is this mail yours?")
            about["url"] = asking.url_of(delivery)
        else:
            group = _group_to_name(delivery)
            subject = _("Your mail to %(place)s") % {"place": group or "Beraad"}
            about |= {
                "group": group, "sentence": _sentence(delivery),
                "thread": _thread_to_name(delivery, group), "site": settings.SITE_URL,
            }  # fmt: skip
        kind = "delivery_confirm" if asks else "delivery_answer"
        message = letter(subject, render_to_string(f"mail/{kind}.txt", about), [_whom(delivery)])
        message.extra_headers |= _headers(delivery, asks)
        return message


def _group_to_name(delivery):
    """Not to someone known who may not see it (any more)."""
    if delivery.person is None or delivery.group is None:
        return delivery.group
    return Group.objects.visible_to(delivery.person).filter(pk=delivery.group_id).first()


def _thread_to_name(delivery, group):
    """Which one "this conversation" is, where mails may tell a title."""
    asked = addresses.parse(delivery.recipient) if delivery.reason == "command" else None
    if asked is None or asked.command not in ATTENTION or not (group and group.mails_words):
        return None
    return Thread.objects.visible_to(asked.person).filter(pk=asked.thing).first()


def _sentence(delivery):
    """What became of it. Where mails may not tell what is said, this neither tells a title."""
    if delivery.reason == "slow":
        minutes = -(-int(delivery.detail) // 60)
        return ngettext(
            "The conversation is in slow mode: your message is posted in %(count)s minute.",
            "The conversation is in slow mode: your message is posted in %(count)s minutes.",
            minutes,
        ) % {"count": minutes}
    tells_title = delivery.recipient.startswith(f"{addresses.OUTCOME}-")
    if delivery.group is None or delivery.group.mails_words or not tells_title:
        return delivery.detail or delivery.reason_text
    return delivery.reason_text


def _headers(delivery, asks):
    """RFC 3834, section 3.1; a question to somebody else is no answer to that mail."""
    headers = {
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All",
        "X-Loop": settings.MAIL_DOMAIN,
    }
    if delivery.mail_id and not delivery.mail_id.startswith("sha256-") and not asks:
        headers |= dict.fromkeys(("In-Reply-To", "References"), f"<{delivery.mail_id}>")
    return headers
