"""Bytes to text, by the charset that a mail claims and by what its bytes say against that."""

import re
from encodings import normalize_encoding
from encodings.aliases import aliases

# What a mail may claim. Other codecs of Python are no charsets, and some take quadratic time.
KNOWN = {
    "ascii", "big5", "big5hkscs", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255",
    "cp1256", "cp1257", "cp1258", "cp437", "cp850", "cp852", "cp858", "cp866", "cp874", "cp932",
    "cp949", "euc_jp", "euc_kr", "gb18030", "gb2312", "gbk", "iso2022_jp", "iso2022_jp_1",
    "iso2022_jp_2", "iso2022_kr", "latin_1", "iso8859-10", "iso8859-13", "iso8859-14",
    "iso8859-15", "iso8859-16", "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-5", "iso8859-6",
    "iso8859-7", "iso8859-8", "iso8859-9", "johab", "koi8-r", "koi8-u", "mac-roman", "shift_jis",
    "tis-620", "utf-16", "utf-16-be", "utf-16-le", "utf-32", "utf-7", "utf-8",
}  # fmt: skip
MODULES = {normalize_encoding(name): name for name in KNOWN}
# Labels that mails use and Python does not know, and charsets that stand for a wider one
# (WHATWG Encoding, section 4.2).
WIDER = {
    "ansi_x3.110-1983": "cp1252", "cp-850": "cp850", "gb2312": "gb18030", "gbk": "gb18030",
    "iso-8859-8-i": "iso8859-8", "iso-8859-9": "cp1254", "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949", "shift_jis": "cp932", "tis-620": "cp874", "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8", "x-sjis": "cp932", "windows-874": "cp874",
}  # fmt: skip
LATIN = {"ascii", "latin_1", "cp1252"}
SURROGATE = re.compile("[\ud800-\udfff]")  # UTF-7 can hold half a letter
# A byte that is not UTF-8 (PEP 383) as the letter that Windows wrote with it.
STRAY = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or "\ufffd" for byte in range(128, 256)
}
IN_META = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{1,40})", re.IGNORECASE
)


def decoded(content, charset):
    """Text of bytes. Never raises: what cannot be read becomes U+FFFD."""
    name = _codec(charset)
    if name in LATIN or name == "utf-8":
        # Much UTF-8 goes under another name, and Windows' letters under that of Latin-1.
        try:
            return str(content, "utf-8")
        except UnicodeDecodeError:
            pass
        if name == "utf-8":
            return str(content, "utf-8", "surrogateescape").translate(STRAY)
        return str(content, "cp1252", "replace")
    return SURROGATE.sub("\ufffd", str(content, name, "replace"))


def of_html(content):
    """The charset that HTML itself names near its beginning, or ""."""
    found = IN_META.search(bytes(content[:2_000]))
    return found[1].decode("ascii", "replace") if found else ""


def _codec(charset):
    label = charset.strip("\"' ").lower()
    label = normalize_encoding(WIDER.get(label, label))
    # Not by `codecs.lookup`: that remembers for ever each name that it did not know.
    return MODULES.get(aliases.get(label, label), "ascii")
