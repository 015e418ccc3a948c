"""Runs `python -m dashboard refresh` in forks of itself, so that each can be killed and none costs the imports anew.

A line of JSON on standard input is a job, the answer is the number of its process. What a process has to say goes to
its report, a line of JSON each, and is on the disk before it goes on.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import botocore.retries.standard

from dashboard import cli
from dashboard.core.reports import Outcome
from dashboard.core.rows import TABLE_OF
from dashboard.history.store import History
from tests.torture.steps import Steps
from tests.torture.versions import versions
from tests.torture.watcher import watch


class Report:
    def __init__(self, path: str):
        self._file = open(path, "ab", buffering=0)  # noqa: SIM115 - as long as the process

    def say(self, **what: Any) -> None:
        self._file.write(json.dumps(what).encode() + b"\n")
        os.fsync(self._file.fileno())


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        process = os.fork()
        if not process:
            begin(json.loads(line))
        print(process, flush=True)


def begin(job: dict[str, Any]) -> None:
    """Never returns."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    report = Report(job["report"])
    os.environ.update(job["environ"])
    sys.stderr = open(f"{job['report']}.said", "w", buffering=1)  # noqa: SIM115
    try:
        if job["watch"]:
            watch(job["watch"], report.say)
        refresh(job, report)
    except Exception:  # noqa: BLE001 - whatever it is, the test sees it
        traceback.print_exc()
    finally:
        os._exit(0)


def refresh(job: dict[str, Any], report: Report) -> None:
    """Once, or again and again as long as the file `while_there` is."""
    steps = Steps(job["deadly"], job["asleep_before"])
    steps.install()
    if job["largest_file"] is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["largest_file"], resource.RLIM_INFINITY))
    botocore.retries.standard.ExponentialBackoff.delay_amount = lambda backoff, context: 0.01
    cli.History = acknowledging(report)  # type: ignore[misc]
    cli.datetime = wrong_by(timedelta(seconds=job["skew"]))  # type: ignore[misc]
    while True:
        code = cli.main(["refresh", "--since", job["since"]])
        report.say(ended=code, steps=steps.count)
        if not (job["while_there"] and Path(job["while_there"]).exists()):
            return


def wrong_by(skew: timedelta) -> type[datetime]:
    """A clock."""

    class Clock(datetime):
        @classmethod
        def now(cls, zone: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(zone) + skew

    return Clock


def acknowledging(report: Report) -> type[History]:
    class Acknowledging(History):
        def write_day(
            self, source: str, org: str, day: date, outcomes: Sequence[Outcome], at: datetime, *seen: Any
        ) -> bool:
            wrote = super().write_day(source, org, day, outcomes, at, *seen)
            came = {outcome.report: outcome.rows.rows for outcome in outcomes if outcome.rows}
            brought = {name: max(versions(TABLE_OF[name], rows.to_pylist())) for name, rows in came.items()}
            report.say(day=day.isoformat(), wrote=wrote, versions=brought)
            return wrote

    return Acknowledging


if __name__ == "__main__":
    main()
