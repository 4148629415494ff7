"""Whether a subject is one that responders give: "Automatisch antwoord: Dijk"."""

import re

from conversations.mail.mime import subjects

# What only programs put before a subject.
BY_PROGRAMS = (
    "automatisch antwoord|automatische? beantwoording|afwezigheidsbericht|afwezigheidsassistent"
    "|automatic(?:ally generated)? reply|auto[- ]?reply|auto[- ]?response"
    "|automated (?:reply|response)"
    "|out[- ]of[- ]office(?: auto-?reply| reply| message| notification)"
    "|automatische antwort|automatische rückantwort|abwesenheitsnotiz|abwesenheitsnachricht"
    "|abwesenheitsmeldung|réponse automatique|reponse automatique|message d'absence"
    "|notification d'absence|respuesta automática|respuesta automatica|risposta automatica"
    "|resposta automática|resposta automatica|resposta automàtica|autosvar|automatiskt svar"
    "|automatisk svar|frånvaromeddelande|automaattinen vastaus|poissaoloviesti"
    "|odpowiedź automatyczna|automatyczna odpowiedź|automatická odpověď|automatická odpoveď"
    "|automatikus válasz|răspuns automat|automatski odgovor|samodejni odgovor|автоматичен отговор"
    "|автоматический ответ|автоответ|автоматична відповідь|αυτόματη απάντηση|otomatik yanıt"
    "|automaatvastus|automātiskā atbilde|automatinis atsakymas|uitomatiese antwoord"
    "|自动回复|自動回覆|自动答复|自動応答|自動返信|자동 회신|자동 응답|رد تلقائي|תשובה אוטומטית"
    "|ตอบกลับอัตโนมัติ|trả lời tự động|balasan otomatis|स्वचालित उत्तर"
)
# What people write as well: a program's only before an answer.
BY_PEOPLE = (
    "afwezig|afwezigheid|niet aanwezig|buiten kantoor|met verlof|vakantie|ik ben afwezig"
    "|out[- ]of[- ](?:the[- ])?office|ooo|oof|away|absent|vacation|on leave|holiday"
    "|abwesend|abwesenheit|nicht im büro|urlaub|absence|absent du bureau|en congé|congés"
    "|fuera de la oficina|ausente|vacaciones|fuori ufficio|assente|ferie|fora do escritório|férias"
    "|frånvarande|semester|fraværende|ferie|poissa|lomalla|nieobecność|urlop|mimo kancelář"
    "|нет на месте|отпуск|εκτός γραφείου|ofis dışında|不在|外出|休暇|부재중"
)
PROGRAM = re.compile(rf"(?:{BY_PROGRAMS})\s{{0,3}}(?:[:：\-–—(\[]|$|(?:op|re|to|auf|à|a)\b)", re.I)
PERSON = re.compile(
    rf"(?:{BY_PEOPLE})\s{{0,3}}(?:\([^()]{{0,60}}\)\s{{0,3}})?[:：\-–—]\s{{0,3}}", re.I
)
# "Jan Jansen is out of the office (returning 12-01)", as Notes writes it.
SOMEONE = re.compile(
    r".{1,80} (?:is|is currently|is momenteel|ist|est) "
    r"(?:out of (?:the )?office|afwezig|niet aanwezig|abwesend|nicht im büro|absent)",
    re.IGNORECASE,
)


def is_told_by(mail):
    """An answer of a person begins with "Re:", whatever the conversation is about; so a subject
    that is an answer and begins otherwise was made by a program."""
    subject = _without_tags(mail.subject_as_sent)
    if subjects.IS_REPLY.match(subject) or subjects.IS_FORWARD.match(subject):
        return False
    if PROGRAM.match(subject):
        return True
    if found := PERSON.match(subject):
        return bool(mail.references or subjects.IS_REPLY.match(subject, found.end()))
    return bool(mail.references and SOMEONE.match(subject))


def _without_tags(subject):
    while found := subjects.LIST_TAG.match(subject):
        subject = subject[found.end() :]
    return subject
