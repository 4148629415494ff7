import re
from dataclasses import dataclass, replace

from conversations.mail import html

from . import armour, lines, sorting
from .markdown import markdown

# Markdown that plain text does not have: a link, bold, a list, a table, a heading, code.
RICH = re.compile(r"\]\(|\*\*|~~|^ {0,12}(?:[-*+]|\d{1,3}[.)]|#{1,6}|\|) |^ {0,12}(?:\||```)", re.M)
TARGET = re.compile(r"(?<=\])\([^()\s]{1,2000}\)|<(?:https?|mailto):[^<>\s]{1,2000}>")


@dataclass(frozen=True)
class Forwarded:
    """An earlier mail that this one passes on: who wrote it ("" where it does not tell) and the
    words. `alone`: the mail says nothing else, so `Reply.text` holds these words."""

    name: str
    address: str
    words: str
    alone: bool


@dataclass(frozen=True)
class Reply:
    text: str
    """Markdown, as posted."""
    cut: str
    """What was cut, in its order, as plain text."""
    forwarded: Forwarded | None = None


def extract(mail):
    """The reply in a `conversations.mail.mime.Mail`.

    Its HTML where that says more than its text (links, lists, tables, bold) or where there is no
    text; the marks of mail programs in HTML are also the surer guide.
    """
    of_html = _reply(lines.of_html(html.lines(mail.html)), mail.is_forward) if mail.html else None
    of_plain = of_text(mail.text, mail.is_forward) if mail.text.strip() else None
    if not of_html or not of_plain:
        return of_html or of_plain or Reply("", "")
    if not of_html.text:
        return of_plain if not _words(of_html.cut) else of_html
    in_html, in_plain = _words(of_html.text), _words(of_plain.text)
    if in_html == in_plain:
        return of_html if RICH.search(of_html.text) else of_plain
    # More below the same words: what one of the two does not mark as an earlier mail.
    return of_plain if in_plain and in_html.startswith(in_plain) else of_html


def of_text(text, is_forward=None):
    """The reply in text/plain alone; `is_forward` when the subject says so."""
    return _reply(lines.of_text(text), is_forward)


def _words(text):
    """The letters and digits, without the addresses behind links."""
    return "".join(filter(str.isalnum, TARGET.sub("", text)))


def _reply(all_lines, is_forward):
    armoured = armour.roles(all_lines)
    if armoured:
        rest = [line for index, line in enumerate(all_lines) if index not in armoured]
        inner = _reply(rest, is_forward)
        outer = "\n".join(all_lines[index].source for index in armoured)
        return Reply(inner.text, f"{outer}\n{inner.cut}".strip("\n"), inner.forwarded)
    result = sorting.sort(all_lines, is_forward)
    kept = [line for line, role in zip(all_lines, result.roles, strict=True) if not role]
    cut = [line for line, role in zip(all_lines, result.roles, strict=True) if role]
    if result.alone:
        kept = _unquoted(kept)
    return Reply(
        text=markdown(kept),
        cut="\n".join(line.source.rstrip() for line in cut).strip("\n"),
        forwarded=_forwarded(all_lines, result),
    )


def _forwarded(all_lines, result):
    if not result.forward:
        return None
    begin, end = result.forwarded
    block = result.forward.heading.block
    name, address = block.author if block else ("", "")
    words = markdown(_unquoted(all_lines[begin:end]))
    return Forwarded(name, address, words, result.alone) if words else None


def _unquoted(forwarded):
    """The lines without the marks that forwarding put before all of them."""
    least = min((line.depth for line in forwarded if line.said), default=0)
    if not least:
        return forwarded
    return [
        replace(line, depth=max(0, line.depth - least), before="> " * (line.depth - least))
        for line in forwarded
    ]
