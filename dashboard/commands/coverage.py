"""What the history has of every report and day."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from dashboard.core.numbers import Coverage
from dashboard.history.objects import open_objects
from dashboard.history.store import History
from dashboard.settings import environment, read_settings


def run(arguments: argparse.Namespace) -> int:
    settings = read_settings(environment(), "history")
    coverage = History(open_objects(settings.history_url)).coverage()
    print(json.dumps({"coverage": [as_json(entry) for entry in coverage]}) if arguments.json else as_lines(coverage))
    return 0


def as_json(entry: Coverage) -> dict[str, object]:
    shape = {**asdict(entry), "day": entry.day.isoformat(), "checked_at": entry.checked_at.isoformat()}
    return shape if entry.reason else {key: value for key, value in shape.items() if key != "reason"}


def as_lines(coverage: Sequence[Coverage]) -> str:
    """One line a day: every report with its state."""
    days: dict[tuple[str, date], list[str]] = {}
    for entry in coverage:
        days.setdefault((entry.org, entry.day), []).append(f"{entry.report} {entry.state}")
    lines = [f"{org} {day}  {', '.join(reports)}" for (org, day), reports in sorted(days.items())]
    return "\n".join(lines) or "The history is empty. Fill it with: python -m dashboard refresh"
