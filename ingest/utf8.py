"""Checking bytes at the speed of memory: is it UTF-8, does it hold control letters.

Belongs here: yes or no for a piece of bytes. Doesn't belong here: where a fault is and how it is told (text_files.py).
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

_LONGEST_LETTER = 4


def is_utf8(piece: bytes) -> bool:
    """Whether whole letters of UTF-8 stand there; several times faster than decoding them."""
    offsets = pa.py_buffer(np.array([0, len(piece)], np.int64))
    text = pa.Array.from_buffers(pa.large_string(), 1, [None, offsets, pa.py_buffer(piece)])
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def whole_letters(piece: bytes) -> int:
    """How many bytes of a piece come before a letter of UTF-8 that it may have cut."""
    for place in range(len(piece) - 1, max(len(piece) - _LONGEST_LETTER, -1), -1):
        if piece[place] >= 0xC0:
            return place
        if piece[place] < 0x80:
            break
    return len(piece)


def has_controls(piece: bytes) -> bool:
    """Whether a control letter of ASCII stands there that is no tab and ends no line."""
    letters = np.frombuffer(piece, np.uint8)
    low = np.count_nonzero(letters < 32)
    low -= np.count_nonzero(letters == ord("\n"))
    if low:
        low -= piece.count(b"\r") + piece.count(b"\t")
    return bool(low) or b"\x7f" in piece
