"""Lines that say an earlier mail follows: "-----Oorspronkelijk bericht-----", a forward, a rule."""

import re

# Stems; what they stand in is short and framed by dashes, or ends in a colon above a header block.
FORWARDED = re.compile(
    r"forwarded|fwd\.|doorgestuurd|weitergeleitet|reenviad|transféré|transfere|réexpédié|transmis|"
    r"inoltrat|encaminhad|reencaminhad|vidarebefordra|videresend|videresendt|välitetty|"
    r"edelleenlähetetty|przekaz|przesłan|přepos|preposl|továbbít|redirecționat|переадрес|пересла|"
    r"перенаправ|пересил|пересыл|iletil|ileti |i̇leti|proslijeđ|prosleđ|posredovan|edastatud|"
    r"persiųst|pārsūt|препрат|προωθ|chuyển tiếp|diteruskan|framsen|转发|轉寄|轉發|転送|전달|"
    r"הועבר|محولة|معاد توجيه|ส่งต่อ",
    re.I,
)
ORIGINAL = re.compile(
    r"origin|oorspronkelijk|ursprüng|oprindelig|opprinnelig|ursprung|alkuperäi|oryginaln|původní|"
    r"pôvodn|исходн|оригинал|початков|orijinal|özgün|eredeti|izvorn|sākotn|pradin|algne|αρχικ|"
    r"upprunaleg|asli|thư gốc|原始|元の|원본|الأصلي|המקורי|ต้นฉบับ",
    re.I,
)
FRAMED = re.compile(r"[-–—_=]{2,60} ?([^-–—_=\s].{1,78}?) ?[-–—_=]{2,60}(?: (.{0,200}))?$")
FRAME_OPENS = re.compile(r"[-–—_=]{3,60} ?([^-–—_=\s][^-–—_=]{2,60}?) ?[-–—_=]{3,60} ?(.*)$")
RULE = re.compile(r"[-–—_=~*]{2,200}$")
LONGEST_ANNOUNCEMENT = 70


def framed(words):
    """What stands between the dashes of a line such as "----- Original Message -----", or ""."""
    if not words or words[0] not in "-–—_=":
        return ""
    found = FRAME_OPENS.match(words) or FRAMED.match(words)
    return found[1] if found else ""


def after_frame(words):
    """What some programs write behind those dashes, on the same line: the header block."""
    found = FRAME_OPENS.match(words)
    return found[2] if found else ""


def is_rule(words):
    """A line of dashes, underscores and the like."""
    return len(words) >= 2 and bool(RULE.match(words))


def names_original(words):
    return len(words) <= LONGEST_ANNOUNCEMENT and bool(ORIGINAL.search(words))


def names_forward(words):
    return len(words) <= LONGEST_ANNOUNCEMENT and bool(FORWARDED.search(words))
