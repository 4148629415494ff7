"""Mailboxes in a field (RFC 5322, section 3.4), read in one pass whatever stands there."""

import re

TOKEN = re.compile(
    r'"((?:[^"\\]|\\.)*+)"?|<([^<>]*+)>?|([,;])|(:)|(\()|([^",;:<>()]++)|(.)', re.DOTALL
)
IN_COMMENT = re.compile(r"[^()\\]++|\\.|[()\\]", re.DOTALL)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
ADDRESS = re.compile(r"[^@\s<>\"(),;:\x00-\x1f\x7f]{1,64}@[^@\s<>\"(),;:\x00-\x1f\x7f]{1,185}")


def mailboxes(value):
    """[(display name, address)], "" for what is absent; names with their encoded words."""
    found, phrase, angles, comments, at = [], [], [], [], 0

    def end_of_mailbox():
        words = " ".join(phrase).split()
        addresses = angles or [word for word in words if ADDRESS.fullmatch(word)]
        name = " ".join(words if angles else [word for word in words if word not in addresses])
        name = name or " ".join(comments)
        found.extend((name, address) for address in addresses)
        if name and not addresses:
            found.append((name, ""))
        for part in (phrase, angles, comments):
            part.clear()

    while token := TOKEN.match(value, at):
        at = token.end()
        quoted, angle, comma, colon, comment, text, _stray = token.groups()
        if quoted is not None:
            phrase.append(ESCAPED.sub(r"\1", quoted))
        elif angle is not None:
            angles.append("".join(angle.split()))
        elif comma:
            end_of_mailbox()
        elif colon:
            phrase.clear()  # the name of a group
        elif comment:
            inside, at = _comment(value, at)
            comments.append(inside)
        elif text:
            phrase.append(text)
    end_of_mailbox()
    return found


def _comment(value, at):
    """(words of the comment, where it ends); comments nest."""
    begin, depth = at, 1
    while depth and (token := IN_COMMENT.match(value, at)):
        at = token.end()
        depth += {"(": 1, ")": -1}.get(token[0], 0)
    return value[begin : at - (depth == 0)], at
