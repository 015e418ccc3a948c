"""Bringing old history along, from files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from dashboard.commands.assistants import keep_people, others_of
from dashboard.errors import OutsideError, WrongUse
from dashboard.history.foreign import ForeignFile, files_at
from dashboard.history.objects import open_objects
from dashboard.history.retention import Limits
from dashboard.history.store import History
from dashboard.importing.bringing import Importer
from dashboard.importing.brought import Brought
from dashboard.importing.content import LARGEST
from dashboard.importing.offered import Refused
from dashboard.importing.owners import Owners
from dashboard.setting_values import login
from dashboard.settings import Settings, environment, read_settings


def run(arguments: argparse.Namespace) -> int:
    """A line for each file; ends with 1 if anything in them was refused, or nothing was recognised."""
    settings = read_settings(environment(), "history")
    importer = importer_of(settings, named(arguments.org), arguments.replace)
    files = [file for path in arguments.paths for file in files_at(path)]
    code = code_of([told(bring(importer, file)) for file in files])
    keep_people(settings, importer.others, importer.now)
    return code


def named(org: str | None) -> str | None:
    try:
        return login(org) if org is not None else None
    except ValueError as problem:
        raise WrongUse(f"--org: {problem}") from None


def importer_of(settings: Settings, org: str | None, replace: bool) -> Importer:
    limits = Limits.of(settings.retain_user_days, settings.retain_team_days)
    return Importer(
        History(open_objects(settings.history_url)),
        Owners(settings.github_org, org),
        datetime.now(UTC),
        replace,
        settings.refresh_trailing_days,
        limits.people,
        limits.aggregates,
        others_of(settings, org),
    )


def bring(importer: Importer, file: ForeignFile) -> Brought:
    if file.size > LARGEST:
        return Brought(file.name, refused=[Refused("", f"it is larger than {LARGEST >> 30} GB; split it by lines")])
    try:
        return importer.bring(file.name, file.read())
    except OutsideError as problem:
        return Brought(file.name, refused=[Refused("", str(problem))])


def told(brought: Brought) -> Brought:
    print(brought.line(), flush=True)
    for line in brought.refusals():
        print(f"dashboard: {line}", file=sys.stderr, flush=True)
    return brought


def code_of(files: Sequence[Brought]) -> int:
    if not any(file.kind for file in files):
        print("dashboard: nothing was recognised; docs/importing.md says what can be imported", file=sys.stderr)
        return 1
    return int(any(file.refused for file in files))
