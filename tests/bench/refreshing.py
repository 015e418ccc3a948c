"""One day of a large company: everything fetched, checked and written, beside DuckDB's own reader of the same lines."""

from __future__ import annotations

import signal
import statistics
import tempfile
from datetime import date, timedelta
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import duckdb

from dashboard.core.rows import REPORTS, USERS, USERS_REPORT
from dashboard.demo.server import serve
from dashboard.history.objects import open_objects
from dashboard.history.store import History
from dashboard.refresh import refresh
from dashboard.sources.credentials import AppCredential
from dashboard.sources.github import GitHub
from tests.bench.apart import apart
from tests.bench.ground import NOW, ORG, TODAY, Ground, company
from tests.bench.latency import most_resident, seconds
from tests.bench.page import table, taken

TITLE = "Refreshing a day"
USERS_COUNT, DAYS, ROUNDS = 20_000, 365, 7
DAY = TODAY - timedelta(days=4)


def measured(ground: Ground) -> str:
    with apart(stand_in) as settings:
        # Asked for once before: GitHub, too, has the day's files ready.
        reports = {report: source(settings).fetch_report(ORG, report, DAY) for report in REPORTS}
        lines = ground.folder / "users.ndjson"
        lines.write_bytes(reports[USERS_REPORT].raw)
        known = source(settings)
        known.fetch_teams(ORG)  # its token is there
        rounds = [
            (seconds(partial(refreshed, known, DAY)), seconds(partial(read_with_types, lines)), seconds(partial(read, lines)))
            for _ in range(ROUNDS)
        ]  # fmt: skip
    ours, with_types, plain = map(statistics.median, zip(*rounds, strict=True))
    rows, size = reports[USERS_REPORT].rows.num_rows, len(reports[USERS_REPORT].raw) / 1e6
    return "\n".join(
        [
            f"A day of {USERS_COUNT:,} people: `users-1-day` has {rows:,} rows in {size:.0f} MB. All four reports and the list of teams are",
            "fetched over HTTP from the stand-in (another process on the same cores), checked, and written as Parquet, packed raw",
            "and rolled up by team, with the index; DuckDB reads the lines of `users-1-day` alone, from a file, into a table in memory.",
            f"Median of {ROUNDS} rounds in turn. {taken()}",
            "",
            table(
                ("what", "seconds", "our refresh ÷ this"),
                [
                    ("refresh of the day, everything written", f"{ours:.2f}", ""),
                    ("DuckDB's `read_ndjson(file)`", f"{plain:.2f}", f"{ours / plain:.2f}"),
                    ("DuckDB's `read_ndjson(file, columns = …)`, told every type before", f"{with_types:.2f}", f"{ours / with_types:.2f}"),
                ],
            ),
            "",
            f"Most memory of the refreshing process, DuckDB's tables included: {most_resident()} MB.",
        ]
    )  # fmt: skip


def source(settings: dict[str, str]) -> GitHub:
    address = settings["GITHUB_API_URL"]
    credential = AppCredential(address, settings["GITHUB_APP_ID"], settings["GITHUB_APP_PRIVATE_KEY"])
    return GitHub(address, credential, settings["GITHUB_DOWNLOAD_HOSTS"].split(","))


def refreshed(known: GitHub, day: date) -> None:
    with tempfile.TemporaryDirectory() as folder:
        result = refresh(known, History(open_objects(folder)), [ORG], NOW, since=day, until=day)
    assert (result.reports, result.failures) == (len(REPORTS), [])


def read(lines: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE users AS FROM read_ndjson($1)", [str(lines)])


def read_with_types(lines: Path) -> None:
    with duckdb.connect() as connection:
        connection.register("shape", USERS.empty_table())
        types = {"day": "DATE"} | {row[0]: row[1] for row in connection.execute("DESCRIBE shape").fetchall()}
        columns = "{" + ", ".join(f"{name}: '{kind}'" for name, kind in types.items()) + "}"
        connection.execute(f"CREATE TABLE users AS FROM read_ndjson($1, columns = {columns})", [str(lines)])


def stand_in(pipe: Connection) -> None:
    """Of GitHub: says its settings."""
    pipe.send(serve(company(USERS_COUNT, DAYS)).settings())
    signal.pause()
