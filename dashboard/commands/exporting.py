"""Giving out what is kept: about a person, of a team, or a table."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime

from dashboard.history.objects import open_objects
from dashboard.history.store import History
from dashboard.people import export_person
from dashboard.settings import environment, read_settings


def run(arguments: argparse.Namespace) -> int:
    settings = read_settings(environment(), "history")
    found = export_person(
        History(open_objects(settings.history_url)),
        open_objects(settings.config_url),
        arguments.user,
        datetime.now(UTC),
    )
    print(json.dumps(found, indent=2, default=str))
    return 0
