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
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workspace.demo.clock import moment

FOLDER = Path(__file__).parent / "threads"
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass
class Act:
    thread: str
    who: str
    at: datetime
    words: dict[str, str]
    text: str

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
        yield Act(thread, who, at, words, text.strip())
