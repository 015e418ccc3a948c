"""Report files as one text, one JSON object a line: what pyarrow may be given, which checks less than that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import orjson

BOM = b"\xef\xbb\xbf"
OPENING, CLOSING = b"{}"
BARE_NULL = re.compile(rb"\}\s*null")  # outside of a text, `null` never follows a brace within one object
NO_NUMBERS = (b"NaN", b"Inf")  # which pyarrow takes in fields it has no use for


def text_of(files: Sequence[bytes]) -> bytes:
    """Raises ValueError, with the line, for what isn't an object a line or an array of them.

    pyarrow crashes on a bare `null` and takes two objects on one line. Looking at each line is slow, so it is
    only done where the text isn't beyond doubt. How many objects it has is for whoever reads it to compare.
    """
    full = [trimmed(file) for file in files if file and not file.isspace()]
    text = b"\n".join(full)
    return text if is_tidy(text) else b"\n".join(line for file in full for line in records(bytes(file)))


def trimmed(file: bytes) -> memoryview:
    """Without the mark before and the line's end after it."""
    first = len(BOM) if file.startswith(BOM) else 0
    last = len(file) - file.endswith(b"\n")
    return memoryview(file)[first:last]


def is_tidy(text: bytes) -> bool:
    """Whether every line goes from a brace to a brace, and holds nothing that pyarrow takes wrongly.

    A line that ends with a brace inside an object couldn't go on with a brace on the next: so if all of it is JSON,
    each line is of whole objects.
    """
    if not (text.startswith(b"{") and text.endswith(b"}") and text.isascii()) or b"\r" in text:
        return False
    if not all(text[end - 1] == CLOSING and text[end + 1] == OPENING for end in places(text, b"\n")):
        return False
    odd = any(text.startswith(word, place) for word in NO_NUMBERS for place in places(text, word[:1]))
    return not odd and not BARE_NULL.search(text)


def places(text: bytes, letter: bytes) -> Iterator[int]:
    place = text.find(letter)
    while place >= 0:
        yield place
        place = text.find(letter, place + 1)


def records(text: bytes) -> list[bytes]:
    """One JSON object each, all of them looked at."""
    if text[:64].lstrip().startswith(b"["):
        return [orjson.dumps(record(item)) for item in orjson.loads(text)]
    lines = [line for line in text.splitlines() if line and not line.isspace()]
    for number, line in enumerate(lines, start=1):
        try:
            record(orjson.loads(line))
        except ValueError as problem:
            raise ValueError(f"line {number} of {len(lines)} is not a record ({problem})") from None
    return lines


def record(item: Any) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise ValueError("not a JSON object")
    return item
