"""The command line. Exit codes: 0 done, 1 something failed, 2 wrong use or settings."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from dashboard import publishing
from dashboard.commands import asking, assistants, augment, convert, coverage, exporting, importing, reporting, seats
from dashboard.commands.connected import github
from dashboard.core.days import parse_day, parse_week
from dashboard.core.rows import ORG_REPORT, REPORTS
from dashboard.errors import DashboardError, WrongSettings, WrongUse
from dashboard.history.objects import Objects, open_objects
from dashboard.history.probe import honours_conditional_writes
from dashboard.history.store import History
from dashboard.people import erase_person
from dashboard.progress import Teller
from dashboard.refresh import Wanted, refresh
from dashboard.setting_values import duration
from dashboard.settings import Settings, environment, read_settings


def main(arguments: Sequence[str]) -> int:
    parsed = parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        code = parsed.run(parsed)
        sys.stdout.flush()
        return code
    except (WrongSettings, WrongUse) as wrong:
        return say(str(wrong), 2)
    except DashboardError as failure:
        return say(str(failure), 1)
    except KeyboardInterrupt:
        return say("stopped", 1)
    except BrokenPipeError:  # whoever reads has enough, as `head` does: nothing to say, and nobody to say it to
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def say(lines: str, code: int) -> int:
    for line in lines.splitlines():
        print(f"dashboard: {line}", file=sys.stderr)
    return code


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="python -m dashboard", description="How an organisation's people use AI coding assistants."
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], help: str) -> argparse.ArgumentParser:
        found = commands.add_parser(name, help=help, description=help)
        found.set_defaults(run=run)
        return found

    demo = command("demo", run_demo, "a GitHub of synthetic people on this machine, and the dashboard over it")
    demo.add_argument("--users", type=whole(5, 100_000), default=200)
    demo.add_argument("--days", type=whole(1, 365), default=365)
    demo.add_argument("--port", type=whole(1, 65_535), default=8050)

    fetch = command("refresh", run_refresh, "fetch what is missing or may still change into the history")
    fetch.add_argument("--since", type=day, metavar="DAY", help="the first day to ask for, YYYY-MM-DD")
    fetch.add_argument("--until", type=day, metavar="DAY", help="the last day to ask for")
    fetch.add_argument("--every", type=pause, metavar="6h", help="go on for ever, with this pause in between")

    linked = command("report", reporting.run, "where GitHub has one report of one day at this moment")
    linked.add_argument("--org", metavar="LOGIN", required=True)
    linked.add_argument("--day", type=day, metavar="DAY", required=True, help="YYYY-MM-DD")
    linked.add_argument("--report", choices=REPORTS, default=ORG_REPORT, help=f"{ORG_REPORT} without it")

    shown = command("coverage", coverage.run, "what the history has of every report and day")
    shown.add_argument("--json", action="store_true")

    brought = command("import", importing.run, "bring along history from files: GitHub's exports, or of its old APIs")
    brought.add_argument("paths", nargs="+", metavar="FILE|FOLDER|URL", help="a file, a folder or s3://bucket/prefix")
    brought.add_argument("--org", metavar="LOGIN", help="whose, where a file doesn't say; the first of GITHUB_ORG")
    brought.add_argument("--replace", action="store_true", help="also over days that are here already")

    exported = command("export", exporting.run, "a table, a team's days, or all that is kept about a person")
    what = exported.add_mutually_exclusive_group(required=True)
    what.add_argument("--table", metavar="T", help="one of the history's tables, as docs/history.md has them")
    what.add_argument("--team", metavar="ORG/SLUG", help="a team's days in the shape of teams_history.json")
    what.add_argument("--user", type=whole(1, 10**16), metavar="ID", help="GitHub's numeric id; all that is kept")
    exported.add_argument("--since", type=day, metavar="DAY", help="the first day, YYYY-MM-DD")
    exported.add_argument("--until", type=day, metavar="DAY", help="the last day")
    exported.add_argument("--format", choices=("csv", "parquet", "ndjson"), help="of a table; csv")
    exported.add_argument("--out", type=Path, metavar="FILE", help="instead of the standard output")

    asked = command("sql", asking.run, "ask the history's tables in SQL; it can only be read")
    asked.add_argument("question", metavar="SQL", help="one question; - reads it from the standard input")
    asked.add_argument("--format", choices=("table", "csv", "json"), default="table")

    sent = command("digest", run_digest, "one team's week as a letter: written, mailed, or posted to a webhook")
    sent.add_argument("--team", metavar="ORG/SLUG", required=True)
    sent.add_argument(
        "--week", type=week, metavar="WEEK", help="as 2026-W46, or one of its days; the newest complete one"
    )
    sent.add_argument(
        "--to",
        metavar="WHERE",
        help="FILE.html, FILE.txt, smtp://host:port?from=...&to=..., https://..., or webhook for DIGEST_WEBHOOK; "
        "the standard output as plain text",
    )

    told = command("augment", augment.run, "Augment's usage of people into files, by its API or its dashboard")
    told.add_argument("dates", nargs="*", type=augment.day, metavar="DAY", help="one day, or the first and the last")
    told.add_argument("--last-28-days", action="store_true", help="day by day, with lists in the shape of Copilot's")
    told.add_argument(
        "--auth", action="store_true", help="ask for the session cookie of Augment's dashboard, and keep it"
    )
    told.add_argument("--out", metavar="NAME", help="the table's name in AUGMENT_EXPORT_DIR")
    told.add_argument(
        "--endpoints", metavar="NAMES", help="of its dashboard: all, user_stats, tenant_stats, tenant_mau"
    )
    told.add_argument("--log-level", metavar="LEVEL", help="DEBUG, INFO, WARNING or ERROR")

    converted = command("convert", convert.run, "a file of Augment's into the shape of Copilot's report")
    converted.add_argument("file", metavar="FILE")
    converted.add_argument("--from", choices=("augment-csv",), required=True, help="what it is")
    converted.add_argument("--to", choices=("copilot-json",), required=True, help="what to make of it")
    converted.add_argument("--since", type=day, metavar="DAY", help="its first day, where its name doesn't say")
    converted.add_argument("--until", type=day, metavar="DAY", help="its last day")
    converted.add_argument("--lenient", action="store_true", help="leave out lines that are wrong")
    converted.add_argument("--out", type=Path, metavar="FILE", help="instead of the standard output")

    listed = command("seats", seats.run, "who has a seat and uses it, by the newest snapshot")
    listed.add_argument("--org", metavar="LOGIN", help="all of GITHUB_ORG without it")
    listed.add_argument("--inactive-for", type=pause, metavar="30d", help="only those not used for so long")
    listed.add_argument("--user", metavar="LOGIN", help="only that person's")
    form = listed.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="in the columns of GitHub's own activity report, and more")
    form.add_argument("--suggest", action="store_true", help="a draft of whom to ask for a seat back; cancels nothing")

    erased = command("erase", run_erase, "remove all rows about a person, and keep them out for good")
    erased.add_argument("--user", type=whole(1, 10**16), metavar="ID", required=True, help="GitHub's numeric id")

    command("doctor", run_doctor, "try all that a deployment needs, and say what is wrong and what to do")

    held = command("sessions", run_sessions, "end every session and personal key of a person, at once")
    held.add_argument("--end", metavar="LOGIN", required=True, help="whose")

    served = command("serve", run_serve, "serve the dashboard for development")
    served.add_argument("--port", type=whole(1, 65_535), default=8050)
    return top


def run_demo(arguments: argparse.Namespace) -> int:
    from dashboard.demo.run import run

    return run(users=arguments.users, days=arguments.days, port=arguments.port, folder=Path("var/demo"))


def run_refresh(arguments: argparse.Namespace) -> int:
    settings = read_settings(environment(), "refresh")
    if arguments.since and arguments.until and arguments.since > arguments.until:
        raise WrongUse(f"--since {arguments.since} is later than --until {arguments.until}")
    warn_of_store(open_objects(settings.history_url))
    while True:
        code = refresh_once(settings, arguments.since, arguments.until)
        if arguments.every is None:
            return code
        time.sleep(arguments.every.total_seconds())


def warn_of_store(objects: Objects) -> None:
    """A single refresher can do with any store."""
    if problem := honours_conditional_writes(objects):
        say(f"WARNING: {problem}; run one refresher and nothing else that writes, or use AWS S3 or Ceph", 0)


def refresh_once(settings: Settings, since: date | None, until: date | None) -> int:
    with Teller(sys.stderr) as teller:
        wanted = Wanted(
            since=since,
            until=until,
            trailing_days=settings.refresh_trailing_days,
            retain_user_days=settings.retain_user_days,
            retain_team_days=settings.retain_team_days,
            tell=teller,
        )
        history = History(open_objects(settings.history_url))
        outcome = refresh(github(settings), history, settings.github_org, datetime.now(UTC), **wanted)
        others = assistants.refresh_others(settings, wanted)
    failures = [*outcome.failures, *others, *publishing.publish(settings)]
    return say("\n".join(failures), 1) if failures else 0


def run_erase(arguments: argparse.Namespace) -> int:
    """Ends with 1 while anything about them is left."""
    settings = read_settings(environment(), "history")
    done, left = erase_person(
        History(open_objects(settings.history_url)),
        open_objects(settings.config_url),
        arguments.user,
        datetime.now(UTC),
    )
    print("\n".join(done))
    return say("\n".join(left), 1) if left else 0


def run_digest(arguments: argparse.Namespace) -> int:
    from dashboard.commands.digest import run

    return run(arguments)


def run_doctor(arguments: argparse.Namespace) -> int:
    from dashboard.doctor import examine

    failed = False
    for finding in examine(environment()):
        print(finding.line(), flush=True)
        failed |= finding.failed
    return int(failed)


def run_sessions(arguments: argparse.Namespace) -> int:
    from auth import audit
    from auth.ending import end_all_of
    from auth.register import open_store

    audit.open_log()
    ended = end_all_of(open_store(read_settings(environment(), "history").session_url), arguments.end)
    for user_id, number in ended.items():
        print(f"ended {number} of {arguments.end} (number {user_id} at GitHub)")
    if not ended:
        print(f"nobody called {arguments.end} has a session or a key here")
    return 0


def run_serve(arguments: argparse.Namespace) -> int:
    environ = {"LISTEN": f"127.0.0.1:{arguments.port}", "WEB_WORKERS": "1", **environment()}
    read_settings(environ, "serve")
    os.execve(
        sys.executable, [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "--reload", "wsgi:server"], environ
    )


def whole(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least} to {most}")
        return int(text)

    return parse


def day(text: str) -> date:
    try:
        return parse_day(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None


def week(text: str) -> date:
    try:
        return parse_week(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is neither a week as 2026-W46 nor a day") from None


def pause(text: str) -> timedelta:
    try:
        return duration(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None
