"""The headers of what we send, so that mail programs keep a conversation together, lists are
known as such, and machines do not answer."""

import re
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.utils.translation import gettext as _

from conversations.mail import ids
from conversations.mail.addresses import group_address, reply_address
from conversations.mail.links import one_click_url
from conversations.mail.outbound.thread_index import thread_index
from groups.mail import encoded, is_like_encoded
from groups.models import MailDoor
from workspace.text import clean_line

# A Message-ID that can stand in a header of ours.
FIT = re.compile(r"[!-;=?-~]{1,200}@[!-;=?-~]{1,200}")
# RFC 3834, section 5; `Precedence` is what older programs know; MS-OXCMAIL, 2.2.3.2.14.
AUTOMATIC = {
    "Auto-Submitted": "auto-generated",
    "Precedence": "list",
    "X-Auto-Response-Suppress": "OOF, AutoReply",
}


def of_conversation(thread, person, messages, parent, subject, sender):
    """Of the mail with these messages to a person; `parent` is the message that the first of them
    answers, or that stood before it, or None. `sender` is the name that it comes from."""
    own = _own_id(parent) if parent and parent.author_id == person.pk else None
    group, last = thread.group, messages[-1]
    reply_to = reply_address(person, thread)
    return _of_group(group, person, sender) | {
        "To": _mailbox(person.name, person.email),
        "Reply-To": _mailbox(str(group), reply_to),
        **_threading(thread, last, parent, own),
        "Thread-Topic": subject,
        "Thread-Index": thread_index(
            ids.root_id(thread), thread.started_at, last.posted_at, last.number
        ),
        "List-Unsubscribe": _unsubscribe(person, group, reply_address(person, thread, "off")),
        "List-Archive": f"<{settings.SITE_URL}{thread.get_absolute_url()}>",
    }


def of_digest(group, person, message_id):
    """Of a summary, which nobody answers as a whole."""
    return _of_group(group, person, str(group)) | {
        "To": _mailbox(person.name, person.email),
        "Message-ID": message_id,
        "List-Unsubscribe": _unsubscribe(person, group),
        "List-Archive": f"<{settings.SITE_URL}{group.get_absolute_url()}>",
    }


def sender(names, group):
    """The name that a mail comes from: who wrote it, or of several the group."""
    return names[0] if len(set(names)) == 1 else str(group)


def _of_group(group, person, name):
    place, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    via = _("%(name)s (via %(place)s)") % {"name": name, "place": place or "Beraad"}
    is_open = group.mail_door != MailDoor.NOBODY and not group.is_archived
    return AUTOMATIC | {
        "From": _mailbox(via, address),
        # RFC 2919; RFC 2369; RFC 8058.
        "List-Id": _mailbox(str(group), f"{group.slug}.{settings.MAIL_DOMAIN}"),
        "List-Post": f"<mailto:{group_address(group)}>" if is_open else "NO",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "X-Loop": settings.MAIL_DOMAIN,
    }


def _threading(thread, last, parent, own):
    """RFC 5322, 3.6.4. The root comes first in every mail, and is the parent of the first. Who is
    answered, and wrote that by mail, has it under its `own` Message-ID."""
    answered = ids.message_id(parent) if parent else ids.root_id(thread)
    chain = filter(None, [ids.root_id(thread), answered, own])
    return {
        "Message-ID": ids.message_id(last),
        "In-Reply-To": answered,
        "References": " ".join(dict.fromkeys(chain)),
    }


def _own_id(message):
    """The Message-ID that a message came with by mail, if it did."""
    came = message.deliveries.values_list("mail_id", flat=True) if message.via == "mail" else ()
    return next((f"<{mail_id}>" for mail_id in came[:1] if FIT.fullmatch(mail_id)), None)


def _unsubscribe(person, group, address=None):
    by_mail = f", <mailto:{address}>" if address else ""
    return f"<{one_click_url(person, group)}>{by_mail}"


def _mailbox(name, address):
    """`"Name" <address>`, its name in encoded words (RFC 2047) where it must be. Longer ones are
    cut: some servers refuse a long line."""
    name = clean_line(name)[:70]
    if name.isascii() and not is_like_encoded(name):
        return formataddr((name, address))
    return f"{encoded(name)} <{address}>"
