"""What one process of the web server does with a replica, run alone: `python -m tests.bench.worker WHAT HISTORY REPLICA`.

Prints one JSON object. `build` brings the replica up to date as the server does, `ask` asks it.
"""

from __future__ import annotations

import atexit
import gc
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

import orjson

from callbacks.insights import ask
from dashboard.core.days import Span, trailing
from dashboard.core.subjects import Organisation, Subject, Team
from dashboard.history.builder import build_apart
from dashboard.history.objects import open_objects
from dashboard.history.reader import small
from dashboard.history.replica import Replica
from dashboard.insights import Insights
from layouts.view import MOST_BY_DAY
from tests.bench.ground import LAST, ORG
from tests.bench.latency import measure_each, most_resident, resident, seconds

FLOOR, AT_ONCE = 5, 16


def run(what: str, history: Path, replica: Path) -> dict[str, Any]:
    """In a process of its own."""
    command = [sys.executable, "-m", "tests.bench.worker", what, str(history), str(replica)]
    return orjson.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def opened(history: Path, replica: Path) -> Replica:
    return Replica(open_objects(str(history)), replica, build_apart, small)


def build(history: Path, folder: Path) -> dict[str, Any]:
    took = seconds(opened(history, folder).update)
    return {
        "seconds": took,
        "builder": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "worker": most_resident(),
        "file": max(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 2**20,
    }


def ask_all(history: Path, folder: Path) -> dict[str, Any]:
    """Latencies by question, alone and at once, and the megabytes of the process before and after."""
    replica = opened(history, folder)
    gc.freeze()  # as gunicorn.conf.py does
    atexit.register(gc.unfreeze)
    teams = [team for team in fresh(replica).teams(ORG) if team.qualifies]
    before = resident()
    found = {name: both(asks) for name, asks in questions(replica, teams).items()}
    return {"questions": found, "before": before, "after": resident(), "most": most_resident(), "teams": len(teams)}


def both(asks: list[Callable[[], object]]) -> dict[str, Any]:
    return {"alone": asdict(measure_each(asks)), "together": asdict(measure_each(asks, AT_ONCE))}


def questions(replica: Replica, teams: list[Team]) -> dict[str, list[Callable[[], object]]]:
    """Of one team after the other; what was asked of their organisation is remembered, as the server does."""
    found: dict[str, list[Callable[[], object]]] = {}
    insights, another = fresh(replica), cycle(teams)
    for days, times in ((28, 60), (365, 40)):
        span = trailing(LAST, days)
        found[f"days and totals of a team, {days} days"] = [
            partial(days_of_another, fresh(replica), another, span)
        ] * times
        found[f"page of a team, {days} days"] = [partial(page_of_another, insights, another, span)] * times
        found[f"page of the organisation, {days} days"] = [partial(page_of_all, replica, span)] * 20
        found[f"all teams, {days} days"] = [partial(overview, replica, span)] * 20
    return found


def fresh(replica: Replica) -> Insights:
    return Insights(replica, FLOOR)


def page_of_another(insights: Insights, teams: Iterator[Team], span: Span) -> object:
    return page_data(insights, next(teams), span)


def days_of_another(insights: Insights, teams: Iterator[Team], span: Span) -> object:
    team = next(teams)
    return insights.daily(team, span), insights.summary(team, span)


def page_of_all(replica: Replica, span: Span) -> object:
    return page_data(fresh(replica), Organisation(ORG), span)


def page_data(insights: Insights, subject: Subject, span: Span) -> object:
    grouping = "day" if len(span) <= MOST_BY_DAY else "week"
    return ask(insights, subject, span, insights.freshness(subject), grouping)


def overview(replica: Replica, span: Span) -> object:
    return fresh(replica).teams_overview(ORG, span)


if __name__ == "__main__":
    what = {"build": build, "ask": ask_all}[sys.argv[1]]
    print(orjson.dumps(what(*map(Path, sys.argv[2:]))).decode())
