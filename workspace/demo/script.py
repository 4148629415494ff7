"""Reads a conversation from a Markdown file.

    +++
    subject = "Waar laten we de regen?"
    group = "waterkwartier"             # a key in groups.toml
    unread = { marieke = 4 }            # how many messages at the end she has not seen
    follow = ["fatima"]
    mute = ["pim"]
    +++
    ## marieke | 20d 09:12 | as question | agree fatima, pim
    The text of the message, in Markdown.

A heading names who, when (clock.py) and what more there is to say. With a message: `as NAME` to
refer to it later, `answers NAME`, `with FILE, FILE` (files.py), `via mail`, and reactions. Other
acts are `edits NAME` (the new text follows), `withdraws NAME`, `pins NAME`, `closes`, `reopens`,
`renames SUBJECT`, `moves GROUP`, `merges FILE` (that thread into this one) and, to begin a
thread, `splits NAME, NAME`.

What grows out of it: `grows decision | as NAME | from NAME, NAME`, with a table in TOML between
lines of +++ before the text, in which `in 3d 17:00` is a time to come; and what people do with it,
such as `votes NAME` (decisions.py, tasks.py and documents.py say what there is).
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workspace.demo.clock import moment, planned

FOLDER = Path(__file__).parent / "threads"
HEADING = re.compile(r"^## (\w+ \| .+)$", re.MULTILINE)
TABLE = re.compile(r"\+\+\+\n(.*?)^\+\+\+$", re.MULTILINE | re.DOTALL)


@dataclass
class Act:
    thread: str
    who: str
    at: datetime
    words: dict[str, str]
    text: str
    about: dict

    def names(self, word):
        """What a heading lists after this word: `agree fatima, pim`."""
        return [name.strip() for name in self.words.get(word, "").split(",") if name.strip()]


@dataclass
class Script:
    name: str
    subject: str
    group: str
    acts: list[Act]
    unread: dict[str, int]
    follow: list[str]
    mute: list[str]


def scripts(now):
    return [read(path, now) for path in sorted(FOLDER.glob("*.md"))]


def read(path, now):
    _nothing, about, story = path.read_text().split("+++\n", 2)
    return Script(
        name=path.stem,
        acts=list(acts_of(path.stem, story, now)),
        **{"unread": {}, "follow": [], "mute": []} | tomllib.loads(about),
    )


def acts_of(thread, story, now):
    _nothing, *parts = HEADING.split(story)
    at = None
    for heading, text in zip(parts[::2], parts[1::2], strict=True):
        who, when, *options = (part.strip() for part in heading.split("|"))
        at = moment(when, now, at)
        words = dict(option.partition(" ")[::2] for option in options)
        table, text = TABLE.match(text.strip()), text.strip()
        about = planned(tomllib.loads(table[1]), now) if table else {}
        yield Act(thread, who, at, words, text[table.end() if table else 0 :].strip(), about)
