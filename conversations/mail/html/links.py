"""Addresses in mails: without the detour that scanners and trackers put around them."""

import base64
import binascii
import re
from urllib.parse import parse_qs, quote, unquote, urlsplit

MAX_LENGTH = 2_000
SCHEMES = ("http://", "https://", "mailto:", "tel:")
# Hosts that lead on to the address in a parameter of theirs.
DETOURS = {
    ".safelinks.protection.outlook.com": "url",
    "www.google.com": "q",
    "l.facebook.com": "u",
    "lm.facebook.com": "u",
    "linkprotect.cudasvc.com": "a",
    "protect2.fireeye.com": "u",
    "urldefense.proofpoint.com": "u",
    "urldefense.com": "u",
    ".trendmicro.com": "url",
    "slack-redir.net": "url",
    "www.linkedin.com": "url",
}
PROOFPOINT_3 = re.compile(
    r"https://urldefense\.(?:com|us|proofpoint\.com)/v3/__(.+?)__;([A-Za-z0-9_-]*)!", re.DOTALL
)
UNSAFE = re.compile(r"[\s<>\"\\^`{|}\x00-\x1f\x7f]")


def direct(address: str) -> str:
    """The address where a link leads in the end; the same one where that cannot be told.

    >>> direct("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fx.example%2F&data=05")
    'https://x.example/'
    """
    for _ in range(3):
        further = _further(address)
        if not further.startswith(("http://", "https://", "mailto:")):
            break
        address = further
    return address


def _further(address):
    if "://urldefense." in address and "/v3/__" in address:
        return _proofpoint_3(address)
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if host.startswith("www.google.") and parts.path != "/url":
        return ""
    for end, parameter in DETOURS.items():
        if host == end or (end[0] == "." and host.endswith(end)):
            found = parse_qs(parts.query).get(parameter, [""])[0]
            if parts.path.startswith("/v2/url"):
                found = unquote(found.replace("-", "%").replace("_", "/"))
            return found
    return ""


def _proofpoint_3(address):
    """Proofpoint's third form: signs that were replaced by `*` follow in base64."""
    match = PROOFPOINT_3.match(address)
    if match is None:
        return ""
    try:
        replaced = base64.urlsafe_b64decode(match[2] + "=" * (-len(match[2]) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
    further = ""
    for sign in match[1]:
        further += replaced[:1] if sign == "*" and replaced else sign
        replaced = replaced[1:] if sign == "*" else replaced
    return re.sub(r"^(https?):/(?!/)", r"\1://", further)


def target(href: str) -> str:
    """The address as the target of a Markdown link; "" when it is not one to follow."""
    address = direct(re.sub(r"[\t\r\n]", "", href.strip()))
    if len(address) > MAX_LENGTH or not address.lower().startswith(SCHEMES):
        return ""
    address = UNSAFE.sub(lambda match: quote(match[0]), address)
    return address.replace("(", "%28").replace(")", "%29").replace("*", "%2A")


def is_bare(words: str, address: str) -> bool:
    """Whether the words are the address itself, so that they need no link."""
    if address.lower().startswith("tel:"):
        return _digits(words)[-8:] == _digits(address)[-8:] and not any(map(str.isalpha, words))
    return _core(words) == _core(address) and not any(sign.isspace() for sign in words.strip())


def _core(address):
    address = address.strip()
    if address.lower().startswith("mailto:"):
        address = address.partition("?")[0]
    address = re.sub(r"^(?:https?://|mailto:)", "", address, flags=re.IGNORECASE)
    return unquote(address).rstrip("/").casefold()


def _digits(words):
    return "".join(sign for sign in words if sign.isdecimal())
