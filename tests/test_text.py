"""Text from people becomes safe HTML."""

import re

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.processor import within
from workspace.text import TAGS, clean_line, clean_text, handles_in, markdown, validate_line

pytestmark = pytest.mark.once

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:msgbox)",
    '[x](https://nl "onmouseover=alert(1)")',
    "<javascript:alert(1)>",
    "![x](https://elders.nl/pixel.png)",
    '<a href="https://nl" onclick="alert(1)">x</a>',
    "<svg/onload=alert(1)>",
    "`<script>`\n\n```\n</code></pre><script>alert(1)</script>\n```",
    '@annelies" onmouseover="alert(1)',
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_markup_typed_by_people_does_nothing(attack):
    html = markdown(attack)
    tags = set(re.findall(r"</?([a-z0-9]+)", html))
    assert tags <= TAGS
    assert not re.search(r"<[^>]+\son\w+=", html)
    assert not re.search(r'<[^>]*(href|src)="(?!https?:|mailto:|tel:)', html)


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_only_our_tags_come_out(text):
    html = markdown(text)
    assert set(re.findall(r"</?([a-z][a-z0-9]*)[\s>]", html)) <= TAGS


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**vet** en *schuin*", "<strong>vet</strong> en <em>schuin</em>"),
        ("- een\n- twee", "<li>een</li>\n<li>twee</li>"),
        ("# Kop", "<h3>Kop</h3>"),
        ("~~weg~~", "<s>weg</s>"),
        ("| a |\n| - |\n| b |", "<td>b</td>"),
        ("Zie www.voorbeeld.nl", 'href="http://www.voorbeeld.nl"'),
        ("Mail a@b.nl", 'href="mailto:a@b.nl"'),
        ("`code`", "<code>code</code>"),
    ],
)
def test_markdown_as_people_know_it(typed, shown):
    assert shown in markdown(typed)


def test_a_picture_from_elsewhere_is_a_link_and_loads_nothing():
    html = markdown("![plan](https://elders.nl/plan.png)")
    assert "<img" not in html
    assert 'href="https://elders.nl/plan.png"' in html


@pytest.mark.parametrize("sign", [">", "[", "*a ", "- ", "`", "http://", "|a", "a@", "![", "**a*"])
def test_deep_or_repeated_markup_of_full_length_is_done_in_seconds(sign):
    with within(5):
        markdown((sign * 50_000)[:50_000])


def test_a_long_quotation_is_folded_and_a_short_one_is_not():
    assert markdown("> regel\n" * 10 + "\nEens.").startswith("<details><summary>regel …")
    assert "<details>" not in markdown("> regel\n\nEens.")


def test_marks_that_turn_the_direction_of_text_are_taken_out():
    assert "\u202e" not in markdown("factuur\u202efdp.exe")
    assert clean_line("a\u202eb\u2066c\udcff") == "abc"


def test_a_line_is_one_line():
    assert clean_line("  een\n twee\tdrie ") == "een twee drie"


def test_text_keeps_its_lines_and_loses_its_controls():
    assert clean_text("een\r\ntwee\x00\x07\n\n") == "een\ntwee"


@pytest.mark.parametrize("marks", ["\u0301\u0323", "\u0301" * 300 + "\u0323" * 300, "\u0f73"])
def test_letters_that_are_buried_in_marks_take_no_time(marks):
    with within(1):
        assert len(clean_text("a" + marks * (60_000 // len(marks)))) <= 61


@pytest.mark.parametrize("line", ["a\x00b", "een\ntwee", "\u202eomgekeerd", "\u200e \ufeff"])
def test_a_line_with_tricks_is_refused(line):
    with pytest.raises(ValidationError):
        validate_line(line)


def test_handles_are_found_where_people_write_them():
    text = "@anna, (@daan.kuipers) en a@b.nl, @samira! pad/@nee @SAMIRA"
    assert handles_in(text) == {"anna", "daan.kuipers", "samira"}
