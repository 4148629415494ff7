"""The lines that PGP puts around words that it signs within the text (RFC 9580, section 7)."""

BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----"
SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
END = "-----END PGP SIGNATURE-----"


def roles(lines):
    """{index: "armour"} of those lines."""
    found, inside, header = {}, False, False
    for index, line in enumerate(lines):
        words = line.said
        if words == BEGIN:
            header = True
        elif words == SIGNATURE:
            inside = True
        if inside or (header and words):
            found[index] = "armour"
        if words == END:
            inside = False
        header = header and bool(words)
    return found
