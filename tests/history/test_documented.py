"""docs/history.md: every column is in it, and its texts give the answers it says, over the files and without this program."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars
import pyarrow as pa
import pytest

from dashboard.core.rows import SCHEMAS
from dashboard.history.objects import Objects
from dashboard.history.replica_tables import REPORTS
from dashboard.history.store import History
from tests.builders import day_of, membership, usage

TEXT = (Path(__file__).parents[2] / "docs" / "history.md").read_text()
AT = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
FIRST = date(2026, 11, 1)
FLAT = {
    "text": pa.string(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
}


def section(title: str, level: int = 3) -> str:
    """What stands under a heading, up to the next one of its level or above."""
    start = TEXT.index(f"\n{'#' * level} {title}\n")
    rest = TEXT[start + level + len(title) + 3 :]
    return re.split(rf"^#{{1,{level}}} ", rest, maxsplit=1, flags=re.M)[0]


def texts(title: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", section(title), re.S | re.M)


def documented(title: str) -> pa.Schema:
    """The columns of a table, list or struct, in order, as its section has them."""
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]*) \| ([^|]+) \|$", section(title), re.M)
    flat = [name for name, kind, unit, _ in rows if kind in FLAT and not unit.strip()]
    assert flat == [], f"without a unit in {title}: {flat}"
    return pa.schema([(name, arrow(kind)) for name, kind, _, _ in rows])


def arrow(kind: str) -> pa.DataType:
    if kind in FLAT:
        return FLAT[kind]
    if kind == "list of text":
        return pa.list_(pa.string())
    outer, inner = re.fullmatch(r"(list|struct) of \[(\w+)\]\(#\2\)", kind).groups()
    struct = pa.struct(list(documented(inner)))
    return pa.list_(struct) if outer == "list" else struct


@pytest.mark.parametrize("table", SCHEMAS)
def test_every_column_of_every_table_is_documented_with_its_type_unit_and_meaning(table):
    nullable = pa.schema([(field.name, field.type) for field in SCHEMAS[table]])
    assert documented(table) == nullable


def test_what_only_the_replica_has_is_documented_as_well():
    assert documented("reports") == REPORTS
    assert documented("In front of every table").names == ["source", "org", "day"]


def test_nothing_is_documented_that_is_not_there():
    headings = re.findall(r"^### (\w+)$", section("The columns", 2) + section("Lists and structs", 2), re.M)
    assert len(headings) == len(set(headings))
    linked = set(re.findall(r"\]\(#(\w+)\)", section("The columns", 2) + section("Lists and structs", 2)))
    assert set(headings) - linked == {*SCHEMAS, "reports"}


def write(objects: Objects) -> list[tuple[date, int, int]]:
    """Three days of red, and what is to come out: day, active, licensed."""
    history = History(objects)
    members = [membership("alice", 42, "red"), membership("bob", 42, "red"), membership("charlie", 43, "blue")]
    for number in range(3):
        day = FIRST + timedelta(days=number)
        users = [
            usage("alice", generations=number),
            usage("bob", used_chat=number == 2),
            usage("charlie", interactions=9),
        ]
        for org in ("acme", "umbrella"):
            history.write_day("github", org, day, day_of(org, day, users, members), AT)
    outside = FIRST - timedelta(days=1)
    history.write_day("github", "acme", outside, day_of("acme", outside, [usage("alice")], members), AT)
    return [(FIRST, 0, 2), (FIRST + timedelta(days=1), 1, 2), (FIRST + timedelta(days=2), 2, 2)]


@pytest.mark.parametrize("number", [0, 1], ids=["of-teams", "of-people"])
def test_duckdb_answers_as_documented(folder, number):
    expected = write(folder)
    question = texts("DuckDB", "sql")[number]
    assert "'var/history/" in question
    assert duckdb.sql(question.replace("var/history", str(folder.root))).fetchall() == expected


def test_polars_answers_as_documented_over_a_real_s3_server(real_s3, rgw):
    expected = write(real_s3)
    options = {"aws_region" if name == "region_name" else name: text for name, text in rgw.options.items()}
    (text,) = texts("Polars", "python")
    text = text.replace("s3://bucket/prefix/", f"s3://{real_s3.bucket}/{real_s3.prefix}")
    found: dict[str, Any] = {"options": options}
    exec(text.replace("hive_partitioning=True", "hive_partitioning=True, storage_options=options"), found)
    assert isinstance(found["answer"], polars.DataFrame)
    assert found["answer"].rows() == expected


SPARK = """
import sys
from pyspark.sql import SparkSession
spark = (
    SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config("spark.sql.session.timeZone", "UTC")
    .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
)
{text}
for row in answer.collect():
    print(*row)
spark.stop()
"""


@pytest.mark.slow
def test_spark_answers_as_documented(folder, tmp_path):
    pytest.importorskip("pyspark", reason="make test-slow installs it")
    expected = write(folder)
    (text,) = texts("Spark", "python")
    text = text.replace("s3a://bucket/prefix", str(folder.root))
    done = subprocess.run(
        [sys.executable, "-c", SPARK.replace("{text}", text)], cwd=tmp_path, capture_output=True, text=True, timeout=300
    )
    assert done.stdout.splitlines() == [f"{day} {active} {licensed}" for day, active, licensed in expected], done.stderr


HIVE = {"bigint": pa.int64(), "string": pa.string(), "varchar": pa.string()}


@pytest.mark.parametrize("engine", ["Athena", "Trino"])
def test_the_columns_declared_elsewhere_are_those_of_the_files(engine):
    declared = texts(engine, "sql")[0]
    columns = re.findall(r"^    (\w+) (\w+),?$", declared, re.M)
    assert len(columns) >= 4
    for name, kind in columns:
        if name not in ("source", "org", "day"):
            assert SCHEMAS["teams"].field(name).type == HIVE[kind]
    nested = re.search(r"totals_by_feature array<struct<(.*?)>>", declared, re.S)
    if engine == "Athena":
        struct = SCHEMAS["teams"].field("totals_by_feature").type.value_type
        assert all(struct.field(name).type == HIVE[kind] for name, kind in re.findall(r"(\w+): (\w+)", nested[1]))


def test_athena_finds_a_day_where_the_history_has_it():
    template = re.search(r"'storage.location.template' = '(.*?)'", texts("Athena", "sql")[0])[1]
    place = template.replace("${source}", "github").replace("${org}", "acme").replace("${day}", "2026-11-16")
    assert place == "s3://bucket/prefix/teams/source=github/org=acme/day=2026-11-16/"
