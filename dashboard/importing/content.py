"""A file's bytes into the JSON in it, one record at a time, each with its position.

Lines and arrays are never held parsed as a whole, so a file of 500 MB costs little more than itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import orjson
import pyarrow as pa

from dashboard.errors import DamagedReport

LARGEST = 2 << 30  # bytes, unpacked
PACKED = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
BOM = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")

_SPACE = re.compile(r"[ \t\r\n]*")
_scan = json.JSONDecoder().raw_decode


@dataclass(frozen=True, slots=True)
class Piece:
    """One JSON value as it stands in a file. `position` is its line or its place in the array; of a document alone, empty."""

    position: str
    text: bytes

    def value(self) -> Any:
        """Raises ValueError, as for text that isn't UTF-8. NaN is let through: a count says so of itself."""
        try:
            return json.loads(self.text.decode())
        except RecursionError:
            raise ValueError("it is nested too deeply") from None
        except json.JSONDecodeError as error:
            raise _not_json(error) from None

    def strict(self) -> Any:
        """The same, and quicker, but NaN is refused, too."""
        try:
            return orjson.loads(self.text)
        except json.JSONDecodeError as error:
            raise _not_json(error) from None

    def line(self) -> bytes:
        return orjson.dumps(self.strict()) if b"\n" in self.text or b"\r" in self.text else self.text


def _not_json(error: json.JSONDecodeError) -> ValueError:
    return ValueError(f"it is not JSON from column {error.colno} on ({error.msg})")


def unpacked(content: bytes) -> bytes:
    """The text of a file, unpacked if it is packed. Raises DamagedReport where that can't be had."""
    for magic, codec in PACKED.items():
        if content.startswith(magic):
            content = _unpack(content, codec)
    if content.startswith(UTF_16) or b"\0" in content[:4]:
        raise DamagedReport("it is UTF-16 or UTF-32; save it as UTF-8 and import it again")
    return content.removeprefix(BOM)


def _unpack(content: bytes, codec: str) -> bytes:
    try:
        with pa.CompressedInputStream(pa.BufferReader(content), codec) as stream:
            text = stream.read(LARGEST + 1)
    except (pa.ArrowException, OSError) as error:
        raise DamagedReport(f"it can't be unpacked ({error}); copy it again") from None
    if len(text) > LARGEST:
        raise DamagedReport(f"it is larger than {LARGEST >> 30} GB unpacked; split it by lines")
    return text


def pieces(text: bytes) -> Iterator[Piece]:
    """The items of an array, or the lines or documents that follow each other; nothing of what doesn't begin as JSON.

    Raises DamagedReport where the JSON ends or breaks, after what stands before it.
    """
    first = text[:1024].lstrip()[:1]
    if first == b"[":
        yield from _items(text)
    elif first == b"{":
        yield from _lines(text) if _is_lines(text) else _documents(text)


def _is_lines(text: bytes) -> bool:
    first = next(line for line in BytesIO(text) if line.strip())
    try:
        return isinstance(orjson.loads(first), dict)
    except ValueError:
        return False


def _lines(text: bytes) -> Iterator[Piece]:
    """Whether a line is JSON shows when its value is asked for."""
    for number, line in enumerate(BytesIO(text), start=1):
        if stripped := line.strip():
            yield Piece(f"line {number}", stripped)


def _items(text: bytes) -> Iterator[Piece]:
    whole = _one_byte_a_character(text)
    at, number = _after_space(whole, whole.index("[") + 1), 0
    while whole[at : at + 1] != "]":
        end = _end(whole, at)
        yield Piece(f"[{number}]", text[at:end])
        at, number = _after_space(whole, end), number + 1
        if whole[at : at + 1] == ",":
            at = _after_space(whole, at + 1)
        elif whole[at : at + 1] != "]":
            raise _broken(whole, at, "a comma or the end of the array is missing")
    if (rest := _after_space(whole, at + 1)) < len(whole):
        raise _broken(whole, rest, "something follows the end of the array")


def _documents(text: bytes) -> Iterator[Piece]:
    whole = _one_byte_a_character(text)
    start = at = _after_space(whole, 0)
    while at < len(whole):
        end = _end(whole, at)
        yield Piece("" if at == start else f"line {whole.count(chr(10), 0, at) + 1}", text[at:end])
        at = _after_space(whole, end)


def _one_byte_a_character(text: bytes) -> str:
    """Only to find where values begin and end: what isn't ASCII reads wrongly, but places are those of the bytes."""
    return text.decode("latin-1")


def _after_space(whole: str, at: int) -> int:
    found = _SPACE.match(whole, at)
    assert found
    return found.end()


def _end(whole: str, at: int) -> int:
    try:
        return _scan(whole, at)[1]
    except json.JSONDecodeError as error:
        raise _broken(whole, error.pos, "it ends here" if _ends(whole, error) else error.msg) from None
    except RecursionError:
        raise _broken(whole, at, "it is nested too deeply") from None


def _ends(whole: str, error: json.JSONDecodeError) -> bool:
    return error.pos >= len(whole) or error.msg.startswith("Unterminated string")


def _broken(whole: str, at: int, what: str) -> DamagedReport:
    line, column = whole.count("\n", 0, at) + 1, at - whole.rfind("\n", 0, at)
    return DamagedReport(f"line {line}, column {column}: {what}, so it is not whole JSON; copy it again")
