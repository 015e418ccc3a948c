"""The replica of this machine, brought up to date before it is asked."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.errors import DashboardError, HistoryError
from dashboard.history.building import NO_INDEX
from dashboard.history.objects import open_objects
from dashboard.history.replica import Replica
from dashboard.settings import Settings

MEMORY = "2GB"  # the most a question may take


@contextmanager
def followed(settings: Settings) -> Iterator[Replica]:
    """With the store away, the last good copy; what the answers are made of is said on stderr unless it's the newest.

    Raises what the store raises where there is no copy, and HistoryError where none can be made.
    """
    replica = Replica(
        open_objects(settings.history_url), Path(settings.replica_dir), engine=lambda file: {"memory_limit": MEMORY}
    )
    try:
        update(replica, settings.replica_dir)
    except DashboardError as error:
        if replica.read_at is None:
            raise
        said(f"the answers are as of {replica.read_at:%Y-%m-%d %H:%M} UTC, since then: {error}")
    if replica.version == NO_INDEX:
        said(f"the history at {settings.history_url} is empty")
    yield replica
    replica.close()


def update(replica: Replica, folder: str) -> None:
    try:
        replica.update()
    except OSError as error:
        raise HistoryError(f"REPLICA_DIR {folder} can't be used: {error.strerror or error}") from error


def said(line: str) -> None:
    print(f"dashboard: {line}", file=sys.stderr)
