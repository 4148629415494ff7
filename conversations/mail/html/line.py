from dataclasses import dataclass


@dataclass(slots=True)
class Line:
    """One line of a mail.

    Lines joined by newlines, each after `"> " * depth`, are the Markdown of the mail: a line that
    goes on in the next one ends in two spaces.
    """

    text: str  # Markdown, without quote marks; "" for an empty line
    depth: int = 0  # of quotation
    mark: str = ""  # "quote", "attribution", "signature" or "rule", where the mail program says so
    raw: bool = True  # the text is Markdown: not to be escaped again
    words: str = ""  # the line as plain text
