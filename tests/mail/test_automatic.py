"""Mails that nobody wrote are told from those of people."""

import pytest

from conversations.mail import automatic, mime
from tests.mail.test_mime import mail, multipart, part

pytestmark = pytest.mark.once

HOST = "beraad.example"


def kind(raw, **about):
    return automatic.kind(mime.read(raw), host=HOST, **about)


REPORT = b"multipart/report; boundary=grens; report-type="
FAILED = part(
    b"Final-Recipient: rfc822; jan@x.nl\r\nAction: failed\r\n", b"message/delivery-status"
)
DELAYED = FAILED.replace(b"failed", b"delayed")
EXPANDED = FAILED.replace(b"failed", b"expanded")
READ = part(b"Disposition: manual-action/MDN-sent-manually; displayed",
            b"message/disposition-notification")  # fmt: skip
SPAM = part(b"Feedback-Type: abuse", b"message/feedback-report")
INVITED = b"BEGIN:VCALENDAR\r\nMETHOD:%s\r\nEND:VCALENDAR"


def calendar(method):
    return multipart(part(b"Tekst"), part(INVITED % method, b"text/calendar; method=" + method))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (mail(auto_submitted=b"auto-replied"), "auto-reply"),
        (mail(auto_submitted=b"Auto-Generated (rule 1)"), "auto-reply"),
        (mail(precedence=b"auto_reply"), "auto-reply"),
        (mail(x_autoreply=b"yes"), "auto-reply"),
        (mail(x_autorespond=b"Re: Dijk"), "auto-reply"),
        (mail(x_ms_exchange_generated_message_source=b"Mailbox Rules Agent"), "auto-reply"),
        (mail(return_path=b"<>"), "auto-reply"),
        (mail(precedence=b"list"), "list"),
        (mail(list_id=b"<polder.lijst.example>"), "list"),
        (mail(list_unsubscribe=b"<https://nieuws.example/af>"), "list"),
        (multipart(part(b"Gelezen."), READ, kind=b"report"), "receipt"),
        (mail(content_type=REPORT + b"disposition-notification"), "receipt"),
        (multipart(SPAM, kind=b"report"), "report"),
        (multipart(FAILED, kind=b"report"), "bounce"),
        (mail(content_type=REPORT + b"delivery-status"), "bounce"),
        (multipart(DELAYED, kind=b"report"), "delay"),
        (multipart(EXPANDED, kind=b"report"), "report"),
        (mail(sender=b"MAILER-DAEMON@x.nl"), "bounce"),
        (mail(b"Undelivered:\n<jan@x.nl>\n550 unknown", sender=b"postmaster@x.nl"), "bounce"),
        (mail(b"Your mail to <jan@x.nl> has not yet been delivered:\n<jan@x.nl>\n451 later",
              sender=b"MAILER-DAEMON@x.nl"), "delay"),
        (mail(x_loop=b"beraad.example"), "loop"),
        (mail(message_id=b"<4.17@Beraad.example>", auto_submitted=b"auto-generated"), "loop"),
        (mail(received=b"from a by b\r\n" + b"Received: from a by b\r\n" * 50 + b"X-A: b"), "loop"),
        (calendar(b"REPLY"), "calendar"),
        (calendar(b"COUNTER"), "calendar"),
    ],
)  # fmt: skip
def test_headers_and_parts_tell_what_machines_wrote(raw, expected):
    found = kind(raw)
    assert found == expected
    assert found.reason


@pytest.mark.parametrize(
    "raw",
    [
        mail(auto_submitted=b"no"),
        mail(x_autoreply=b"no"),
        mail(x_auto_response_suppress=b"All"),
        mail(return_path=b"<jan@rivierstad.example>"),
        mail(received=b"from a by b\r\n" + b"Received: from a by b\r\n" * 49 + b"X-A: b"),
        mail(x_loop=b"elders.example"),
        mail(message_id=b"<4.17@elders.example>"),
        mail(sender=b"postmaster@x.nl", subject=b"Re: Undeliverable mail, what now"),
        calendar(b"REQUEST"),
        mail(precedence=b"normal", x_mailer=b"Outlook", importance=b"high"),
    ],
)
def test_what_people_send_is_theirs(raw):
    assert kind(raw) == ""


def test_the_null_sender_is_no_person():
    assert kind(mail(), envelope_from="") == "auto-reply"
    assert kind(mail(return_path=b"<>"), envelope_from="jan@x.nl") == ""


BY_PROGRAMS = [
    "Automatisch antwoord: Dijk", "Afwezigheidsbericht", "Afwezigheidsassistent: Dijk",
    "Automatic reply: Dijk", "Auto-Reply: Dijk", "AutoReply: Dijk",
    "Out of Office AutoReply: Dijk", "Automated response", "[EXTERN] Automatisch antwoord: Dijk",
    "Automatische Antwort: Dijk", "Abwesenheitsnotiz: Dijk", "Abwesenheitsnachricht",
    "Réponse automatique : Dijk", "Message d'absence: Dijk", "Respuesta automática: Dijk",
    "Risposta automatica: Dijk", "Resposta automática: Dijk", "Autosvar: Dijk",
    "Automatiskt svar: Dijk", "Automatisk svar: Dijk", "Automaattinen vastaus: Dijk",
    "Odpowiedź automatyczna: Dijk", "Automatická odpověď: Dijk", "Automatikus válasz: Dijk",
    "Răspuns automat: Dijk", "Автоматический ответ: Dijk", "Автоматична відповідь: Dijk",
    "Αυτόματη απάντηση: Dijk", "Otomatik yanıt: Dijk", "自动回复: Dijk", "自動応答：Dijk",
    "자동 회신: Dijk", "رد تلقائي: Dijk", "Afwezig: Re: Dijk", "Out of office: RE: Dijk",
    "Abwesend: AW: Dijk", "Vakantie (tot 12 jan): Re: Dijk",
]  # fmt: skip
BY_PEOPLE = [
    "Re: Dijk", "Antw: Dijk", "Re: Automatisch antwoord: Dijk", "RE: Afwezig: Jan",
    "Fw: Automatisch antwoord: Dijk", "Dijk", "", "Afwezig", "Afwezigheid in de zomer",
    "Ik ben afwezig op maandag", "Afwezig: wie vervangt Jan?", "Vakantie: het rooster",
    "Vakantie - wie wanneer?", "Out of office rules", "Automatisch antwoorden aanzetten",
    "Automatische incasso: vraag", "Automation of replies", "Absent: Piet", "Away day: agenda",
    "Urlaub: Planung", "Congés: le planning", "Autoroute A12: overlast", "Autobrief: concept",
    "Jan is afwezig", "Niet aanwezig: graag opnieuw plannen", "Gelezen: het rapport",
    "Delayed: the new bridge", "Undeliverable promises", "Retour afzender", "Ooo!", "Mail terug",
    "Spam?", "Bounce", "Automatic doors: question", "Auto: te koop", "Vacature: adviseur",
]  # fmt: skip


@pytest.mark.parametrize("subject", BY_PROGRAMS)
def test_subjects_that_programs_give_tell_them(subject):
    assert kind(mail(subject=subject.encode())) == "auto-reply"


@pytest.mark.parametrize("subject", BY_PEOPLE)
def test_subjects_of_people_never_do(subject):
    assert kind(mail(subject=subject.encode())) == ""


@pytest.mark.parametrize("subject", ["Afwezig: Dijk", "Jan Jansen is out of the office (12-1)"])
def test_an_answer_with_such_a_subject_and_without_re_is_a_programs(subject):
    assert (
        kind(mail(subject=subject.encode(), in_reply_to=b"<4.17@beraad.example>")) == "auto-reply"
    )
    answer = mail(subject=b"Re: " + subject.encode(), in_reply_to=b"<4.17@beraad.example>")
    assert kind(answer) == ""
