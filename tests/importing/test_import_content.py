from __future__ import annotations

import gzip
import json

import pyarrow as pa
import pytest

from dashboard.errors import DamagedReport
from dashboard.importing.content import pieces, unpacked

RECORDS = [{"day": "2026-11-16", "ä": "ü\u2028"}, {"b": [1, {"c": "]}"}]}, "text", None]
ARRAY = json.dumps(RECORDS, ensure_ascii=False).encode()
LINES = b"\n".join(json.dumps(record, ensure_ascii=False).encode() for record in RECORDS)


def read(content: bytes) -> list[tuple[str, object]]:
    return [(piece.position, piece.value()) for piece in pieces(unpacked(content))]


@pytest.mark.parametrize("content", [ARRAY, json.dumps(RECORDS, indent=4).encode(), b" \r\n" + ARRAY + b"\r\n"])
def test_an_array_is_read_item_by_item_with_the_place_of_each(content):
    assert read(content) == [(f"[{number}]", record) for number, record in enumerate(RECORDS)]


@pytest.mark.parametrize("content", [LINES, LINES.replace(b"\n", b"\r\n"), LINES + b"\n"])
def test_lines_are_read_one_by_one_with_their_numbers(content):
    assert read(content) == [(f"line {number}", record) for number, record in enumerate(RECORDS, start=1)]


def test_blank_lines_count_as_lines_and_are_no_records():
    assert read(b'{"a":1}\n\n  \n{"a":2}\n') == [("line 1", {"a": 1}), ("line 4", {"a": 2})]


def test_a_document_alone_has_no_position_and_those_after_it_their_line():
    text = json.dumps({"a": 1}, indent=2).encode()
    assert read(text) == [("", {"a": 1})]
    assert read(text + b"\n" + text) == [("", {"a": 1}), ("line 4", {"a": 1})]


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(ARRAY, mtime=0),
        gzip.compress(ARRAY[:20], mtime=0) + gzip.compress(ARRAY[20:], mtime=0),
        pa.Codec("zstd").compress(ARRAY, asbytes=True),
        b"\xef\xbb\xbf" + ARRAY,
        gzip.compress(b"\xef\xbb\xbf" + ARRAY, mtime=0),
    ],
)
def test_a_file_may_be_packed_or_have_a_byte_order_mark(packed):
    assert [value for _, value in read(packed)] == RECORDS


@pytest.mark.parametrize(
    "content", [b"", b"\n \n", b"# readme", b"name,count\nred,5\n", b"\x89PNG\r\n\x1a\n[", b"PAR1"]
)
def test_what_does_not_begin_as_json_holds_nothing(content):
    assert read(content) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[{}]".encode("utf-16"), "UTF-16 or UTF-32; save it as UTF-8"),
        ("[{}]".encode("utf-16-le"), "UTF-16 or UTF-32"),
        ("[{}]".encode("utf-32-be"), "UTF-16 or UTF-32"),
        (gzip.compress(ARRAY, mtime=0)[:-9], "can't be unpacked"),
        (b"\x28\xb5\x2f\xfd rotten", "can't be unpacked"),
        (b'[\n {"a": 1},\n {"a"', "line 3, column 6"),
        (b'[{"a": 1}', "line 1, column 10: a comma or the end of the array is missing"),
        (b'[{"a": 1} {"a": 2}]', "line 1, column 11: a comma"),
        (b"[1]\n[2]", "line 2, column 1: something follows"),
        (b'{\n "a": 1', "line 2, column 8: it ends here"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_breaks_is_said_with_its_place(content, said):
    with pytest.raises(DamagedReport, match=said):
        read(content)


def test_what_stands_before_the_break_is_read():
    found = pieces(b'[{"a": 1}, {"a": 2}, {"a')
    assert [next(found).value() for _ in range(2)] == [{"a": 1}, {"a": 2}]
    with pytest.raises(DamagedReport):
        next(found)


@pytest.mark.parametrize(
    ("line", "said"), [(b'{"a": ', "not JSON from column"), (b'{"a": "\xff"}', "utf-8"), (b"[" * 5000, "nested|JSON")]
)
def test_a_line_that_is_not_json_says_so_when_it_is_asked(line, said):
    good, bad = pieces(b'{"a": 1}\n' + line)
    assert (good.value(), bad.position) == ({"a": 1}, "line 2")
    with pytest.raises(ValueError, match=said):
        bad.value()


def test_a_strict_value_takes_no_nan():
    (piece,) = pieces(b'[{"a": NaN}]')
    assert piece.value()["a"] != piece.value()["a"]
    with pytest.raises(ValueError, match="not JSON"):
        piece.strict()


def test_a_record_over_several_lines_is_put_on_one():
    (piece,) = pieces(b'[{\n"a": 1\n}]')
    assert piece.line() == b'{"a":1}'
