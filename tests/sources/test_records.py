from __future__ import annotations

import pytest

from dashboard.sources.records import is_tidy, text_of

ONE, TWO = b'{"a": "1"}', b'{"a": null}'


def test_lines_of_one_object_each_are_tidy():
    assert is_tidy(ONE)
    assert is_tidy(ONE + b"\n" + TWO + b"\n" + ONE)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"null",
        b"[" + ONE + b"]",
        ONE + b"\n",
        b"\n" + ONE,
        ONE + b"\n\n" + TWO,
        ONE + b"\r\n" + TWO,
        ONE + b" \n" + TWO,
        ONE + b"\n " + TWO,
        ONE + b"\n1" + TWO,
        ONE + b"null" + TWO,
        ONE + b" \t null\n" + TWO,
        ONE + b"\nnull" + TWO,
        b'{"a": NaN}',
        b'{"a": [-Infinity]}',
        b'{"a": "\xc3\xa9"}',
    ],
)
def test_whatever_pyarrow_may_take_wrongly_is_looked_at(text):
    assert not is_tidy(text)


def test_files_become_one_text_without_marks_and_blank_lines():
    files = [b"\xef\xbb\xbf" + ONE + b"\r\n", b" \n", b"", TWO + b"\n\n" + ONE, b'[{"a": 3}]\n']
    assert text_of(files) == b"\n".join([ONE, TWO, ONE, b'{"a":3}'])


def test_the_line_that_is_no_record_is_said():
    with pytest.raises(ValueError, match=r"^line 2 of 3 is not a record \(not a JSON object\)$"):
        text_of([ONE + b"\n3\n" + TWO])
