"""Our own safe HTML (of messages and cards) as plain text that reads as well."""

from html.parser import HTMLParser

# What begins after an empty line, what begins a line, and what ends one.
APART = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "table", "dl", "hr"}
BEGINS = APART | {"div", "li", "tr", "dt", "ul", "ol", "br"}
ENDS = APART | {"div", "li", "tr", "dd", "ul", "ol"}
MARKS = {"strong": "*"}
RULE = "-" * 20
UNSEEN = {"svg", "style", "title"}


def plain(html, marks=MARKS):
    """Quotations behind "> ", items behind "- ", a link followed by <its address>, and `marks` at
    both ends of what stands out; no line is broken that was not."""
    reader = _Reader(marks)
    reader.feed(html)
    reader.close()
    reader.end_line()
    return "\n".join(reader.lines).strip("\n")


class _Reader(HTMLParser):
    def __init__(self, marks):
        super().__init__(convert_charrefs=True)
        self.marks = marks
        self.lines, self.words = [], []
        # For each quotation and item that is open: what its first line begins with, and the others.
        self.margin = []
        # For each list that is open the number of its next item, or None.
        self.lists = []
        self.links = []
        self.unseen = self.code = 0

    def handle_starttag(self, tag, attrs):
        if tag in BEGINS:
            self.end_line()
        if tag in APART or (tag in {"ul", "ol"} and not self.lists):
            self._leave_a_line()
        if tag in UNSEEN:
            self.unseen += 1
        self.words.append(RULE if tag == "hr" else self.marks.get(tag, ""))
        match tag:
            case "blockquote":
                self.margin.append(["> ", "> "])
            case "ul" | "ol":
                self.lists.append(int(dict(attrs).get("start") or 1) if tag == "ol" else None)
            case "li":
                self._begin_item()
            case "a":
                self.links.append((dict(attrs).get("href") or "", len(self.words)))
            case "pre":
                self.code += 1
            case "td" | "th" if any(self.words):
                self.words.append(" | ")

    def handle_endtag(self, tag):
        match tag:
            case "a" if self.links:
                self._end_link(*self.links.pop())
            case "dt":
                self.words.append(" " if "".join(self.words).rstrip().endswith("?") else ": ")
            case _ if tag in UNSEEN:
                self.unseen -= 1
        self.words.append(self.marks.get(tag, ""))
        if tag in ENDS:
            self.end_line()
        match tag:
            case "pre":
                self.code -= 1
            case "blockquote" | "li" if self.margin:
                self.margin.pop()
            case "ul" | "ol" if self.lists:
                self.lists.pop()

    def handle_data(self, data):
        if self.unseen:
            return
        if not self.code:
            self.words.append(data.replace("\n", " "))
            return
        *lines, rest = data.split("\n")
        for line in lines:
            self.words.append(line)
            self.end_line()
        self.words.append(rest)

    def end_line(self):
        line = "".join(self.words)
        line = line.rstrip() if self.code else " ".join(line.split())
        self.words.clear()
        if line:
            self.lines.append("".join(first for first, _rest in self.margin) + line)
            for margin in self.margin:
                margin[0] = margin[1]

    def _leave_a_line(self):
        begun = all(first == rest for first, rest in self.margin)
        if begun and self.lines and self.lines[-1].strip("> "):
            self.lines.append("".join(rest for _first, rest in self.margin).rstrip())

    def _begin_item(self):
        number = self.lists[-1] if self.lists else None
        mark = "- " if number is None else f"{number}. "
        if number is not None:
            self.lists[-1] += 1
        self.margin.append([mark, " " * len(mark)])

    def _end_link(self, address, begin):
        words, address = "".join(self.words[begin:]).strip(), address.removeprefix("mailto:")
        if address not in ("", words):
            self.words.append(f" <{address}>")
