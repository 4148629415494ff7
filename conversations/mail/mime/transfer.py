"""Content-Transfer-Encoding (RFC 2045, section 6), undone as far as damaged content allows."""

import binascii

QUOTED_PRINTABLE = ("quoted-printable", "quopri")
NOT_BASE64 = bytes(
    set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
)


def decoded(content, encoding):
    """Bytes of `content` (bytes or a view on them); an unknown encoding leaves them as they are."""
    encoding = _name(encoding)
    if encoding == "base64":
        return base64(content)
    if encoding in QUOTED_PRINTABLE:
        return binascii.a2b_qp(content)
    return bytes(content)


def changes(encoding):
    """Whether content stands in other bytes than its own."""
    return _name(encoding) in ("base64", *QUOTED_PRINTABLE)


def _name(encoding):
    return encoding.split(";")[0].strip().lower()


def base64(content):
    try:
        return binascii.a2b_base64(content)
    except binascii.Error:
        letters = bytes(content).translate(None, NOT_BASE64)
        whole = len(letters) - (len(letters) % 4 == 1)
        return binascii.a2b_base64(letters[:whole] + b"==")
