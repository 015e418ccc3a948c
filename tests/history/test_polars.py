"""What an analyst sees who reads the bucket without this program: Polars over S3, beside DuckDB and the replica."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import duckdb
import polars as pl

from dashboard.history.objects import S3, Folder, Objects
from dashboard.history.replica import Replica
from dashboard.history.store import History
from tests.builders import day_of, usage
from tests.rgw import Rgw

DAY = date(2026, 11, 16)
FETCHED = datetime(2026, 11, 21, 6, tzinfo=UTC)
WRITTEN = [("acme", DAY, 3), ("acme", DAY + timedelta(days=1), 5), ("umbrella", DAY, 7)]
FEATURES = [{"feature": "code_completion", "code_generation_activity_count": 3}]
QUESTION = (
    "SELECT org, day, user_login, code_generation_activity_count AS generations, totals_by_feature FROM {} ORDER BY ALL"
)


def write(objects: Objects) -> None:
    history = History(objects)
    for org, day, generations in WRITTEN:
        users = [usage("alice", generations=generations, totals_by_feature=FEATURES), usage("bob")]
        history.write_day("github", org, day, day_of(org, day, users), FETCHED)


def by_polars(s3: S3, rgw: Rgw) -> list[dict[str, Any]]:
    options = {"aws_region" if name == "region_name" else name: text for name, text in rgw.options.items()}
    place = f"s3://{s3.bucket}/{s3.prefix}users/**/rows.parquet"
    users = pl.scan_parquet(place, storage_options=options, hive_partitioning=True)
    return users.sql(QUESTION.format("self")).collect().to_dicts()


def by_duckdb(folder: Folder) -> list[dict[str, Any]]:
    users = f"read_parquet('{folder.root}/users/*/*/*/rows.parquet', hive_partitioning = true)"
    return duckdb.sql(QUESTION.format(users)).to_arrow_table().to_pylist()


def test_polars_over_s3_gives_what_duckdb_gives_over_a_folder_and_the_replica(real_s3, rgw, folder, tmp_path):
    write(real_s3)
    write(folder)
    rows = by_polars(real_s3, rgw)
    assert [(row["org"], row["day"], row["generations"]) for row in rows if row["user_login"] == "alice"] == WRITTEN
    assert len(rows) == 2 * len(WRITTEN)
    assert rows[0]["totals_by_feature"][0]["feature"] == "code_completion"
    replica = Replica(real_s3, tmp_path / "replica")
    replica.update()
    assert rows == by_duckdb(folder) == replica.ask(QUESTION.format("users"))
