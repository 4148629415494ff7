"""The HTML of a mail comes out as Markdown that shows what one saw in the mail program."""

import re
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conversations.mail import html
from workspace.text import markdown

pytestmark = pytest.mark.once


def text_of(source):
    return "\n".join(f"{'> ' * line.depth}{line.text}" for line in html.lines(source))


def seen(source):
    """The page that the Markdown gives, without line ends."""
    return re.sub(r"(?<=>)\n|\n(?=<)", "", markdown(text_of(source)))


def test_paragraphs_breaks_and_empty_lines_are_where_they_were():
    outlook = """
      <style>p.MsoNormal {margin:0cm}</style><div class=WordSection1>
      <p class=MsoNormal>Beste Els,<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
      <p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Dat is
      goed.<br>Tot dinsdag.<o:p></o:p></p></div>"""
    assert text_of(outlook) == "Beste Els,\n\nDat is goed.  \nTot dinsdag."
    gmail = '<div dir="ltr">Beste Els,<div><br></div><div>Dat is goed.<br></div>Tot dinsdag.</div>'
    assert text_of(gmail) == "Beste Els,\n\nDat is goed.  \nTot dinsdag."
    assert text_of("<p>een</p><p>twee</p>") == "een\n\ntwee"
    owa = (
        "<style> P {margin-top:0;margin-bottom:0;} </style><p>een</p><p>twee</p><p><br></p><p>3</p>"
    )
    assert text_of(owa) == "een  \ntwee\n\n3"


def test_emphasis_is_read_as_emphasis_wherever_the_tags_stand():
    assert seen("<b>Let op: </b>het is <b>v</b><b>et</b>.") == (
        "<p><strong>Let op:</strong> het is <strong>vet</strong>.</p>"
    )
    assert seen("<b>Naam:</b>Jan") == "<p><strong>Naam</strong>:Jan</p>"
    assert seen('<span style="font-weight:700">a <i>b</i></span> <s>c</s>') == (
        "<p><strong>a <em>b</em></strong> <s>c</s></p>"
    )
    assert seen('<b style="font-weight:normal">gewoon</b>') == "<p>gewoon</p>"


def test_lists_keep_their_numbers_and_levels():
    source = """Dit:<ol start=4><li>vier<li>vijf<ul><li>diep<br>en verder</li></ul></ol>Klaar.
      <ol type=a><li>eerst</li><li>dan</li></ol>"""
    assert text_of(source) == (
        "Dit:\n\n4. vier\n5. vijf\n   - diep  \n     en verder\n\nKlaar.\n\na. eerst  \nb. dan"
    )
    assert '<ol start="4"><li>vier</li><li>vijf<ul><li>diep<br />' in seen(source).replace(
        "<br>", "<br />"
    )


def test_what_word_writes_as_paragraphs_is_a_list():
    def item(level, marker, words):
        return (
            f"<p class=MsoListParagraph style='text-indent:-18pt;mso-list:l0 level{level} lfo1'>"
            "<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>"
            f"{marker}<span style='font:7.0pt \"Times New Roman\"'>&nbsp; </span></span></span>"
            f"<![endif]>{words}<o:p></o:p></p>"
        )

    source = item(1, "·", "begroting") + item(2, "o", "tekort") + item(1, "3.", "besluit")
    assert text_of(source) == "- begroting\n  - tekort\n3. besluit"


def test_a_typed_list_is_a_list_and_other_signs_are_only_signs():
    def typed(*rows):
        return text_of("".join(f"<div>{row}</div>" for row in rows))

    assert typed("Dus:", "- a", "* b", "# c_d __e__ 5 * 6") == (
        "Dus:\n\n- a\n* b\n\n\\# c_d \\_\\_e\\_\\_ 5 * 6"
    )
    assert typed("1) a", "2) b", "5) c") == "1) a\n2) b\n\n5\\) c"
    assert typed("a", "---", "b", "==", "c") == "a\n\n---\n\nb  \n\\==  \nc"


def test_links_lead_where_they_lead_in_the_end():
    wrapped = (
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2Fb&data=1"
    )
    proofpoint = "https://urldefense.proofpoint.com/v2/url?u=https-3A__a.example_b-5Fc&d=x"
    newer = "https://urldefense.com/v3/__https://a.example/b__;!!abc!d$"
    assert text_of(f'<a href="{wrapped}">{wrapped}</a>') == "https://a.example/b"
    assert text_of(f'<a href="{wrapped}">hier</a>') == "[hier](https://a.example/b)"
    assert text_of(f'<a href="{proofpoint}">hier</a>') == "[hier](https://a.example/b_c)"
    assert text_of(f'<a href="{newer}">hier</a>') == "[hier](https://a.example/b)"
    assert text_of('Els &lt;<a href="mailto:els@a.example">els@a.example</a>&gt;') == (
        "Els \\<els@a.example>"
    )
    long = f"https://www.google.com/url?{'a=1&' * 60}q=https://a.example/b"
    assert text_of(f'<a href="{long}">hier</a>') == "[hier](https://a.example/b)"
    damaged = "https://urldefense.com/v3/__https://a.example/*__;é!!abc!d$"
    assert text_of(f'<a href="{damaged}">hier</a>') == f"[hier]({damaged.replace('*', '%2A')})"
    assert text_of('<a href="javascript:alert(1)">hier</a> <a href="#a">daar</a>') == "hier daar"
    assert seen('<a href="https://a.example/(b) c">hier</a>') == (
        '<p><a href="https://a.example/%28b%29%20c" rel="noopener noreferrer nofollow">hier</a></p>'
    )


def test_data_is_a_table_and_layout_is_words():
    data = "<table border=1><tr><th>Wie<th>Wat<tr><td>Els<td><p>a|b</p><p>c</p></table>"
    assert text_of(f"Zie{data}") == "Zie\n\n| Wie | Wat |\n| --- | --- |\n| Els | a\\|b c |"
    assert "<th>Wie</th>" in seen(data)
    signature = "<table><tr><td><img src=l.png alt=Logo><td>Els<br>Griffier<tr><td>T<td>030</table>"
    assert text_of(signature) == "Els  \nGriffier  \nT 030"


def test_code_smileys_and_what_is_hidden():
    assert text_of("<pre><code>als a:\n    *b*\n</code></pre>") == "    als a:\n        *b*"
    assert text_of("Roep <code>a*b</code> aan") == "Roep `a*b` aan"
    assert text_of("Mooi <span style='font-family:Wingdings'>J</span>") == "Mooi 🙂"
    assert text_of('Mooi <img alt="👍" src="cid:1"><img alt="Logo" src="cid:2">') == "Mooi 👍"
    hidden = """<div style="display:none">a</div>
      <span style="font-size:0">b<i style="font-size:9pt">c</i></span>
      <script>d</script><!-- e --><!--[if mso]>f<![endif]--><p hidden>g</p>"""
    assert text_of(hidden) == "*c*"


WORDS = st.text(alphabet="ab1 *_~`[]()<#+-.!\\|&;:@/=\"'", max_size=14)
INSIDE = st.sampled_from(["b", "i", "s", "span", "code", 'a href="https://a.example/b"'])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(INSIDE, WORDS), max_size=5))
@example([("span", "https://a.example/_b_*c*")])
@example([("b", "\\ "), ("i", "1")])
@example([("s", "~")])
def test_the_page_shows_exactly_the_words(pieces):
    source = "".join(f"<{tag}>{escape(words)}</{tag.split()[0]}>" for tag, words in pieces)
    words = " ".join(f"x {''.join(words for _, words in pieces)}".split())
    assert shown(seen(f"<p>x {source}</p>")) == words
    assert html.lines(f"x {source}")[0].words == words


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=4))
@example(["===", "a", "---", "|-|-|", "[a]: /b"])
def test_lines_show_exactly_their_words(rows):
    def without_bullets(text):
        return " ".join(re.sub(r"(?<!\S)(?:[-*_]+|\d+[.)])(?!\S)", "", text).split())

    source = "".join(f"<p>{escape(row)}</p>" for row in rows)
    spaced = re.sub(r"(?=<(?:p|li|hr|br)\b)", " ", markdown(text_of(source)))
    assert without_bullets(shown(spaced)) == without_bullets(" ".join(rows))


def shown(page):
    reader = HTMLParser()
    pieces = []
    reader.handle_data = pieces.append
    reader.feed(page)
    return " ".join("".join(pieces).split())
