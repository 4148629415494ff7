"""The header block that mail programs put above an earlier mail: "Van: … Verzonden: … Aan: …"."""

import re
from email.utils import parseaddr

from . import dates
from .attributions import ADDRESS

LABELS = {
    "from": "from van von de da od fra från från: lähettäjä remitente mittente nadawca от отправитель від "
    "від кого kimden gönderen feladó od: odesílatel šalje pošiljatelj saatja expeditor expeditorul "
    "de la από no sūtītājs nuo siuntėjas từ dari 发件人 寄件者 寄件人 發件人 差出人 送信元 送信者 보낸사람 "
    "보낸 사람 من מאת از จาก frá av avsändare avsender afsender expéditeur absender afzender",
    "to": "to aan an à a para till til vastaanottaja per do komu pre кому kime alıcı címzett prima "
    "primatelj za saaja către destinatarul προς kam kam: kam gavėjas đến kepada 收件人 送信先 宛先 "
    "받는사람 받는 사람 إلى אל ถึง pour adresat destinatario destinataire destinatário empfänger dest mottagare",
    "date": "date sent datum verzonden gesendet envoyé envoyé le date d'envoi message du fecha "
    "enviado enviado el enviado em enviada em enviada inviato data dato sendt skickat lähetetty "
    "päivämäärä päiväys wysłano wysłane odesláno odoslané poslano дата отправлено надіслано "
    "tarih gönderildi gönderilme tarihi elküldve küldve dátum dátuma trimis dată dată: kuupäev saadetud "
    "ημερομηνία στάλθηκε datums nosūtīts išsiųsta ngày tanggal terkirim 日期 发送时间 發送時間 寄件日期 "
    "日付 送信日時 날짜 보낸날짜 보낸 날짜 التاريخ تاريخ الإرسال נשלח תאריך วันที่ sent at",
    "subject": "subject onderwerp betreff objet sujet asunto assunto oggetto temat emne ämne aihe "
    "předmět predmet тема konu tárgy subiect subiectul naslov θέμα teema temats tēma tema chủ đề "
    "subjek perihal 主题 主旨 主題 件名 제목 الموضوع נושא موضوع เรื่อง efni zadeva",
    "copy": "cc bcc kopie kopia kopi kopio copie copie à copia dw kopię копия копія bilgi másolat "
    "kópia in copia cópia con copia koopia κοιν 抄送 副本 참조 نسخة עותק",
    "other": "reply-to reply to antwoord aan antwort an répondre à risposta rispondi a responder a "
    "responder para svar til svara till importance belang urgentie prioriteit wichtigkeit "
    "priority attachments bijlagen anlagen pièces jointes allegati organisation organization "
    "newsgroups message-id",
}
SEVERAL_WORDS = (
    "від кого|de la|보낸 사람|받는 사람|envoyé le|date d'envoi|message du|enviado el|enviado em|"
    "enviada em|gönderilme tarihi|보낸 날짜|تاريخ الإرسال|chủ đề|copie à|in copia|con copia|"
    "reply to|antwoord aan|antwort an|répondre à|rispondi a|responder a|responder para|svar til|"
    "svara till|pièces jointes|sent at"
).split("|")
LABEL = re.compile(r"([^\W\d][^:：<>@\"]{0,28}?) ?[:：] ?")


def _kinds():
    kinds = {}
    for kind, words in LABELS.items():
        for several in SEVERAL_WORDS:
            if several in words:
                kinds.setdefault(several, kind)
                words = words.replace(several, "")
        for word in words.split():
            kinds.setdefault(word.rstrip(":"), kind)
    return kinds


KINDS = _kinds()
INLINE = re.compile(
    "(?<![^\\W_])("
    + "|".join(re.escape(label) for label in sorted(KINDS, key=len, reverse=True) if len(label) > 1)
    + ") ?[:：] ?",
    re.I,
)
MOST_LINES = 24
MOST_BLANKS = 2
"""Blank lines that some programs put between the lines of a header."""


class Block:
    """A header block: where it ends, which kinds of header it holds, who wrote the mail."""

    def __init__(self):
        self.end, self.kinds, self.unknown = 0, {}, 0

    def take(self, label, value):
        kind = KINDS.get(label.lower())
        if kind:
            self.kinds.setdefault(kind, value)
        else:
            self.unknown += 1
        if len(value) > 20 and kind:
            for other in INLINE.finditer(value):
                self.kinds.setdefault(KINDS[other[1].lower()], value[other.end() :])

    def value(self, kind):
        return self.kinds.get(kind, "")

    @property
    def author(self):
        """(name, address) of the From line, "" for what it does not tell."""
        value = self.value("from")
        inline = INLINE.search(value)
        value = value[: inline.start()] if inline else value
        found = ADDRESS.search(value)
        name = re.split(r"[<\[(]|mailto:", value)[0].strip(" \"'«»„”“,;")
        address = found[0].removeprefix("mailto:") if found else ""
        return ("" if "@" in name else name), parseaddr(address)[1].lower()

    def convinces(self, announced):
        """Whether this is the header of a mail; `announced` by a rule that said so."""
        known = {"from", "to", "date", "subject", "copy"} & self.kinds.keys()
        addressed = any(ADDRESS.search(self.value(kind)) for kind in ("from", "to", "copy"))
        dated = dates.dated(self.value("date")) or dates.timed(self.value("date"))
        if announced:
            return bool(known & {"from", "to", "date", "subject"})
        if len(known) >= 3 and "from" in known:
            return (addressed or "subject" in known) and (addressed or dated)
        if len(known) >= 2 and addressed and dated:
            return True
        return (
            self.unknown >= 3
            and any("<" in value and ADDRESS.search(value) for value in self.strange)
            and any(dates.dated(value) and dates.timed(value) for value in self.strange)
        )

    strange = ()


def at(lines, begin, announced=False):
    """The header block that begins at `lines[begin]`, or None."""
    first = lines[begin]
    if not _labelled(first.said):
        return None
    block, strange, labels, blanks, index = Block(), [], set(), 0, begin
    while index < min(begin + MOST_LINES, len(lines)):
        line = lines[index]
        found = _labelled(line.said) if line.said else None
        if found and (label := found[1].lower()) in labels:
            break  # no header stands twice
        if found and blanks and found[1].lower() not in KINDS:
            break
        if found:
            value = line.said[found.end() :]
            block.take(found[1], value)
            labels.add(label)
            strange.append(value)
            block.end, blanks = index + 1, 0
        elif not line.said:
            blanks += 1
            if blanks > MOST_BLANKS or len(block.kinds) >= 4:
                break
        elif blanks or not _continues(lines, index):
            break
        else:
            _add(block, line.said)
            block.end = index + 1
        index += 1
    block.strange = strange
    return block if block.convinces(announced) else None


def _labelled(words):
    """The match of a label, when a line begins with one."""
    if ":" not in words[:32] and "：" not in words[:32]:
        return None
    found = LABEL.match(words)
    if not found or len(found[1].split()) > 4 or words[found.end() :].startswith("//"):
        return None
    return found


def _continues(lines, index):
    """Whether a line without a label belongs to the header above it: folded, or an address."""
    line, above = lines[index], lines[index - 1]
    if line.said.startswith(("<", "mailto:")) or above.said.endswith((",", ";", "<", ":")):
        return True
    if ADDRESS.fullmatch(line.said.strip("<>];, ")):
        return True
    following = lines[index + 1].said if index + 1 < len(lines) else ""
    return bool(_labelled(following)) and len(line.said) < 120


def _add(block, words):
    """A folded line lengthens the last value."""
    if block.kinds:
        kind = next(reversed(block.kinds))
        block.kinds[kind] += " " + words
