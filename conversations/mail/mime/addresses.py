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
    found, current, at = [], _Mailbox(), 0
    while token := TOKEN.match(value, at):
        at = token.end()
        quoted, angle, separator, colon, comment, text, _stray = token.groups()
        if quoted is not None:
            current.phrase.append(ESCAPED.sub(r"\1", quoted))
        elif angle is not None:
            current.angles.append("".join(angle.split()))
        elif comment:
            inside, at = _comment(value, at)
            current.comments.append(inside)
        elif text:
            current.phrase.append(text)
        elif separator:
            found += current.said()
            current = _Mailbox()
        elif colon:
            current.phrase.clear()  # the name of a group
    return found + current.said()


class _Mailbox:
    """What stands between two commas."""

    def __init__(self):
        self.phrase, self.angles, self.comments = [], [], []

    def said(self):
        words = " ".join(self.phrase).split()
        addresses = self.angles or self._bare(words)
        told = set() if self.angles else set(addresses)
        name = " ".join(word for word in words if word not in told)
        name = name or " ".join(self.comments)
        return [(name, address) for address in addresses] or ([(name, "")] if name else [])

    def _bare(self, words):
        """Those without angle brackets. In `"jan@a.example"@b.example` the domain is the second."""
        if any(word.startswith("@") for word in words):
            return []
        return [word for word in words if ADDRESS.fullmatch(word)]


def _comment(value, at):
    """(words of the comment, where it ends); comments nest."""
    begin, depth = at, 1
    while depth and (token := IN_COMMENT.match(value, at)):
        at = token.end()
        depth += {"(": 1, ")": -1}.get(token[0], 0)
    return value[begin : at - (depth == 0)], at
