"""What mail programs say in their HTML about the earlier mail is kept with each line."""

from html import escape

import pytest

from conversations.mail import html

pytestmark = pytest.mark.once


def marks(source):
    """(words, depth, mark) of the lines that are not empty."""
    return [(line.words, line.depth, line.mark) for line in html.lines(source) if line.words]


def test_gmail_quotes_in_a_container_and_answers_may_stand_in_it():
    quote = '<blockquote class="gmail_quote" style="border-left:1px solid #ccc">{}</blockquote>'
    source = (
        '<div dir=ltr>Ja.</div><div class="gmail_signature">Els</div><div class="gmail_quote">'
        '<div class="gmail_attr">Op ma schreef Jan:<br></div>'
        f"{quote.format('Vraag 1?')}<div>Antwoord.</div>{quote.format('Vraag 2?')}</div>"
    )
    assert marks(source) == [
        ("Ja.", 0, ""),
        ("Els", 0, "signature"),
        ("Op ma schreef Jan:", 0, "attribution"),
        ("Vraag 1?", 1, "quote"),
        ("Antwoord.", 0, ""),
        ("Vraag 2?", 1, "quote"),
    ]


def test_outlook_says_from_where_on_all_is_the_earlier_mail():
    desktop = (
        "<p class=MsoNormal>Ja.</p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;"
        "padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>Van:</b> Jan<br><b>Aan:</b> Els</p></div>"
        "</div><p class=MsoNormal>Vraag?</p>"
    )
    web = (
        '<div>Ja.</div><div id="appendonsend"></div><div id="x_divRplyFwdMsg"><b>Van:</b> Jan<br>'
        "<b>Aan:</b> Els</div><div>Vraag?</div>"
    )
    mobile = (
        '<div>Ja.</div><div id="mail-editor-reference-message-container"><div>Van: Jan<br>Aan: Els'
        "</div>Vraag?</div>"
    )
    for source in (desktop, web, mobile):
        assert marks(source) == [
            ("Ja.", 0, ""),
            ("Van: Jan", 0, "quote"),
            ("Aan: Els", 0, "quote"),
            ("Vraag?", 0, "quote"),
        ]


def test_apple_mail_and_thunderbird_quote_in_a_blockquote():
    apple = (
        'Ja.<div><blockquote type="cite"><div>Op 5 jan schreef Jan:</div>Vraag?</blockquote></div>'
    )
    assert marks(apple) == [
        ("Ja.", 0, ""),
        ("Op 5 jan schreef Jan:", 1, "quote"),
        ("Vraag?", 1, "quote"),
    ]
    thunderbird = (
        '<div class="moz-cite-prefix">Jan schreef:</div><blockquote type="cite" cite="mid:1@a">'
        '<blockquote type="cite">Diep</blockquote>Vraag?</blockquote>Ja.'
        '<div class="moz-signature">-- <br>Els</div>'
    )
    assert marks(thunderbird) == [
        ("Jan schreef:", 0, "attribution"),
        ("Diep", 2, "quote"),
        ("Vraag?", 1, "quote"),
        ("Ja.", 0, ""),
        ("--", 0, "signature"),
        ("Els", 0, "signature"),
    ]


def test_a_blockquote_without_a_line_beside_it_only_indents():
    indented = '<blockquote style="margin:0 0 0 40px;border:none;padding:0px">{}</blockquote>'
    assert marks(f"a{indented.format('b')}") == [("a", 0, ""), ("b", 0, "")]
    assert marks("a<blockquote>b</blockquote>") == [("a", 0, ""), ("b", 1, "")]
    word = "<blockquote style='border:none;border-left:solid #CCC 1.0pt;padding:0'>b</blockquote>"
    assert marks(word) == [("b", 1, "")]


def test_signs_before_quoted_lines_are_depth():
    source = escape("Ja.\n> Vraag?\n> > Ouder\n>>> Jan 5-1 >>>").replace("\n", "<br>")
    assert marks(source) == [
        ("Ja.", 0, ""),
        ("Vraag?", 1, ""),
        ("Ouder", 2, ""),
        (">>> Jan 5-1 >>>", 0, ""),
    ]


def test_a_rule_is_a_rule():
    assert marks("Ja.<hr>Nee.") == [("Ja.", 0, ""), ("---", 0, "rule"), ("Nee.", 0, "")]
