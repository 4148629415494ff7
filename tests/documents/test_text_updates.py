"""What comes as an update of a text is read before it is believed: real ones pass, nothing else."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Map, Text

from documents.live import state, updates

pytestmark = pytest.mark.once

# One client, one item of deleted text that is 268,435,455 long, and so on: what 17 bytes can ask.
BOMB = bytes.fromhex("01ffffff7f010001047465787401ffff7f")[:17]
WORDS = st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1, max_size=8)
EDITS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 10**6), st.integers(0, 12), WORDS),
    min_size=1, max_size=25,
)  # fmt: skip


def places(words):
    """Where characters begin, in bytes."""
    return [len(words[:n].encode()) for n in range(len(words) + 1)]


def written(edits):
    """Three windows that write and now and then hear of each other; all their updates in order."""
    docs = [Doc(client_id=number) for number in (3, 2**31, 2**32 - 5)]
    log, heard = [], [0, 0, 0]
    for window, place, deleted, words in edits:
        doc = docs[window]
        for update in log[heard[window] :]:
            doc.apply_update(update)
        before, text = doc.get_state(), doc.get("text", type=Text)
        bounds = places(str(text))
        begin = place % len(bounds)
        end = min(len(bounds) - 1, begin + deleted)
        with doc.transaction():
            if end > begin:
                del text[bounds[begin] : bounds[end]]
            text.insert(bounds[begin], words)
        log.append(doc.get_update(before))
        heard[window] = len(log)
    return log


@given(EDITS)
@settings(max_examples=60, deadline=None)
def test_what_editors_write_passes_and_counts_as_they_count(edits):
    log = written(edits)
    clocks = {}
    for data in log:
        update = updates.read(data)
        assert update.begin <= clocks.get(update.client, 0)
        assert all(clocks.get(client, 0) >= clock for client, clock in update.needs.items())
        clocks[update.client] = max(update.end, clocks.get(update.client, 0))
    doc = state.gathered(log)
    assert len(doc.get_state()) > len(clocks)
    assert state.words_of(doc) == state.words_of(state.gathered([doc.get_update()]))


@given(st.binary(max_size=60))
@settings(max_examples=400, deadline=None)
def test_random_bytes_are_refused_or_harmless(data):
    assert_refused_or_harmless(data)


@given(EDITS, st.randoms(use_true_random=False), st.integers(1, 4))
@settings(max_examples=150, deadline=None)
def test_a_real_update_with_bytes_changed_is_refused_or_harmless(edits, random, changes):
    log = written(edits)
    data = bytearray(log[-1])
    for _ in range(changes):
        data[random.randrange(len(data))] = random.randrange(256)
    assert_refused_or_harmless(bytes(data), log[:-1])


def assert_refused_or_harmless(data, before=()):
    """What is let through can be applied, and takes no more than it brings."""
    try:
        update = updates.read(data)
    except updates.Malformed:
        return
    assert update.units <= len(data)
    doc = state.gathered([*before, data])
    assert len(state.words_of(doc)) <= sum(map(len, before)) + len(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"\x00\x00",
        BOMB,
        b"\x01\xff\xff\xff\xff\x0f\x01\x00",  # as many items as one can name
        b"\x01\x01\x01\x00\x04\x01\x04text\xff\xff\xff\x7fa\x00",  # text that is not there
        b"\x01\x01\x01\x00\x04\x01\x04text\x02\xff\xfe\x00",  # no UTF-8
        b"\x01\x01\x01\x00\x04\x01\x04text\x01\x00\x00",  # NUL
        b"\x01\x01\x01\x00\x04\x01\x04meta\x01a\x00",  # another root
        b"\x01\x01\x01\x00\x84\x01\x05\x01a\x00",  # beside what comes later
        b"\x01\x01\x01\x00\x0a\x05\x00",  # a gap
        b"\x00\x01\x01\x01\x00\x80\x80\x80\x80\x10",  # deletes more than there can be
        b"\x01\x01\x01\x00\x04\x01\x04text\x01a\x00\x00",  # more after the end
        b"\x00" * (updates.MAX_BYTES + 1),
    ],
)  # fmt: skip
def test_a_bomb_is_refused(data):
    with pytest.raises(updates.Malformed):
        updates.read(data)


def test_other_things_than_plain_text_are_refused():
    bold, other = Doc(), Doc()
    text = bold.get("text", type=Text)
    text += "vet"
    text.format(0, 3, {"bold": True})
    other.get("text", type=Map)["sleutel"] = "waarde"
    for doc in (bold, other):
        with pytest.raises(updates.Malformed):
            updates.read(doc.get_update())


def test_hostile_updates_are_refused_in_little_memory():
    """In a process of 200 MB more than it needs: what asks for more would end it."""
    program = """
import resource, sys
sys.path.insert(0, sys.argv[1])
from random import Random
from documents.live import updates
from tests.documents.test_text_updates import BOMB
used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
size = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (size + 200 * 2**20,) * 2)
random = Random(7)
for number in range(3000):
    data = bytearray(BOMB + random.randbytes(random.randrange(200)))
    for _ in range(random.randrange(6)):
        data[random.randrange(len(data))] = random.choice([0, 1, 4, 0x7f, 0x84, 0xc4, 0xff])
    try:
        updates.read(bytes(data))
    except updates.Malformed:
        pass
print("bounded")
"""
    said = subprocess.run(
        [sys.executable, "-c", program, "."], capture_output=True, text=True, check=False
    )
    assert said.stdout.strip() == "bounded", said.stderr


@given(st.lists(WORDS, max_size=12), st.lists(WORDS, max_size=12))
@settings(max_examples=100, deadline=None)
def test_a_text_is_rewritten_by_an_update_that_passes(old, new):
    old, new = "\n".join(old), "\n".join(new)
    doc = Doc()
    doc.get("text", type=Text).insert(0, old)
    begin = doc.get_update()
    update = state.difference(doc, new)
    if old == new:
        assert update is None
        return
    updates.read(update)
    assert state.words_of(state.gathered([begin, update])) == new
