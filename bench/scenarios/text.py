"""Two people write in one text while 200 read along; and what a text with a long history costs."""

import random
import time
from statistics import median

from django.db import transaction
from pycrdt import Text as Words

from bench import world
from bench.figures import Figure, percentile
from bench.gathering import gathered
from bench.loop import Loop
from bench.scenarios.reach import timed
from bench.serving import serving
from bench.typists import WORDS, Typist
from documents.live.state import gathered as doc_of
from documents.models import Document
from documents.models.text import Text

FOLLOWERS, WRITERS, SECONDS = 200, 2, 60
# As often as two people who type without a pause: the editor sends what came within 0.2 s.
RATE = 10
EDITS, TIMES = 10_000, 20


def measure():
    return [*together(), loading()]


def begun(title, words):
    thread, author = world.thread(title), world.people(1)[0]
    document = Document.objects.grow(
        thread, author, title=title, form=Document.Form.TEXT, client_id=f"text-{thread.pk}"
    )
    return Text.objects.begin(document, author, words)


def together():
    text, loop = begun("Samen schrijven", "# Verslag\n"), Loop()
    with serving() as server:
        followers = gathered(loop, server, text, FOLLOWERS)
        cookies = world.cookies(world.people(WRITERS))
        writers = [Typist(loop, server.port, text.stream_id, cookie) for cookie in cookies]
        assert loop.run(until=lambda: all(writer.position for writer in writers), seconds=60)
        sent = write_steadily(loop, writers)
        loop.run(until=lambda: followers.deliveries >= sent * FOLLOWERS, seconds=20)
        loop.run(seconds=1)
    return figures(text, followers, writers, sent)


def write_steadily(loop, writers):
    begin = time.time()
    for number in range(RATE * SECONDS):
        due = begin + number / RATE
        loop.run(until=lambda due=due: time.time() >= due, seconds=60)
        writers[number % len(writers)].write()
    return RATE * SECONDS


def figures(text, followers, writers, sent):
    same = {str(writer.text) for writer in writers} == {text.words()}
    whole = same and followers.deliveries == sent * FOLLOWERS and not followers.faults
    times = [
        1000 * (followers.last_at[position - followers.after - 1] - writer.sent_at[update])
        for writer in writers
        for update, position in writer.positions.items()
    ]
    p99 = percentile(times, 0.99)
    return [
        Figure(
            f"2 writers in one text for {SECONDS} s, 200 readers", "all the same",
            f"{sent} updates, {len(followers.faults)} faults, the same words: {same}", whole,
        ),
        Figure(
            "  p99 until all readers have an update", "≤ 200 ms",
            f"{p99:.0f} ms (median {percentile(times, 0.5):.0f})",
            p99 <= 200 and len(times) == sent,
        ),
    ]  # fmt: skip


def loading():
    """What the server reads and adds up for someone who opens the text."""
    edited = begun("Veel bewerkt", "# Verslag\n")
    edit(edited, EDITS)
    plain = begun("In één keer", edited.words())
    taken = [(timed(edited.gathered), timed(plain.gathered)) for _ in range(TIMES)]
    slow, fast = (median(times) for times in zip(*taken, strict=True))
    return Figure(
        "loading a text with 10,000 edits, against its final words", "≤ 5 ×",
        f"{slow / fast:.1f} × ({slow:.1f} / {fast:.1f} ms)", slow <= 5 * fast,
    )  # fmt: skip


@transaction.atomic
def edit(text, times):
    author, doc = world.people(1)[0], doc_of([text.gathered()[0].get_update()])
    words = doc.get("text", type=Words)
    for _ in range(times):
        before, length = doc.get_state(), len(str(words))
        place = random.randrange(length + 1)
        if length > 2000:
            del words[place - 10 if place > 10 else 0 : place or 1]
        else:
            words.insert(place, random.choice(WORDS) + " ")
        text.edit(author, doc.get_update(before))
