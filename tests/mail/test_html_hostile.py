"""No HTML keeps the program busy, whatever is left open in it."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.mail import html
from tests.processor import within

pytestmark = pytest.mark.once

BROKEN = {
    "elements that are never closed": "<div>" * 50_000,
    "formatting that is never closed": "".join(f"<font id={n}><p>x" for n in range(15_000)),
    "ends of what was never open": "<div>" * 20_000 + "</p>" * 30_000,
    "tables in tables": "<table><tr><td>x" * 5_000,
    "ends across tables": "<div><table><td></div></table>" * 8_000,
    "lists in lists": "<ul><li>x" * 10_000,
    "quotations in quotations": "<blockquote>x" * 10_000,
    "an attribute without end": '<a b="' * 50_000,
    "an attribute of a megabyte": f"<a {'x' * 1_000_000}>",
    "comments without end": "<!--" * 250_000,
    "sections of data without end": "<![CDATA[" * 50_000,
    "a number without end": f"&#{'1' * 1_000_000}",
    "ampersands": "&" * 250_000,
    "signs": "<" * 1_000_000,
    "stars": "*_" * 50_000,
    "brackets": "[" * 100_000 + "](" * 50_000,
    "styles": f'<p style="{"a:b;" * 250_000}">x',
    "a sheet": f"<style>{'p{' * 500_000}",
    "links": "<a href=http://a.example/%s>x</a>" * 10_000,
}


@pytest.mark.parametrize("what", BROKEN)
def test_time_grows_with_the_length_and_no_faster(what):
    with within(2):
        lines = html.lines(BROKEN[what])
    assert sum(len(line.text) for line in lines) < 3 * len(BROKEN[what]) + 10
    assert max((line.depth for line in lines), default=0) <= 20


def test_words_before_what_is_broken_are_kept():
    for rest in ("<div>" * 1_000, "<!-- ", '<a href="', "<b", "<script>", "<table><tr>", "\x00"):
        assert html.lines(f"<p>Akkoord</p>{rest}")[0].text == "Akkoord"


def test_words_hold_nothing_that_cannot_be_seen():
    source = "a\x00b\ud800c&#xD800;d&#0;&#x202e;e&shy;f&#8203;g"
    assert html.lines(source)[0].words == "ab\ufffdc\ufffdd\ufffdefg"


TAGS = (
    "<b> </b> <p> </p> <div> </div> <table> </table> <tr> <td> </td> </tr> <ul> <li> </ul> <ol>"
    " <blockquote> </blockquote> <pre> </pre> <br> <hr> <a/href=http://a.b> </a> <style> </style>"
    " <!-- --> <h2> </h2> <code> </code> word &lt; &nbsp; < > & <img/alt=a> <span/hidden>"
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(TAGS.split()), max_size=40))
def test_any_order_of_tags_is_read(pieces):
    lines = html.lines(" ".join(pieces))
    assert all(line.words or not line.text for line in lines)
    assert not any(a.text == b.text == "" for a, b in pairwise(lines))
