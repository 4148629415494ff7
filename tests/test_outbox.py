"""The mail that development keeps, to read and to follow links from."""

import os
from email.mime.image import MIMEImage

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail

pytestmark = pytest.mark.once


def file_based(settings):
    settings.OUTBOX = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"


def test_mail_is_shown_newest_first_with_links_to_follow(client, db, settings):
    file_based(settings)
    send_mail("Eerste", "Lees https://voorbeeld.nl/een?a=1&b=2", None, ["els@voorbeeld.nl"])
    [file] = settings.EMAIL_FILE_PATH.iterdir()
    os.utime(file, (0, 0))  # the clock of files tells no two apart that are written at once
    send_mail("Tweede: één <b>vet</b>", "-" * 79 + "\nen verder", None, ["jan@voorbeeld.nl"])
    page = client.get("/outbox/").content.decode()
    assert page.index("Tweede") < page.index("Eerste")
    assert 'href="https://voorbeeld.nl/een?a=1&amp;b=2"' in page
    assert "één &lt;b&gt;vet" in page


def test_html_is_shown_as_it_looks_in_a_frame_that_may_do_nothing(client, db, settings):
    file_based(settings)
    to, answers = ["els@voorbeeld.nl"], ["Water <r-abc@voorbeeld.nl>"]
    mail = EmailMultiAlternatives("Opgemaakt", "tekst", None, to, reply_to=answers)
    html = "<p onclick='x()'>Hallo</p><script>x()</script><img src='cid:1@beraad'>"
    mail.attach_alternative(html, "text/html")
    picture = MIMEImage(b"GIF89a", "gif")
    picture["Content-ID"] = "<1@beraad>"
    mail.attach(picture)
    mail.send()
    answer = client.get("/outbox/")
    page = answer.content.decode()
    assert '<iframe sandbox srcdoc="&lt;p onclick=' in page
    assert "<script>x()" not in page
    assert "&lt;img src=&#x27;data:image/gif;base64,R0lGODlh&#x27;&gt;" in page
    directives = answer["Content-Security-Policy"].split("; ")  # in any order
    assert "style-src 'self' 'unsafe-inline'" in directives
    assert "Reply-To: Water &lt;r-abc@voorbeeld.nl&gt;" in page


def test_the_time_is_that_of_the_reader(client, db, settings):
    file_based(settings)
    date = {"Date": "Thu, 02 Jul 2026 22:20:00 -0000"}
    EmailMessage("Laat", "tekst", None, ["els@voorbeeld.nl"], headers=date).send()
    assert 'datetime="2026-07-03T00:20:00+02:00"' in client.get("/outbox/").content.decode()


def test_an_empty_outbox_is_a_page_too(client, db, settings):
    file_based(settings)
    assert client.get("/outbox/").status_code == 200


def test_where_mail_is_really_sent_there_is_no_outbox(client, db, settings):
    settings.OUTBOX = False
    assert client.get("/outbox/").status_code == 404
