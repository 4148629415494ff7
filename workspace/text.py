"""Text from people: Markdown to safe HTML, and single lines without tricks. The only sanitiser."""

import re
import unicodedata
from functools import cache

import nh3
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

# Controls, the marks that turn the direction of what follows (Unicode TR 36, section 2.3), and
# halves of letters, which no database takes.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
# Besides these a line holds no marks without a width; letters that join need U+200C and U+200D.
UNSEEN_IN_LINE = re.compile(
    UNSEEN.pattern[:-1] + "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2060-\u2064"
    "\u3164\uffa0\U000e0000-\U000e007f]"
)
HANDLE = re.compile(r"(?<![\w@./])@(?P<handle>[a-z0-9](?:[a-z0-9._-]{0,48}[a-z0-9])?)(?!\w)", re.I)
BOX = re.compile(r"\[([ xX])\]\s+")
# Where marks could stand upon each other: putting many of those in order takes quadratic time.
STACKED = re.compile(r"[^\w\s\x00-\u02ff]{31,}")
MAX_STACKED = 30  # the Stream-Safe Text Format (Unicode UAX 15, section 13)
MAX_NESTING = 20
FOLDED_LINES = 6

TAGS = {
    "a", "blockquote", "br", "code", "del", "details", "em", "h3", "h4", "h5", "h6", "hr", "li",
    "ol", "p", "pre", "s", "span", "strong", "summary", "table", "tbody", "td", "th", "thead", "tr",
    "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "code": {"class"},
    "ol": {"start"},
    "span": {"class", "data-external", "data-person"},
    "table": {"tabindex"},
}


def clean_line(text):
    """One line: no controls, no turned direction, no runs of white space."""
    return " ".join(UNSEEN_IN_LINE.sub("", _composed(text)).split())


def clean_text(text):
    """Several lines: newlines as \\n, no controls, no turned direction."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return UNSEEN.sub("", _composed(text)).strip("\n").rstrip()


def _composed(text):
    """NFC, of at most so many marks upon one letter as any writing needs."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", STACKED.sub(_unstacked, text))


def _unstacked(found):
    height, kept = 0, []
    for character in found[0]:
        # Some vowels of Tibetan are two marks in one.
        mark = unicodedata.normalize("NFD", character)[0]
        height = height + 1 if unicodedata.combining(mark) else 0
        if height <= MAX_STACKED:
            kept.append(character)
    return "".join(kept)


def validate_line(text):
    if UNSEEN_IN_LINE.search(text) or "\n" in text:
        raise ValidationError(_("Use one line of ordinary characters."))
    if text and not clean_line(text):
        raise ValidationError(_("Write something that can be seen."))


def markdown(text, people=None):
    """Safe HTML of Markdown (CommonMark with tables, strikethrough and bare links).

    `people` maps handles to persons (anything with `pk` and `name`): those become mentions.
    HTML in the text is shown as text; headings begin at h3; images become links, since a picture
    from elsewhere tells its owner who reads here.
    """
    html = _parser().render(clean_text(text), {"people": people or {}})
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, link_rel="noopener noreferrer nofollow",
        url_schemes={"http", "https", "mailto", "tel"},
    )  # fmt: skip


def document(text, picture):
    """Safe HTML of a text that is a document: as `markdown`, but headings begin at h2, `- [ ]` is
    a box, and `picture(address)` gives the address of an image to show, or None for a link."""
    html = _document_parser().render(clean_text(text), {"people": {}, "picture": picture, "top": 1})
    return nh3.clean(
        html, tags=TAGS | {"h2", "img"}, attributes=ATTRIBUTES | {"img": {"alt", "src"}},
        link_rel="noopener noreferrer nofollow", url_schemes={"http", "https", "mailto", "tel"},
    )  # fmt: skip


def document_tree(text):
    """A document as a tree (`markdown_it.tree.SyntaxTreeNode`): boxes, headings and tables as in
    `document`. What is made of it escapes the words itself, and judges addresses."""
    return SyntaxTreeNode(_document_parser().parse(clean_text(text), {"people": {}, "top": 0}))


def handles_in(text):
    """The handles that are named with an @ in the text, each once."""
    return {match["handle"].lower() for match in HANDLE.finditer(text)}


@cache
def _parser():
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "maxNesting": MAX_NESTING})
    parser.enable(["table", "strikethrough", "linkify"]).disable("image")
    parser.inline.ruler.before("link", "mention", _mention)
    parser.core.ruler.push("fold_long_quotes", _fold_long_quotes)
    parser.core.ruler.push("lower_headings", _lower_headings)
    parser.core.ruler.push("reach_tables", _reach_tables)
    parser.add_render_rule("mention", _render_mention)
    return parser


@cache
def _document_parser():
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "maxNesting": MAX_NESTING})
    parser.enable(["table", "strikethrough", "linkify"])
    parser.core.ruler.push("tick_boxes", _tick_boxes)
    parser.core.ruler.push("lower_headings", _lower_headings)
    parser.core.ruler.push("reach_tables", _reach_tables)
    parser.add_render_rule("image", _render_picture)
    return parser


def _tick_boxes(state):
    """The boxes of a task list (GitHub Flavored Markdown, section 5.3), as characters."""
    for before, token in zip(state.tokens[1:], state.tokens[2:], strict=False):
        if token.type == "inline" and before.type == "paragraph_open" and token.children:
            first = token.children[0]
            if first.type == "text" and token.level > 2 and (box := BOX.match(first.content)):
                mark = "\u2610" if box[1] == " " else "\u2611"
                first.content = f"{mark} {first.content[box.end() :]}"


def _render_picture(renderer, tokens, index, options, env):
    token = tokens[index]
    address, words = token.attrGet("src"), escape(token.content)
    if own := env["picture"](address):
        return f'<img src="{escape(own)}" alt="{words}">'
    return f'<a href="{escape(address)}">{words or escape(address)}</a>'


def _mention(state, silent):
    match = HANDLE.match(state.src, state.pos)
    person = match and state.env["people"].get(match["handle"].lower())
    if person is None:
        return False
    if not silent:
        token = state.push("mention", "span", 0)
        token.content = person.name
        token.meta = {"person": person.pk, "external": getattr(person, "is_external", False)}
    state.pos = match.end()
    return True


def _render_mention(renderer, tokens, index, options, env):
    token = tokens[index]
    name = escape(token.content)
    external = ' data-external=""' if token.meta["external"] else ""
    return f'<span class="mention" data-person="{token.meta["person"]}"{external}>@{name}</span>'


def _fold_long_quotes(state):
    """A long quotation shows its first words, and the rest to who opens it."""
    folded, tokens = [], []
    for token in state.tokens:
        if token.type == "blockquote_open":
            begin, end = token.map
            folded.append(token.level == 0 and end - begin > FOLDED_LINES)
            if folded[-1]:
                tokens.append(_raw(f"<details><summary>{_first_words(state, begin)}</summary>"))
        tokens.append(token)
        if token.type == "blockquote_close" and folded.pop():
            tokens.append(_raw("</details>"))
    state.tokens = tokens


def _first_words(state, line):
    words = clean_line(state.src.split("\n", line + 3)[line].lstrip("> ").rstrip("\\"))
    return f"{escape(words[:60])} …"


def _raw(html):
    return Token("html_block", "", 0, content=html)


def _reach_tables(state):
    """A wide table scrolls: the keyboard must be able to get into it (WCAG 2.1.1)."""
    for token in state.tokens:
        if token.type == "table_open":
            token.attrSet("tabindex", "0")


def _lower_headings(state):
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + state.env.get('top', 2))}"
