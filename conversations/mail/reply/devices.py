"""The line that a telephone or a program adds: "Verstuurd vanaf mijn iPhone"."""

import re

LONGEST = 110  # without the addresses of links
SENT = (
    r"verzonden|verstuurd|gestuurd|sent|from|written|composed|gesendet|geschrieben|envoyé|envoye|"
    r"enviado|enviada|inviato|inviata|skickat|sendt|send|lähetetty|wysłan[eoy]|wysłano|odesláno|"
    r"odoslané|отправлено|надіслано|gönderildi|küldve|elküldve|trimis|στάλθηκε|poslano|poslato|"
    r"saadetud|nosūtīts|išsiųsta|dikirim|enviat|sendt"
)
OWN = (
    r"mijn|my|mein\w*|mon|ma|mi|meu|minha|mio|mia|min|mitt|mit|minun|mojego|mojej|mého|môjho|моего"
)
DEVICE = (
    r"i ?phone|i ?pad|i ?pod|android|galaxy|samsung|outlook|blackberry|mobile|mobiel|mobil\w*|"
    r"móvil|celular|cellulare|phone|telefoon|telefon\w*|téléphone|smartphone|tablet|tablette|cell|"
    r"windows|huawei|xiaomi|redmi|htc|nokia|motorola|oneplus|fairphone|pixel|mail|e-mail|mailbox|"
    r"airmail|spark|gmail|yahoo|aol|proton\s?mail|proton|tutanota|tuta|k-9|fairmail|fairemail|"
    r"bluemail|typeapp|mailbird|em client|superhuman|nine|sparrow|acompli|thunderbird|webmail|"
    r"ziggo|kpn|xs4all|hey|workspace one|boxer|handy|mobilgerät|puhelimesta\w*|телефона|"
    r"яндекс|mac|macbook|pc|laptop|ti-\d+|vodafone|verizon|t-mobile|orange"
)
LINK = re.compile(r"<?\bhttps?://\S{1,500}|\[[^\[\]]{0,200}\]\([^()]{0,500}\)|<[^<>]{1,500}>")
STARTS = re.compile(rf"(?:{SENT})\b", re.I)
HAS_OWN = re.compile(
    rf"^(?:{SENT}) \w{{2,12}} (?:{OWN})\b|^(?:{SENT}) \w{{1,3}} \w{{2,10}} (?:{OWN})\b", re.I
)
HAS_DEVICE = re.compile(rf"(?<![^\W_])(?:{DEVICE})(?![^\W_])", re.I)
# The verb stands at the end: German, Dutch stores, Chinese, Japanese, Korean.
ENDS = re.compile(
    r"(?:gesendet|geschickt|verzonden|verstuurd|downloaden|herunterladen|gönderildi|küldve)[.!]?$"
    r"|(?:傳送|发送|發送|发自|から送信|에서 보냄|에서 보낸)",
    re.I,
)
GET = re.compile(
    r"^(?:get|download|obtenir|télécharger|téléchargez|obtener|descarga\w*|ottieni|scarica|hämta|"
    r"hent|lataa|pobierz|holen sie sich|laden sie|laste ned|obter|transferir|baixe)\b", re.I
)  # fmt: skip
BY = re.compile(r"^(?:someone )?from (?:my )?(?:mobile|phone|i ?phone|i ?pad)\b", re.I)
SENTENCE_GOES_ON = re.compile(r",\s+\w|\b(?:gisteren|vandaag|morgen|yesterday|today)\b", re.I)


def is_device(words):
    """Whether the line is such a line, in any of the usual languages."""
    bare = LINK.sub(lambda link: _words_of(link[0]), words).strip(" .!<>()[]-–—*_")
    if not bare or len(bare) > LONGEST or len(bare.split()) > 14:
        return False
    if BY.match(bare) and len(bare.split()) <= 5:
        return True
    if GET.match(bare):
        return bool(re.search(r"outlook|proton|mail|bluemail|spark", bare, re.I))
    if ENDS.search(bare):
        return bool(HAS_DEVICE.search(bare))
    if not STARTS.match(bare):
        return bare.startswith(("发自我的", "發自我的", "iPhoneから", "iPadから"))
    if HAS_OWN.match(bare):
        return not SENTENCE_GOES_ON.search(bare) and len(bare.split()) <= 12
    return bool(HAS_DEVICE.search(bare)) and len(bare.split()) <= 10 and not _goes_on(bare)


def _words_of(link):
    return link[1:].split("]")[0] if link.startswith("[") and "](" in link else " "


def _goes_on(words):
    """ "Verzonden vanaf het postkantoor, dus …" is a sentence about something that was sent."""
    return bool(SENTENCE_GOES_ON.search(words))
