"""What of a mail is posted: its own words, and the files that are not just decoration."""

import re
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from conversations.mail import addresses, mime, reply
from conversations.mail.html.escapes import escaped
from conversations.models import Attachment
from conversations.models.attachment import check
from conversations.models.message import MAX_BODY
from workspace.text import clean_line, clean_text

# A picture in a signature or a quotation that is larger than this is taken for a picture of its
# own: too much is better than too little.
MAX_LOGO_BYTES = 64 * 1024
PICTURE = re.compile(r"<img\b", re.IGNORECASE)
# Stands for a picture in the words, so as to see where it goes (a private use character).
STAND_IN = re.compile("\ue0fa(\\d{1,4})\ue0fa")


@dataclass
class Content:
    """`quotation` is a message that the mail passes on."""

    body: str
    quotation: str
    cut: str
    parts: list = field(default_factory=list)

    def __bool__(self):
        return bool(self.body or self.quotation or self.parts)


def of(mail):
    """The words without quotations and signatures, and the files without their logos."""
    found = reply.extract(mail)
    passed_on = found.forwarded
    own = "" if passed_on and passed_on.alone else found.text
    if passed_on and not passed_on.words.strip():
        passed_on = None
    room = MAX_BODY // 2 if passed_on else MAX_BODY
    body, rest = _bounded(_clean(own), room)
    quotation, rest_of_it = _bounded(_clean(as_quotation(passed_on)) if passed_on else "", room)
    cut = "\n\n".join(filter(None, [rest, rest_of_it, clean_text(found.cut)]))
    return Content(body, quotation, cut, _wanted(mail))


def _clean(text):
    """Without the addresses by which its sender writes here: all read it."""
    return addresses.masked(clean_text(text))


def _bounded(text, room):
    """(as much as there is room for, the rest), between two lines where there are some."""
    if len(text) <= room:
        return text, ""
    end = text.rfind("\n", room // 2, room)
    end = room if end < 0 else end
    return text[:end].rstrip(), text[end:].lstrip("\n")


def _wanted(mail):
    """The files, without small pictures that stand in what was cut only."""
    pictures = [part for part in mail.files if part.inline and part.content_id]
    if not pictures:
        return mail.files
    cut = _pictures_cut(mail, [part.content_id for part in pictures])
    return [
        part
        for part in mail.files
        if not (part.inline and part.content_id in cut and len(part.content) <= MAX_LOGO_BYTES)
    ]


def _pictures_cut(mail, content_ids):
    """Which of them stand in the words that were cut, and not in those that were kept."""
    found = reply.extract(replace(mail, html=_marked(mail.html, content_ids), text=""))
    kept, cut = (
        {content_ids[int(number)] for number in STAND_IN.findall(words)}
        for words in (found.text, found.cut)
    )
    return cut - kept


def _marked(html, content_ids):
    """With a stand-in before each of these pictures."""
    numbers = {content_id: number for number, content_id in enumerate(content_ids)}
    head, *tails = PICTURE.split(html)
    marked = [head]
    for tail in tails:
        shown = mime.content_ids(tail.partition(">")[0])
        number = numbers.get(shown[0]) if shown else None
        marked.append("<img" if number is None else f"\ue0fa{number}\ue0fa <img")
        marked.append(tail)
    return "".join(marked)


def as_quotation(forwarded):
    """A message that was passed on, as a quotation with its author's name."""
    who = escaped(clean_line(forwarded.name or forwarded.address.partition("@")[0]))
    head = _("%(name)s wrote:") % {"name": who} if who else _("Forwarded:")
    lines = [f"**{head}**", "", *forwarded.words.splitlines()]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def stored(parts):
    """(attachments from `Attachment.keep`, sentence about what could not be taken). A program is
    kept, for download: its sender is not here to be asked for something else."""
    kept, left_out = [], []
    for part in parts:
        upload = ContentFile(part.content, name=part.name)
        try:
            check(upload, programs=True)
            kept.append(upload)
        except ValidationError as refusal:
            left_out += refusal.messages
    words = ""
    if left_out:
        words = _("Not taken along: %(why)s") % {"why": get_text_list(left_out, _("and"))}
    return Attachment.keep(kept, programs=True), words
