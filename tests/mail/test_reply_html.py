"""The answer in a mail that has HTML, or HTML and text."""

import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest

from conversations.mail import mime, reply

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]
HEADER = (
    "<b>Van:</b> Els &lt;els@werkplek.example&gt;<br><b>Verzonden:</b> maandag 9 maart 2026 10:12"
    "<br><b>Aan:</b> Fatima<br><b>Onderwerp:</b> Re: Kade"
)
ATTRIBUTION = (
    "Op ma 9 mrt 2026 om 10:12 schreef Els &lt;"
    '<a href="mailto:els@werkplek.example">els@werkplek.example</a>&gt;:'
)
IPHONE = "Op 9 mrt. 2026 om 10:12 heeft Els &lt;els@werkplek.example&gt; het volgende geschreven:"
# Programs and the HTML that they send; {said} is what was typed.
PROGRAMS = {
    "Outlook": (
        '<div class="WordSection1">{said}<p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        f'<p class="MsoNormal">{HEADER}</p></div></div><p class="MsoNormal">Oud</p></div>'
    ),
    "Outlook on the web": (
        '<div class="elementToProof">{said}</div><div id="appendonsend"></div>'
        '<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" '
        f'dir="ltr"><font face="Calibri">{HEADER}</font><div>&nbsp;</div></div><div>Oud</div>'
    ),
    "Outlook for iOS": (
        '<div dir="ltr">{said}</div><div id="ms-outlook-mobile-signature"><div>Outlook voor '
        '<a href="https://aka.ms/o0ukef">iOS</a> downloaden</div></div><hr><div '
        f'id="divRplyFwdMsg">{HEADER}</div><div>Oud</div>'
    ),
    "Gmail": (
        '<div dir="ltr">{said}</div><br><div class="gmail_quote gmail_quote_container"><div '
        f'dir="ltr" class="gmail_attr">{ATTRIBUTION}<br></div><blockquote class="gmail_quote" '
        'style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204)">Oud</blockquote>'
        "</div>"
    ),
    "Apple Mail": (
        '<body>{said}<div><br><blockquote type="cite"><div>Op 9 mrt 2026, om 10:12 heeft Els '
        "&lt;els@werkplek.example&gt; het volgende geschreven:</div><br><div>Oud</div>"
        "</blockquote></div></body>"
    ),
    "iPhone": (
        '<body dir="auto"><div dir="ltr">{said}</div><div dir="ltr">Verstuurd vanaf mijn iPhone'
        f'</div><div dir="ltr"><br><blockquote type="cite">{IPHONE}<br><br></blockquote></div>'
        '<blockquote type="cite"><div dir="ltr">Oud</div></blockquote></body>'
    ),
    "Thunderbird": (
        '<div class="moz-cite-prefix">Op 9-3-2026 om 10:12 schreef Els:<br></div><blockquote '
        'type="cite" cite="mid:x@werkplek.example">Oud</blockquote>{said}<pre class='
        '"moz-signature" cols="72">-- \nFatima\nGemeente Rivierstad</pre>'
    ),
    "Samsung": (
        '<div dir="auto">{said}</div><div id="composer_signature" dir="auto">Verzonden vanaf mijn '
        "Galaxy</div><div><div>-------- Oorspronkelijk bericht --------</div><div>Van: Els "
        "&lt;els@werkplek.example&gt; </div><div>Datum: 09-03-2026  10:12  (GMT+01:00) </div><div>"
        "Aan: fatima@gemeente.example </div><div>Onderwerp: Kade </div><div><br></div></div>Oud"
    ),
    "Proton": (
        '<div>{said}</div><div class="protonmail_signature_block">Verzonden met Proton Mail</div>'
        f'<div class="protonmail_quote">{ATTRIBUTION}<br><blockquote class="protonmail_quote" '
        'type="cite">Oud</blockquote></div>'
    ),
    "Yahoo": (
        '<div>{said}</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>'
        f"<div>{ATTRIBUTION}</div><div>Oud</div></div></div>"
    ),
    "Zimbra": (
        f'<div>{{said}}<br></div><hr id="zwchr"><div>{HEADER}</div><div>Oud</div>'
    ),
    "HCL Notes": (
        '<div>{said}</div><font color="#990099">-----"Els" &lt;<a href="mailto:els@werkplek.'
        'example">els@werkplek.example</a>&gt; schreef: -----</font><div>Aan: Fatima<br>Van: Els '
        "<br>Datum: 09-03-2026 10:12<br>Onderwerp: Kade</div><div>Oud</div>"
    ),
}  # fmt: skip


def mail(text="", html=""):
    made = EmailMessage()
    made["From"], made["To"] = "Fatima <fatima@gemeente.example>", "reply@werkplek.example"
    made["Subject"], made["Message-ID"] = "Re: Kade", "<1@gemeente.example>"
    made["Date"] = "Mon, 09 Mar 2026 11:00:00 +0100"
    if text:
        made.set_content(text)
    if html and text:
        made.add_alternative(html, subtype="html")
    elif html:
        made.set_content(html, subtype="html")
    return made.as_bytes()


def extracted(**bodies):
    return reply.extract(mime.read(mail(**bodies)))


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_a_program_marks_as_the_earlier_mail_is_not_posted(program):
    html = PROGRAMS[program].replace("{said}", "<p>Dat is <b>goed</b>.</p><ul><li>Ja</li></ul>")
    found = extracted(html=f"<html>{html}</html>")
    assert found.text == "Dat is **goed**.\n\n- Ja"
    assert "Oud" in found.cut


def test_html_is_taken_where_it_says_more_and_text_where_it_is_the_same():
    text = "Dat is *goed*, zie hier <https://a.example/> dus."
    html = '<p>Dat is <b>goed</b>, zie <a href="https://a.example/">hier</a> dus.</p>'
    assert extracted(text=text, html=html).text == (
        "Dat is **goed**, zie [hier](https://a.example/) dus."
    )
    plain = "Ja, 3 \\ 4 en snake_case_ kan."
    assert extracted(text=plain, html=f"<p>{plain}</p>").text == plain


def test_where_html_does_not_tell_what_it_quotes_the_text_does():
    html = "<p>Ja.</p><p>Els vroeg om tien uur:</p><p>Kan het?</p>"
    text = "Ja.\n\nOp 9-3-2026 om 10:00 schreef Els:\n> Kan het?\n"
    assert extracted(text=text, html=html).text == "Ja."


def test_answers_between_quotations_in_html_keep_what_they_answer():
    html = (
        f'<div class="gmail_quote"><div class="gmail_attr">{ATTRIBUTION}</div>'
        '<blockquote class="gmail_quote" style="border-left:1px solid">Woensdag?</blockquote>'
        '<div>Nee.</div><blockquote class="gmail_quote" style="border-left:1px solid">Donderdag?'
        "</blockquote><div>Ja.</div></div>"
    )
    assert extracted(html=html).text == "> Woensdag?\n\nNee.\n\n> Donderdag?\n\nJa."


def test_words_typed_in_a_signature_are_not_lost():
    html = '<div id="Signature"><p>Woensdag kan ik niet.</p></div><div id="appendonsend"></div>'
    assert extracted(html=f"{html}<div id='divRplyFwdMsg'>{HEADER}</div>Oud").text == (
        "Woensdag kan ik niet."
    )


@pytest.mark.parametrize("container", ["moz-cite-prefix", "gmail_attr", "gmail_quote"])
def test_words_typed_where_the_program_announces_its_quotation_are_not_lost(container):
    said = f'<div class="{container}">Woensdag kan ik niet.</div>'
    quoted = '<blockquote type="cite" class="gmail_quote">Kun je woensdag?</blockquote>'
    attribution = f'<div class="moz-cite-prefix">{ATTRIBUTION}</div>'
    for html in (said, said + attribution + quoted, said[:-6] + attribution + quoted + "</div>"):
        assert extracted(html=html).text == "Woensdag kan ik niet."


def test_what_the_author_quotes_ends_where_the_earlier_mail_begins():
    own = "<p>Dit zegt de wet:</p><blockquote>Water stroomt.</blockquote>"
    earlier = f'<blockquote type="cite">{ATTRIBUTION}<br>Oud</blockquote>'
    assert extracted(html=own + earlier).text == "Dit zegt de wet:\n\n> Water stroomt."


def test_an_attribution_in_a_language_that_no_rule_knows_is_known_by_its_mark():
    html = '<p>Ja.</p><div class="gmail_attr">Els ni o kọ eyi</div><blockquote>Oud</blockquote>'
    assert extracted(html=html).text == "Ja."


def test_the_command_prints_the_reply_without_a_database():
    answered = subprocess.run(
        [sys.executable, "-m", "conversations.mail.reply"],
        input=mail(text="Ja.\n\nOp 9-3-2026 om 10:12 schreef Els:\n> Kan het?\n"),
        cwd=ROOT, env={}, capture_output=True, check=True,
    )  # fmt: skip
    assert answered.stdout == b"Ja.\n"
