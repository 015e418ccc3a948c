"""A history of two assistants: the demo's, and two weeks of Augment's days beside it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pandas as pd
import pytest

from dashboard.core.rows import USED
from dashboard.history.objects import open_objects
from dashboard.history.replica import Replica
from dashboard.history.tables import unpack
from tests.deployed import fetch_augment
from tests.insights.test_independently import frame

DAYS = 17
COUNTS = ("user_initiated_interaction_count", "code_generation_activity_count", "code_acceptance_activity_count")
MESSAGES = (
    "chat_messages",
    "ide_agent_messages",
    "remote_agent_messages",
    "cli_agent_interactive_messages",
    "cli_agent_non_interactive_messages",
)


@pytest.fixture(scope="package")
def history_with_augment(deployed, demo_github, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("both")
    shutil.copytree(deployed.history_url, folder / "history")
    settings = replace(deployed, history_url=str(folder / "history"), replica_dir=str(folder / "replica"))
    today = datetime.now(UTC)
    assert fetch_augment(demo_github, settings, today, today.date() - timedelta(days=DAYS)).failures == []
    return folder / "history"


@pytest.fixture(scope="package")
def with_augment(history_with_augment) -> Replica:
    return Replica(open_objects(str(history_with_augment)), history_with_augment.parent / "replica")


@pytest.fixture(scope="package")
def augment(history_with_augment) -> pd.DataFrame:
    """A row for each record, with the person's number, and what they asked."""
    rows = []
    for file in sorted((history_with_augment / "raw").glob("source=augment/org=acme/day=*/users-1-day.ndjson.zst")):
        for line in filter(None, unpack(file.read_bytes()).splitlines()):
            record = orjson.loads(line)
            metrics = record["augment"]["metrics"]
            rows.append(
                {
                    "day": pd.Timestamp(record["day"]),
                    "user_id": record["user_id"],
                    "interactions": sum(metrics[name] for name in MESSAGES),
                    "completions": metrics["completions_count"],
                    "loc_added": metrics["total_modified_lines_of_code"],
                }
            )
    return pd.DataFrame(rows)


@pytest.fixture(scope="package")
def copilot(history_with_augment) -> pd.DataFrame:
    """A row for each active person and day of GitHub's."""
    rows = frame(history_with_augment, "users-1-day")
    used = rows[[name for name in USED if name in rows]].eq(True).any(axis=1)
    return rows[used | rows[list(COUNTS)].gt(0).any(axis=1)]
