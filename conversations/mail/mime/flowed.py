"""format=flowed (RFC 3676): lines that the program broke become the author's again."""

import re

QUOTE = re.compile(r">*+")


def unfolded(text, *, delsp=False):
    """Each paragraph on one line. A quoted line keeps its marks, as "> " or ">> "."""
    lines, depth, open_ = [], 0, False
    for line in text.split("\n"):
        now = QUOTE.match(line).end()
        words = line[now:]
        words = words[1:] if words[:1] == " " else words  # space-stuffing, section 4.4
        if not (open_ and now == depth) or words == "-- ":
            lines.append([">" * now + " " if now and words else ">" * now])
        lines[-1].append(words)
        open_ = words.endswith(" ") and words != "-- "
        if open_ and delsp:
            lines[-1][-1] = words[:-1]
        depth = now
    return "\n".join("".join(pieces) for pieces in lines)
