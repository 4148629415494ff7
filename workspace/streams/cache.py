"""Encoded frames, kept for the readers who come a little later. Bounded for the whole process."""

from collections import OrderedDict

MAX_BYTES = 8 * 1024 * 1024


class FrameCache:
    """Keys are (stream, edition, language, position); the longest unused go first."""

    def __init__(self, max_bytes=MAX_BYTES):
        self.frames: OrderedDict[tuple, bytes] = OrderedDict()
        self.room = max_bytes

    def get(self, key):
        frame = self.frames.get(key)
        if frame is not None:
            self.frames.move_to_end(key)
        return frame

    def put(self, key, frame):
        replaced = self.frames.pop(key, b"")
        self.frames[key] = frame
        self.room += len(replaced) - len(frame)
        while self.room < 0:
            _key, oldest = self.frames.popitem(last=False)
            self.room += len(oldest)
