"""The line that a telephone or a program adds: "Verstuurd vanaf mijn iPhone"."""

import re

LONGEST = 110  # without the addresses of links
SENT = (
    r"verzonden|verstuurd|gestuurd|sent|written|composed|gesendet|geschrieben|envoyé|envoye|"
    r"enviado|enviada|inviato|inviata|skickat|sendt|send|lähetetty|wysłan[eoy]|wysłano|odesláno|"
    r"odoslané|отправлено|надіслано|gönderildi|küldve|elküldve|trimis|στάλθηκε|poslano|poslato|"
    r"saadetud|nosūtīts|išsiųsta|dikirim|enviat|sendt"
)
OWN = (
    r"mijn|my|mein\w*|mon|ma|mi|meu|minha|mio|mia|min|mitt|mit|minun|mojego|mojej|mého|môjho|моего"
)
BY = (
    r"from|via|with|using|by|through|on|in|vanaf|vanuit|vanop|met|von|mit|aus|über|depuis|de|à|avec|"
    r"desde|con|da|dal|från|fra|med|z|ze|od|с|из|з|із|від|do|pelo|pela|iz|s|az|din|από|a|dari"
)
DEVICE = (
    r"i ?phon\w{1,5}|i ?pad\w{0,5}|i ?pod\w{0,5}|android\w*|galaxy|samsung|outlook|blackberry|"
    r"mobile\w*|mobiel\w*|móvil|celular|cellulare|telefoon|telefon\w*|téléphone|smartphone|phone|tablet|tablette|"
    r"windows|huawei|xiaomi|redmi|htc|nokia|motorola|oneplus|fairphone|mailbox|e-?mail-app|"
    r"airmail|spark|gmail|yahoo|aol|proton ?mail|proton|tutanota|tuta|k-9|fairmail|fairemail|"
    r"bluemail|typeapp|mailbird|mailspring|em client|superhuman|sparrow|acompli|thunderbird|"
    r"webmail|workspace one|boxer|mobilgerät|puhelimesta\w*|телефона|яндекс|почт\w{1,2}|"
    r"macbook|laptop"
)
LINK = re.compile(r"<?\bhttps?://\S{1,500}|\[[^\[\]]{0,200}\]\([^()]{0,500}\)|<[^<>]{1,500}>")
STARTS = re.compile(rf"(?:{SENT})\b", re.I)
HAS_OWN = re.compile(
    rf"^(?:{SENT}) \w{{2,12}} (?:{OWN})\b|^(?:{SENT}) \w{{1,3}} \w{{2,10}} (?:{OWN})\b", re.I
)
HAS_DEVICE = re.compile(rf"(?<![A-Za-z])(?:{DEVICE})(?![A-Za-z])", re.I)
# The verb stands at the end: German, Dutch stores, Chinese, Japanese, Korean.
ENDS = re.compile(
    r"(?:gesendet|geschickt|verzonden|verstuurd|gönderildi|küldve)$|"
    r"^outlook .{1,8} (?:ios|android) (?:downloaden|herunterladen|beziehen|ophalen|verkrijgen)$|"
    r"^ios için outlook.u edinin$|^outlook for (?:ios|android).{1,3} edinin$|"
    r"^provenance ?: courrier .{1,10}windows(?: \d\d)?$|"
    r"رسل|إرسال|ارسال|נשלח|ส่งจาก|gửi từ|"
    r"(?:傳送|发送|發送|发自|から送信|에서 보냄|에서 보낸)",
    re.I,
)
GET = re.compile(
    r"(?:get|download|verkrijg|krijg|haal|obtenir|obtenez|télécharge\w*|obtener|descarga\w*|ottieni|"
    r"scarica|hämta|hent|lataa|pobierz|hanki|baixar|skaffa|få|holen sie sich|laden sie|"
    r"laste? ned|obter|transferir|baixe)\b.{0,14}"
    r"\b(?:outlook .{1,14} (?:ios|android)|(?:proton ?mail|bluemail|typeapp|spark|yahoo mail)"
    r"(?: \S{1,5} \S{1,8})?)(?: \S{1,12})?$", re.I
)  # fmt: skip
BY_DEVICE = re.compile(r"(?:someone )?from (?:my )?(?:mobile|phone|i ?phone|i ?pad)\b", re.I)
WITH_DEVICE = re.compile(
    rf"(?:{SENT}) (?:{BY}) (?:\S{{1,20}} ){{0,4}}?"
    rf"(?:{DEVICE})(?![^\W_])", re.I
)  # fmt: skip
# Languages that say "from" by the end of the word: "Lähetetty iPhonesta".
SENT_DEVICE = re.compile(rf"(?:{SENT}) (?:{DEVICE})(?: \S{{1,20}}){{0,2}}$", re.I)
MAIL_APP = re.compile(
    rf"(?:{SENT}) (?:{BY}) (?:(?:mail|e-?mail)(?: \w{{2,5}} windows(?: \d\d)?)|"
    rf"(?:\S{{1,20}} ){{0,3}}e?-?mail[ -]app)$",
    re.I,
)
# "Diese Nachricht wurde von meinem Android Mobiltelefon mit GMX Mail gesendet"
IN_PASSIVE = re.compile(r"diese (?:nachricht|e-?mail) wurde (?:von|mit) .{1,70} gesendet$", re.I)
ENDS_WITH_DEVICE = re.compile(rf"(?<![A-Za-z])(?:{DEVICE})$", re.I)
MAIL_NAME = re.compile(rf"(?i:{SENT}) (?i:{BY}) Mail$")
EXCUSE = re.compile(
    r"[,;:.–-] ?(?:(?:my )?excus|sorry|please excuse|verschoning|typ(?:e|o)|met excuses|an? )"
    r"[^.]{0,60}$"
    r"|^(?:typefouten voorbehouden|typos? expected|excuse typos?)[,;:.] ?", re.I
)  # fmt: skip
DEVICE_LINES = (WITH_DEVICE, SENT_DEVICE, MAIL_APP, MAIL_NAME)
SENTENCE_GOES_ON = re.compile(
    r",\s+\w|\b(?:gisteren|vandaag|morgen|yesterday|today|aan|naar|to|an|zie|see|omdat|because|"
    r"op (?!android|i))\b",
    re.I,
)


def is_device(words):
    """Whether the line is such a line, in any of the usual languages."""
    bare = LINK.sub(lambda link: _words_of(link[0]), words)
    bare = " ".join(bare.split()).strip(" .!<>()[]-–—*_")
    if not bare or len(bare) > LONGEST or len(bare.split()) > 14:
        return False
    bare = EXCUSE.sub("", bare)
    few = len(bare.split()) <= 10 and not SENTENCE_GOES_ON.search(bare)
    if BY_DEVICE.match(bare):
        return len(bare.split()) <= 5
    if GET.match(bare):
        return True
    if IN_PASSIVE.match(bare):
        return bool(HAS_DEVICE.search(bare))
    if ENDS.search(bare):
        return few and bool(HAS_DEVICE.search(bare))
    if not STARTS.match(bare):
        return bare.startswith(("发自我的", "發自我的", "iPhoneから", "iPadから"))
    if HAS_OWN.match(bare):
        ends = ENDS_WITH_DEVICE.search(bare) and len(bare.split()) <= 8
        return bool(ends) or (not SENTENCE_GOES_ON.search(bare) and len(bare.split()) <= 12)
    return few and any(form.match(bare) for form in DEVICE_LINES)


def _words_of(link):
    return link[1:].split("]")[0] if link.startswith("[") and "](" in link else " "
