"""HTML as tags and text, in one pass: linear in time, whatever is left open.

Read by ourselves. A parser that builds the tree of the HTML standard takes quadratic time when
nothing is closed: 80,000 open elements (400 kB) kept lexbor busy for 23 seconds.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_TAGS = 40_000
MAX_TEXT = 1_000_000  # characters of words
MAX_ATTRIBUTES = 50
MAX_VALUE = 4_000

# Elements whose content is no HTML (HTML standard, 13.2.5), with where their content ends.
RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "title", "xmp", "iframe", "noembed", "noframes", "textarea")
}
TAG = re.compile(
    r"<(?:(?P<started>[a-zA-Z][^\s/>]{0,60})|/(?P<ended>[a-zA-Z][^\s/>]{0,60})|(?P<declared>[!?/]))"
)
ATTRIBUTE = re.compile(
    r"""[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?""", re.DOTALL
)
REFERENCE = re.compile(r"&#?\w{1,32};")
TOO_LONG_REFERENCE = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{8,});?")
SURROGATE = re.compile("[\ud800-\udfff]")


class Start(NamedTuple):
    name: str
    attributes: dict[str, str]  # the first of each name, in lower case; values of bounded length


class End(NamedTuple):
    name: str


class Text(NamedTuple):
    text: str


class Sheet(NamedTuple):
    """The content of a <style>."""

    text: str


def read(source: str) -> Iterator[Start | End | Text | Sheet]:
    """What a browser's tokeniser would see, without comments, scripts and declarations.

    Stops after MAX_TAGS tags or MAX_TEXT characters of text.
    """
    source = SURROGATE.sub("\ufffd", source)
    here, words = 0, 0
    for _ in range(MAX_TAGS):
        tag = TAG.search(source, here)
        if text := source[here : tag.start() if tag else len(source)]:
            yield Text(_decoded(text[: MAX_TEXT - words]))
            words += len(text)
        if tag is None or words >= MAX_TEXT:
            return
        if tag["declared"] is not None:
            here = _after_declaration(source, tag.start())
        elif tag["ended"]:
            here = _after(source, ">", tag.end())
            yield End(tag["ended"].lower())
        else:
            start, here = _start(source, tag)
            yield start
            if start.name in RAW:
                raw = RAW[start.name].search(source, here)
                content = source[here : raw.start() if raw else len(source)]
                here += len(content)
                yield from _raw(start.name, content)


def _raw(name, content):
    if name == "style":
        yield Sheet(content)
    elif name in ("textarea", "xmp"):
        yield Text(_decoded(content[:MAX_TEXT]))


def _start(source, tag):
    here, attributes = tag.end(), {}
    if source[here : here + 1] == ">":
        return Start(tag["started"].lower(), attributes), here + 1
    for _ in range(MAX_ATTRIBUTES):
        match = ATTRIBUTE.match(source, here)
        if match is None:
            break
        here = match.end()
        value = match[2] or match[3] or match[4] or ""
        attributes.setdefault(match[1][:60].lower(), _attribute(value[:MAX_VALUE]))
    return Start(tag["started"].lower(), attributes), _after(source, ">", here)


def _after_declaration(source, tag):
    if source.startswith("<!--", tag):
        if source.startswith((">", "->"), tag + 4):
            return _after(source, ">", tag)
        return _after(source, "-->", tag + 4)
    return _after(source, ">", tag)


def _after(source, sign, here):
    found = source.find(sign, here)
    return len(source) if found < 0 else found + len(sign)


def _decoded(text):
    return html.unescape(TOO_LONG_REFERENCE.sub("\ufffd", text)) if "&" in text else text


def _attribute(value):
    """In an attribute `&copy=1` is no reference, since addresses are full of them."""
    if "&" not in value:
        return value
    value = TOO_LONG_REFERENCE.sub("\ufffd", value)
    return REFERENCE.sub(lambda match: html.unescape(match[0]), value)
