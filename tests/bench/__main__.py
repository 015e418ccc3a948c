"""`make bench`: measures a dashboard as it is deployed and writes docs/benchmarks.md."""

from __future__ import annotations

import platform
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson
import requests

from dashboard.demo.server import serve
from dashboard.demo.world import lifelike
from tests.asking import page_request
from tests.bench.dashboard import Latency, environment, free_port, measure, refresh, signed_in, start

USERS, DAYS = 1000, 90
AT_ONCE = 16
PAGE = Path("docs/benchmarks.md")


@dataclass(frozen=True)
class Question:
    name: str
    alone: Latency
    together: Latency


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        PAGE.write_text(measured(Path(folder)))


def measured(folder: Path) -> str:
    github = serve(lifelike(users=USERS, days=DAYS, today=datetime.now(UTC).date()))
    environ = environment(github.settings(), folder, free_port())
    first, second = refresh(environ), refresh(environ)
    rows = rows_written(folder)
    running = start(environ, folder / "gunicorn.log")
    try:
        browser = signed_in(running.url, "dana")
        fresh = running.memory()
        questions = [ask_everything(browser, running.url, name, path) for name, path in paths(browser, running.url)]
        return page(questions, first, second, rows, running.cold_start, fresh, running.memory())
    finally:
        running.stop()
        github.stop()


def paths(browser: requests.Session, url: str) -> list[tuple[str, str]]:
    teams = browser.get(f"{url}/api/v1/teams").json()["teams"]
    team = next(team for team in teams if team["qualifies"])
    where = f"/teams/{team['org']}/{team['slug']}"
    return [
        ("nothing (`/healthz`)", "/healthz"),
        ("API, a team's 28 days", f"/api/v1{where}/summary"),
        ("API, a team's days", f"/api/v1{where}/daily"),
        ("API, an organisation's 28 days", f"/api/v1/orgs/{team['org']}/summary"),
        ("page of a team, 28 days", where),
        ("page of a team, 90 days", f"{where}?days=90"),
        ("page of the organisation, 28 days", "/org"),
    ]


def ask_everything(browser: requests.Session, url: str, name: str, path: str) -> Question:
    cookies = browser.cookies.get_dict()

    def ask() -> None:
        if path.startswith(("/api", "/healthz")):
            answer = requests.get(url + path, cookies=cookies, timeout=60)
        else:
            body = page_request(path)
            answer = requests.post(f"{url}/_dash-update-component", json=body, cookies=cookies, timeout=60)
        answer.raise_for_status()

    return Question(name, measure(ask, 60), measure(ask, 240, AT_ONCE))


def rows_written(folder: Path) -> int:
    index = orjson.loads((folder / "history/index.json").read_bytes())
    reports = (
        entry["objects"].values()
        for orgs in index["entries"].values()
        for found in orgs.values()
        for days in found.values()
        for entry in days.values()
    )
    return sum(item.get("rows") or 0 for objects in reports for item in objects)


def page(
    questions: list[Question],
    first: float,
    second: float,
    rows: int,
    cold_start: float,
    fresh: list[int],
    used: list[int],
) -> str:
    base = questions[0].alone.p50
    lines = [
        "# Benchmarks",
        "",
        f"`make bench`: the demo's GitHub with {USERS:,} people × {DAYS} days, refreshed over HTTP, served by gunicorn with 2 workers × 8",
        f"threads, asked over HTTP by an admin from the same machine. Taken on {datetime.now(UTC):%-d %B %Y}, {cores()} cores,",
        f"Python {platform.python_version()}. Ratios hold better than milliseconds: × is the median against an answer that does nothing.",
        "",
        f"| question | alone p50 ms | × | p95 ms | {AT_ONCE} at once p50 ms | p95 ms | a second |",
        "|---|---|---|---|---|---|---|",
        *(row(question, base) for question in questions),
        "",
        "| what | figure |",
        "|---|---|",
        f"| first refresh, everything over HTTP and written | {first:.1f} s, {rows / first:,.0f} rows a second |",
        f"| second refresh: the days that may still change | {second:.1f} s, {second / first:.2f} of the first |",
        f"| cold start, from exec to a replica built from nothing and ready | {cold_start:.1f} s |",
        f"| memory of a worker, fresh and after these questions | {max(fresh)} MB, {max(used)} MB |",
        "",
    ]
    return "\n".join(lines)


def row(question: Question, base: float) -> str:
    alone, together = question.alone, question.together
    return (
        f"| {question.name} | {alone.p50:.1f} | {alone.p50 / base:.1f} | {alone.p95:.1f} "
        f"| {together.p50:.1f} | {together.p95:.1f} | {together.per_second:.0f} |"
    )


def cores() -> int:
    return len(Path("/proc/cpuinfo").read_text().split("processor\t:")) - 1


main()
