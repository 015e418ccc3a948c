"""The stand-in's quick way to write NDJSON, held to an ordinary one."""

from __future__ import annotations

import orjson
import pyarrow as pa

from dashboard.demo.lines import ndjson

ROWS = [
    {"id": 1, "text": 'a "quoted", \\slashed\nline, ', "share": 0.25, "list": [{"n": 1}, {"n": None}], "in": {"a": 1}},
    {"id": 2, "text": None, "share": None, "list": [], "in": None},
    {"id": -3, "text": "é,}", "share": 1e20, "list": None, "in": {"a": None}},
]


def without_nulls(value):
    if isinstance(value, dict):
        return {name: without_nulls(each) for name, each in value.items() if each is not None}
    return [without_nulls(each) for each in value] if isinstance(value, list) else value


def written(rows: pa.Table, per_file: int = 100) -> list[list[dict]]:
    return [[orjson.loads(line) for line in file.splitlines()] for file in ndjson(rows, per_file)]


def test_records_come_back_as_they_were_without_what_is_null():
    assert written(pa.Table.from_pylist(ROWS)) == [[without_nulls(row) for row in ROWS]]


def test_a_flag_that_is_null_is_said_to_be():
    flags = pa.table({"used": [True, False, None]})
    assert [row["used"] for row in written(flags)[0]] == [True, False, None]


def test_files_are_cut_between_records():
    rows = pa.concat_tables([pa.Table.from_pylist(ROWS)] * 3)
    assert [len(file) for file in written(rows, per_file=4)] == [4, 4, 1]
    assert [row for file in written(rows, per_file=4) for row in file] == written(rows)[0]
