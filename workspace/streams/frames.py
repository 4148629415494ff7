"""A payload as it goes over the wire: encoded once, sent to any number of sockets."""

import json
import struct

FINAL_TEXT = 0x81
LENGTH_IN_2_BYTES, LENGTH_IN_8_BYTES = 126, 127


def text_frame(payload) -> bytes:
    """One unmasked text frame with the payload as JSON (RFC 6455, section 5.2)."""
    # A lone surrogate is no UTF-8, and a browser ends the connection over it.
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
    length = len(body)
    if length < LENGTH_IN_2_BYTES:
        header = bytes((FINAL_TEXT, length))
    elif length < 2**16:
        header = struct.pack("!BBH", FINAL_TEXT, LENGTH_IN_2_BYTES, length)
    else:
        header = struct.pack("!BBQ", FINAL_TEXT, LENGTH_IN_8_BYTES, length)
    return header + body


def text_in(frame: bytes) -> str:
    """The text of a frame that `text_frame` made."""
    header = {LENGTH_IN_2_BYTES: 4, LENGTH_IN_8_BYTES: 10}.get(frame[1], 2)
    return frame[header:].decode()
