"""Where things are kept: the history, this host's copy of it, the configuration, the sessions."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sized
from functools import partial
from pathlib import Path

from auth.register import open_store
from dashboard.almanac import HOLIDAYS, NOTES, holidays, notes
from dashboard.core.accounts import identities
from dashboard.doctor.finding import Finding, attempt, fail, hint, ok
from dashboard.errors import DashboardError
from dashboard.history.index import read_index
from dashboard.history.objects import Objects, open_objects
from dashboard.history.probe import forgets_versions, honours_conditional_writes, takes_writes
from dashboard.people import IDENTITIES
from dashboard.setting_values import AdminTeam
from dashboard.whitelist import FILE, parse

READ, WRITE, CONDITIONS = "history: read", "history: write", "history: conditional writes"
FORGET = "history: old versions"
REPLICA, SESSIONS, ADMINS = "local copy of the history", "session store", f"{FILE} in CONFIG_URL"


def history(url: str) -> Iterator[Finding]:
    """What can't be read isn't written to."""
    for tried, check in ((READ, readable), (WRITE, writable), (CONDITIONS, conditional), (FORGET, forgetting)):
        found = attempt(tried, partial(check, open_objects(url)))
        yield found
        if found.failed:
            return


def readable(objects: Objects) -> Finding:
    coverage = read_index(objects).coverage()
    days = {(entry.org, entry.day) for entry in coverage}
    if not days:
        return ok(READ, "empty so far; python -m dashboard refresh fills it")
    newest = max(day for _, day in days)
    return ok(READ, f"{len(days)} days of {len({org for org, _ in days})} organisation(s), up to {newest}")


def writable(objects: Objects) -> Finding:
    problem = takes_writes(objects)
    if problem:
        return fail(WRITE, problem, "see to the store, or use another: refresh relies on what it has written")
    return ok(WRITE, "an object was written, read and removed again")


def conditional(objects: Objects) -> Finding:
    problem = honours_conditional_writes(objects)
    if problem:
        return fail(CONDITIONS, problem, "DO NOT KEEP A HISTORY HERE: use a store that honours them, as AWS S3 or Ceph")
    return ok(CONDITIONS, "honoured: of two writers, one is refused")


def forgetting(objects: Objects) -> Finding:
    """Refresh can do without until something has to go."""
    try:
        forgets_versions(objects)
    except DashboardError as error:
        return hint(FORGET, str(error), "erase and retention need s3:ListBucketVersions and s3:DeleteObjectVersion")
    return ok(FORGET, "removed for good, or not kept at all")


def replica(folder: Path) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"probe")
    except OSError as error:
        return fail(REPLICA, f"{folder} can't be written ({error.strerror})", "set REPLICA_DIR to a folder that can")
    return ok(REPLICA, f"{folder} can be written")


def sessions(url: str) -> Finding:
    return attempt(SESSIONS, lambda: answering(url))


def answering(url: str) -> Finding:
    """The address may hold a password, and isn't shown."""
    try:
        open_store(url).ping()
    except ValueError:
        return fail(SESSIONS, "the address isn't understood", "check SESSION_URL")
    return ok(SESSIONS, f"{url.partition(':')[0]} answers")


def admin_teams(
    config_url: str, always: tuple[AdminTeam, ...], orgs: tuple[str, ...]
) -> tuple[Finding, tuple[AdminTeam, ...]]:
    """What was found in the file, and all admin teams there are."""
    listed: list[AdminTeam] = []

    def read() -> Finding:
        try:
            stored = open_objects(config_url).read(FILE)
            listed.extend(parse(stored.content, orgs[0] if orgs else "") if stored else ())
        except ValueError as problem:
            return fail(ADMINS, f"not understood, so nobody is an admin by it: {problem}", "correct the file")
        if not always and not listed:
            return hint(ADMINS, "no admin team here, nor in ADMIN_TEAMS: nobody is an admin", "set ADMIN_TEAMS")
        return ok(ADMINS, f"{len(listed)} admin teams, and {len(always)} in ADMIN_TEAMS" if stored else "there is none")

    return attempt(ADMINS, read), always + tuple(listed)


def almanac(config_url: str) -> Iterator[Finding]:
    """The files in which the deployer says something of days and of people; there need be none."""
    for file, lines in ((HOLIDAYS, holidays), (NOTES, notes), (IDENTITIES, identities)):
        yield attempt(f"{file} in CONFIG_URL", partial(understood, config_url, file, lines))


def understood(config_url: str, file: str, lines: Callable[[bytes], Sized]) -> Finding:
    tried, stored = f"{file} in CONFIG_URL", open_objects(config_url).read(file)
    if stored is None:
        return ok(tried, "there is none")
    try:
        return ok(tried, f"{len(lines(stored.content))} line(s)")
    except ValueError as problem:
        return fail(tried, f"not understood, so pages keep what it last said: {problem}", "correct the file")
