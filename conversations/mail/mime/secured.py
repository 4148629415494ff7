"""Signatures and encryption: S/MIME (RFC 8551) and PGP (RFC 3156, RFC 9580)."""

from conversations.mail.mime import der, fields

SIGNATURES = {
    "application/pgp-signature": "PGP", "application/pgp-keys": "",
    "application/pkcs7-signature": "S/MIME", "application/x-pkcs7-signature": "S/MIME",
}  # fmt: skip
SMIME = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
SIGNED_MESSAGE = "-----BEGIN PGP SIGNED MESSAGE-----"
SIGNATURE, END_OF_SIGNATURE = "-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----"
ENCRYPTED_MESSAGE = "-----BEGIN PGP MESSAGE-----"


def is_encrypted(leaf):
    """ "PGP" or "" (RFC 3156, section 4)."""
    around = leaf.within[-1:] == ("multipart/encrypted",)
    return "PGP" if around or leaf.content_type == "application/pgp-encrypted" else ""


def is_smime(leaf):
    """Whether the part holds a mail that was signed or encrypted (RFC 8551, section 3.2)."""
    if leaf.content_type != "application/octet-stream":
        return leaf.content_type in SMIME
    return fields.parameter(leaf.headers, "Content-Type", "name").lower() == "smime.p7m"


def signed_content(leaf):
    """The mail inside an opaque S/MIME signature; None where it is encrypted or damaged."""
    kind = fields.parameter(leaf.headers, "Content-Type", "smime-type").lower()
    if kind not in ("", "signed-data"):
        return None
    try:
        return der.signed_content(leaf.payload())
    except der.Damaged:
        return None


def clear_text(text):
    """(text without PGP's armour, "PGP" where it was signed, "PGP" where it is encrypted)."""
    begin = text.lstrip()[:60]
    if begin.startswith(ENCRYPTED_MESSAGE):
        return "", "", "PGP"
    if not begin.startswith(SIGNED_MESSAGE):
        return text, "", ""
    _begin, _marker, rest = text.partition(SIGNED_MESSAGE)
    _hash, _blank, rest = rest.partition("\n\n")
    words, _marker, rest = rest.partition("\n" + SIGNATURE)
    _signature, _end, after = rest.partition(END_OF_SIGNATURE)
    # A line that begins with a dash was escaped (RFC 9580, section 7.2).
    lines = [line.removeprefix("- ") for line in words.split("\n")]
    return "\n".join(lines) + after, "PGP", ""
