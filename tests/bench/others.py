"""Three other ways to answer for one team, on the same data."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pandas as pd

from dashboard.core.row_parts import COUNTERS
from dashboard.core.rows import USED
from dashboard.core.subjects import Team
from dashboard.history.objects import open_objects
from dashboard.publishing import publish_teams
from tests.bench import worker
from tests.bench.ground import LAST, ORG, Ground
from tests.bench.latency import measure_each, most_resident
from tests.bench.page import table, taken

TITLE = "Against three others"
USERS, DAYS = 5_000, 365  # at 20,000 people the JSON alone takes a quarter of an hour to write
RIVAL_USERS, RIVAL_DAYS, RIVAL_MS = 1_000, 28, 744
BREAKDOWNS = {"totals_by_feature": "feature", "totals_by_language_feature": "language"}
PUBLISHED = "teams_history.json"


def measured(ground: Ground) -> str:
    history, replica = ground.history(USERS, DAYS), ground.folder / "others"
    worker.run("build", history, replica)
    ours = worker.run("ask", history, replica)["questions"]
    team, size = published(history, replica)
    lines = []
    for days, times in ((28, 3), (365, 1)):
        mine = ours[f"page of a team, {days} days"]["alone"]["p50"]
        lines.append((f"ours, {days} days", f"{mine:.1f}", ""))
        for name, ask in (("pandas over the Parquet", by_pandas), (f"`{PUBLISHED}` read whole", by_json)):
            took = measure_each([partial(ask, history, team, days)] * times).p50
            lines.append((f"{name}, {days} days", f"{took:,.0f}", f"{took / mine:,.0f}"))
    mine = rival_size(ground)
    lines += [
        (f"ours, at {RIVAL_USERS:,} people × {RIVAL_DAYS} days", f"{mine:.1f}", ""),
        (f"the strongest rival, at {RIVAL_USERS:,} people × {RIVAL_DAYS} days", RIVAL_MS, f"{RIVAL_MS / mine:,.0f}"),
    ]
    return "\n".join(
        [
            f"One team's page data for a request, {USERS:,} people × {DAYS} days. {taken()}",
            "",
            "- **pandas** reads the columns it needs of `users` and `members` of the span's days, one Parquet file after the other, keeps the team's",
            "  people, and adds up counters, distinct people and two breakdowns. Ours answers all a page shows: two spans, four breakdowns.",
            f"- **`{PUBLISHED}`**: {size / 1e6:,.0f} MB of all teams and days in the shape of GitHub's old API, read whole with `json.load` and filtered by",
            "  slug and day, as applications of GitHub's old API do for each request.",
            f"- **{RIVAL_MS} ms** isn't of this run: it was measured once at the strongest open rival, for one team of {RIVAL_USERS:,} people × {RIVAL_DAYS} days,",
            "  on another machine. Ours beside it is of this run, inside the server: read that ratio as an order of magnitude.",
            "",
            table(("what", "p50 ms", "÷ ours"), lines),
            "",
            f"Most memory of the process that ran pandas and `json`: {most_resident():,} MB.",
        ]
    )


def published(history: Path, replica: Path) -> tuple[Team, int]:
    """Writes the file by our own publisher; gives a team in it, and the file's size."""
    insights = worker.fresh(worker.opened(history, replica))
    publish_teams(insights, [ORG], open_objects(str(history)), PUBLISHED)
    team = next(team for team in insights.teams(ORG) if team.qualifies)
    return team, (history / PUBLISHED).stat().st_size


def by_json(history: Path, team: Team, days: int) -> list[dict]:
    with (history / PUBLISHED).open() as file:
        teams = json.load(file)
    since = (LAST - timedelta(days=days - 1)).isoformat()
    mine = next(each["data"] for each in teams if each["team"]["slug"] == team.slug)
    return [day for day in mine if day["date"] >= since]


def by_pandas(history: Path, team: Team, days: int) -> dict[str, object]:
    read = [read_day(history, team, LAST - timedelta(days=back)) for back in range(days)]
    users = pd.concat([day for day in read if day is not None])
    active = users[(users[list(COUNTERS[:3])].fillna(0) > 0).any(axis=1) | users[list(USED)].eq(True).any(axis=1)]
    found = {name: by_name(users, name, key) for name, key in BREAKDOWNS.items()}
    return {
        "counters": users[list(COUNTERS)].sum(),
        "active": active["user_id"].nunique(),
        "daily": active.groupby("day")["user_id"].nunique(),
        **found,
    }


def read_day(history: Path, team: Team, day: date) -> pd.DataFrame | None:
    users, members = (
        history / f"{table}/source=github/org={ORG}/day={day}/rows.parquet" for table in ("users", "members")
    )
    if not (users.exists() and members.exists()):
        return None
    people = pd.read_parquet(members, columns=["user_id", "team_id"], partitioning=None)
    mine = people.loc[people["team_id"] == team.id, "user_id"]
    rows = pd.read_parquet(users, columns=["user_id", *COUNTERS, *USED, *BREAKDOWNS], partitioning=None)
    return rows[rows["user_id"].isin(mine)].assign(day=day)


def by_name(users: pd.DataFrame, breakdown: str, key: str) -> pd.DataFrame:
    entries = pd.DataFrame(list(users[breakdown].explode().dropna()))
    return entries.groupby(key).sum(numeric_only=True) if len(entries) else entries


def rival_size(ground: Ground) -> float:
    history, replica = ground.history(RIVAL_USERS, RIVAL_DAYS), ground.folder / "rival"
    worker.run("build", history, replica)
    return worker.run("ask", history, replica)["questions"][f"page of a team, {RIVAL_DAYS} days"]["alone"]["p50"]
