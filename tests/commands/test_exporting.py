"""`export`: a table's rows as they are, in order, in bounded memory, and all or nothing in a file."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.core.rows import SCHEMAS
from dashboard.history.objects import Folder, open_objects
from dashboard.history.store import History
from dashboard.history.stored import Stored
from dashboard.history.table_days import table_days
from tests.builders import day_of, membership, usage
from tests.commands.conftest import DAYS, a_history

AT = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
SPAN = ("--since", "2026-11-11", "--until", "2026-11-12")


def csv_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_csv_has_the_place_first_then_githubs_names_ordered_by_day(run):
    said = run("export", "--table", "users", *SPAN)
    assert (said.code, said.err) == (0, "")
    rows = csv_rows(said.out)
    assert list(rows[0]) == ["source", "org", "day", *SCHEMAS["users"].names]
    assert [(row["day"], row["org"], row["user_id"]) for row in rows] == [
        (day, org, user) for day in ("2026-11-11", "2026-11-12") for org in ("acme", "umbrella") for user in ("1001", "1002", "1003")
    ]  # fmt: skip
    assert json.loads(rows[0]["totals_by_feature"])[0]["feature"] == "chat_panel"
    assert (rows[0]["ai_credits_used"], rows[1]["ai_credits_used"]) == ("0.5", "")
    assert rows[2]["user_login"] == "'=cmd()"


def test_the_three_formats_hold_the_same_rows(run, tmp_path):
    flat = csv_rows(run("export", "--table", "members").out)
    lines = [json.loads(line) for line in run("export", "--table", "members", "--format", "ndjson").out.splitlines()]
    run("export", "--table", "members", "--format", "parquet", "--out", str(tmp_path / "m.parquet"))
    table = pq.ParquetFile(tmp_path / "m.parquet").read()
    assert [{**row, "day": row["day"].isoformat()} for row in table.to_pylist()] == lines
    assert [{name: "" if value is None else str(value) for name, value in row.items()} for row in lines] == flat
    assert len(flat) == 20


def test_ndjson_is_exact(run):
    lines = run("export", "--table", "users", "--format", "ndjson", *SPAN).out.splitlines()
    charlie = orjson.loads(lines[2])
    assert (charlie["code_generation_activity_count"], charlie["user_login"]) == (2**53 + 1, "=cmd()")
    assert b'"day":"2026-11-11"' in lines[2]


def test_parquet_keeps_the_historys_types(run):
    content = run("export", "--table", "teams", "--format", "parquet").out
    schema = pq.ParquetFile(pa.BufferReader(content)).schema_arrow
    assert schema.field("day").type == pa.date32()
    assert schema.field("totals_by_feature").type == SCHEMAS["teams"].field("totals_by_feature").type


@pytest.mark.parametrize("format", ["csv", "ndjson", "parquet"])
def test_no_rows_are_an_empty_file_and_a_line(run, tmp_path, format):
    said = run("export", "--table", "org", "--since", "2030-01-01", "--format", format, "--out", str(tmp_path / "out"))
    assert (said.code, said.out) == (0, b"")
    assert "no rows of org" in said.err
    content = (tmp_path / "out").read_bytes()
    if format == "parquet":
        assert pq.ParquetFile(pa.BufferReader(content)).read().num_rows == 0
    else:
        assert content.startswith(b"source,org,day," if format == "csv" else b"")
        assert content.count(b"\n") == (format == "csv")


WRONG = [
    (["--table", "nothing"], ", ".join(sorted(SCHEMAS))),
    (["--table", "../users"], "there is no table"),
    (["--table", "directory", "--since", "2026-11-10"], "--since"),
    (["--table", "users", "--since", "2026-11-12", "--until", "2026-11-11"], "later"),
    (["--user", "1001", "--since", "2026-11-10"], "--since makes no sense with --user"),
    (["--user", "1001", "--until", "2026-11-10"], "--until"),
    (["--user", "1001", "--format", "csv"], "--format makes no sense with --user"),
    (["--team", "acme/red", "--format", "csv"], "--format makes no sense with --team"),
    (["--team", "acme/nobodies"], "no team"),
]


@pytest.mark.parametrize(("arguments", "told"), WRONG)
def test_what_makes_no_sense_is_code_2_and_a_line(run, arguments, told):
    said = run("export", *arguments)
    assert (said.code, said.out, len(said.err.splitlines())) == (2, b"", 1)
    assert told in said.err


def test_a_file_is_the_old_one_until_all_of_the_new_one_is_there(run, tmp_path, monkeypatch):
    a_history(tmp_path)
    monkeypatch.setenv("HISTORY_URL", str(tmp_path / "history"))
    (tmp_path / "history/users/source=github/org=acme/day=2026-11-12/rows.parquet").write_bytes(b"rotten")
    target = tmp_path / "out" / "users.csv"
    target.parent.mkdir()
    target.write_text("as it was")
    said = run("export", "--table", "users", "--out", str(target))
    assert said.code == 1
    assert "day=2026-11-12" in said.err
    assert [file.read_text() for file in target.parent.iterdir()] == ["as it was"]
    assert run("export", "--table", "users", "--until", "2026-11-11", "--out", str(target)).code == 0
    assert len(csv_rows(target.read_bytes())) == 12
    assert len(list(target.parent.iterdir())) == 1


@pytest.mark.parametrize("out", ["missing/users.csv", ".", "/dev/null"])
def test_where_no_file_can_be_is_said(run, tmp_path, out):
    path = str(tmp_path / out)
    said = run("export", "--table", "users", "--out", path)
    assert (said.code, path in said.err, len(said.err.splitlines())) == (2, True, 1)


def test_a_day_that_is_replaced_meanwhile_is_given_as_it_is_then(tmp_path):
    a_history(tmp_path)
    objects = open_objects(str(tmp_path / "history"))
    days = table_days(objects, "users", None, None)
    first = next(days)
    corrected = [usage("alice", generations=77)]
    History(objects).write_day("github", "acme", DAYS[-1], day_of("acme", DAYS[-1], corrected, None), AT)
    last = [day for day in days if (day["org"][0].as_py(), day["day"][0].as_py()) == ("acme", DAYS[-1])]
    assert first["day"][0].as_py() == DAYS[0]
    assert last[0]["code_generation_activity_count"].to_pylist() == [77]


def test_what_is_left_of_a_person_goes_to_a_file_as_well(run, tmp_path):
    assert run("export", "--user", "1001", "--out", str(tmp_path / "alice.json")).code == 0
    assert json.loads((tmp_path / "alice.json").read_text())["user"] == {"id": 1001, "logins": ["alice"]}


def test_the_directory_has_no_day(run, tmp_path, monkeypatch):
    history = History(open_objects(str(tmp_path / "history")))
    rows = pa.Table.from_pylist([{"team_id": 42, "slug": "red", "name": "Red"}], schema=SCHEMAS["directory"])
    history.write_directory("github", "acme", rows, AT)
    monkeypatch.setenv("HISTORY_URL", str(tmp_path / "history"))
    (row,) = csv_rows(run("export", "--table", "directory").out)
    assert (list(row)[:3], row["name"]) == (["source", "org", "team_id"], "Red")


PEAK = """
import resource, sys
from dashboard.cli import main
code = main(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


def exported_peak(folder, days: int, format: str) -> int:
    """Kilobytes."""
    until = date(2026, 1, 1) + timedelta(days=days - 1)
    arguments = [
        "export",
        "--table",
        "members",
        "--until",
        str(until),
        "--format",
        format,
        "--out",
        str(folder / "out"),
    ]
    done = subprocess.run(
        [sys.executable, "-c", PEAK, *arguments],
        env={**os.environ, "HISTORY_URL": str(folder)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stderr.splitlines()[-1])


def test_days_are_read_when_their_turn_comes(history_folder):
    objects = Counting(history_folder / "history")
    days = table_days(objects, "users", None, None)
    next(days)
    assert objects.keys == {"index.json": 1, **{key: 1 for key in sorted(objects.keys) if "/day=" in key}}
    assert len(objects.keys) <= 5
    assert sum(1 for _ in days) == 9
    assert len(objects.keys) == 11


class Counting(Folder):
    def __init__(self, root: Path):
        super().__init__(root)
        self.keys: Counter[str] = Counter()

    def read(self, key: str) -> Stored | None:
        self.keys[key] += 1
        return super().read(key)


@pytest.mark.slow
@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_memory_does_not_grow_with_the_days(tmp_path, format):
    rows = [membership(f"person-{number:05}", 42) for number in range(20_000)]
    history = History(open_objects(str(tmp_path)))
    for number in range(40):
        day = date(2026, 1, 1) + timedelta(days=number)
        history.write_day("github", "acme", day, day_of("acme", day, None, rows), AT)
    few, many = (exported_peak(tmp_path, days, format) for days in (10, 40))
    assert many - few < 40_000
