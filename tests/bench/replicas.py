"""The replica, built from nothing and brought up to date after one day has changed."""

from __future__ import annotations

from datetime import timedelta

from tests.bench import worker
from tests.bench.ground import LAST, Ground, change_day
from tests.bench.page import table, taken

TITLE = "The replica"
USERS, DAYS = 20_000, 365


def measured(ground: Ground) -> str:
    history, folder = ground.history(USERS, DAYS), ground.folder / "replica"
    built = worker.run("build", history, folder)
    change_day(history, USERS, DAYS, LAST - timedelta(days=1))
    updated = worker.run("build", history, folder)
    again = worker.run("build", history, folder)
    return "\n".join(
        [
            f"{USERS:,} people × {DAYS} days, from a folder; the builder is a process of its own. {taken()}",
            "",
            table(
                ("what", "seconds", "÷ from nothing", "most memory of the builder", "of the worker"),
                [
                    line("from nothing", built, built),
                    line("after one day has changed", updated, built),
                    line("nothing has changed", again, built),
                ],
            ),
            "",
            f"The file is {built['file']:,} MB; after the update {updated['file']:,} MB.",
        ]
    )


def line(what: str, found: dict, first: dict) -> tuple[str, ...]:
    share = "" if found is first else f"{found['seconds'] / first['seconds']:.3f}"
    return what, f"{found['seconds']:.1f}", share, f"{found['builder']} MB", f"{found['worker']} MB"
