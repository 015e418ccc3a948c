"""How it grows with people and days."""

from __future__ import annotations

import shutil
from datetime import timedelta

from tests.bench import worker
from tests.bench.ground import LAST, Ground, change_day
from tests.bench.page import table, taken

TITLE = "Growth"
SIZES = ((1_000, 365), (5_000, 365), (20_000, 365), (100_000, 28))


def measured(ground: Ground) -> str:
    return "\n".join(
        [
            "The same with fewer and with more people, asked alone. A team's",
            f"365 days in a history of 28 are those 28. {taken()}",
            "",
            table(
                ("people × days", "from nothing, s", "one day changed, s", "builder, MB", "file, MB", "worker, MB",
                 "team 28 days, p50 ms", "team 365 days, p50 ms"),
                [grown(ground, *size) for size in SIZES],
            ),
        ]
    )  # fmt: skip


def grown(ground: Ground, users: int, days: int) -> tuple[str, ...]:
    history, folder = ground.history(users, days), ground.folder / f"grown-{users}"
    built = worker.run("build", history, folder)
    change_day(history, users, days, LAST - timedelta(days=2))
    updated = worker.run("build", history, folder)
    asked = worker.run("ask", history, folder)
    shutil.rmtree(folder)
    return (
        f"{users:,} × {days}",
        f"{built['seconds']:.1f}",
        f"{updated['seconds']:.1f}",
        str(built["builder"]),
        str(built["file"]),
        str(asked["most"]),
        *(f"{asked['questions'][f'page of a team, {span} days']['alone']['p50']:.1f}" for span in (28, 365)),
    )
