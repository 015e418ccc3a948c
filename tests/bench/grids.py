"""A table of a hundred thousand rows in Chromium: how long until it is there, and how long it keeps somebody waiting."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from dashboard.core.reports import Outcome, Report
from dashboard.core.rows import REPOS, REPOS_REPORT
from dashboard.demo.dice import draws
from dashboard.demo.repositories import repository_row
from dashboard.demo.server import Running as DemoGitHub
from dashboard.demo.server import serve
from dashboard.demo.world import lifelike
from dashboard.history.objects import open_objects
from dashboard.history.store import History
from tests.bench.deployed import Running, environment, free_port, refresh, start
from tests.bench.ground import Ground
from tests.bench.page import table, taken
from tests.browser.chromium import running_chromium
from tests.browser.person import Person
from tests.shots import sign_in

TITLE = "A hundred thousand rows"
FEW, MANY = 100, 100_000
ROUNDS = 3
KEYS = "team7"

# What is done, and what follows of it until the page is at rest.
ACT = """const done = arguments[0];
%s;
requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 500)));"""

# From the click on the link until the first rows are there; the call brought them.
OPEN = """const done = arguments[0];
performance.clearResourceTimings();
document.querySelector(".side a[href='/repos']").click();
const wait = setInterval(() => {
  if (!document.querySelector("#grid-repositories .ag-row")) return;
  clearInterval(wait);
  const call = performance.getEntriesByType("resource").find((entry) => entry.name.includes("_dash-update-component"));
  setTimeout(() => done({bytes: call.transferSize, plain: call.decodedBodySize}), 500);
}, 20);"""

API = "window.dash_ag_grid.getApi('grid-repositories')"
FIND = """const field = document.querySelector(".grid-find");
field.value = %r;
field.dispatchEvent(new InputEvent("input", {bubbles: true}))"""
ACTS = {
    **{f"a search, letter {n}": FIND % KEYS[:n] for n in range(1, len(KEYS) + 1)},
    "the search taken away": FIND % "",
    "a quick filter": "document.querySelectorAll('[data-grid-choice]')[1].click()",
    "the quick filter taken away": "document.querySelectorAll('[data-grid-choice]')[0].click()",
    "sorted by names": f"{API}.applyColumnState({{state: [{{colId: 'Repository', sort: 'asc'}}], defaultState: {{sort: null}}}})",
    "sorted by numbers": f"{API}.applyColumnState({{state: [{{colId: 'Merged', sort: 'desc'}}], defaultState: {{sort: null}}}})",
    "a column more": "document.querySelector('.grid-columns input:not(:checked)').click()",
    "scrolled to the end": f"{API}.ensureIndexVisible({API}.getDisplayedRowCount() - 1)",
    "CSV": "document.querySelector('[data-grid-csv]').click()",
}


@dataclass(frozen=True)
class Answer:
    """Bytes over the wire and as they are read; milliseconds of the server's processor."""

    bytes: int
    plain: int
    server: float


@dataclass(frozen=True)
class Grid:
    """Milliseconds of the page's own thread, the most of some rounds."""

    answer: Answer
    opened: float
    acts: dict[str, float]


def measured(ground: Ground) -> str:
    return page(*(of_rows(rows, ground.folder / f"grid-{rows}") for rows in (FEW, MANY)))


def of_rows(rows: int, folder: Path) -> Grid:
    with dashboard(rows, folder) as running, running_chromium() as browser:
        person = Person(browser, running.url)
        person.begin()
        sign_in(person, "dana")
        person.driver.set_script_timeout(120)
        opened = [open_page(person, running) for _ in range(ROUNDS)]
        rounds = [{name: work(person, ACT % script)[1] for name, script in ACTS.items()} for _ in range(ROUNDS)]
    acts = {name: max(each[name] for each in rounds) for name in ACTS}
    return Grid(opened[0][0], max(worked for _, worked in opened), acts)


@contextmanager
def dashboard(rows: int, folder: Path) -> Iterator[Running]:
    """Of a company of few people, with as many repositories."""
    folder.mkdir()
    today = datetime.now(UTC).date()
    github = serve(lifelike(users=30, days=3, today=today))
    environ = environment(github.settings(), folder, free_port())
    refresh(environ)
    write_repositories(rows, environ["HISTORY_URL"], github, today - timedelta(days=2))
    running = start(environ, folder / "gunicorn.log")
    try:
        yield running
    finally:
        running.stop()
        github.stop()


def write_repositories(rows: int, history_url: str, github: DemoGitHub, day: date) -> None:
    org = github.world.organisation("acme")
    found = [repository_row(org, day, n, f"team{n % 997}-part{n}", 1 + n % 9, draws(1, n)) for n in range(rows)]
    report = Report(REPOS_REPORT, "acme", day, pa.Table.from_pylist(found, schema=REPOS), b"")
    history = History(open_objects(history_url))
    history.write_day("github", "acme", day, [Outcome(REPOS_REPORT, "final", rows=report)], datetime.now(UTC))


def open_page(person: Person, running: Running) -> tuple[Answer, float]:
    person.open("/org")
    person.find(".side a[href='/repos']")
    before = processor_time(running)
    found, worked = work(person, OPEN)
    return Answer(**found, server=processor_time(running) - before), worked


def processor_time(running: Running) -> float:
    """Milliseconds of all workers since they began."""
    stats = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in running.worker_pids()]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) * 1000 / os.sysconf("SC_CLK_TCK")


def work(person: Person, script: str) -> tuple[Any, float]:
    """What the script gives, and the processor time it took, however busy the machine is with other things."""
    before = thread_time(person)
    found = person.driver.execute_async_script(script)
    return found, thread_time(person) - before


def thread_time(person: Person) -> float:
    """Milliseconds of the page's own thread, which draws it and answers whoever uses it."""
    person.driver.execute_cdp_cmd("Performance.enable", {})
    found = person.driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return 1000 * next(each["value"] for each in found if each["name"] == "ThreadTime")


def page(few: Grid, many: Grid) -> str:
    head = ("what", f"{FEW} rows, ms", f"{MANY:,} rows, ms", "more")
    rows = [
        _row("the page opened", few.opened, many.opened),
        *(_row(name, few.acts[name], many.acts[name]) for name in ACTS),
    ]
    answer = many.answer
    return "\n".join(
        [
            f"`/repos` in Chromium, of an organisation with {FEW} and with {MANY:,} repositories: the processor time of the page’s own",
            f"thread, during which nobody can do anything else there. The most of {ROUNDS} rounds. {taken()}",
            "",
            table(head, rows),
            "",
            f"The answer with {MANY:,} rows: {answer.bytes / 1e6:.1f} MB over the wire, {answer.plain / 1e6:.1f} MB as they are read,"
            f" made in {answer.server / 1000:.1f} s of the server’s processor.",
        ]
    )


def _row(name: str, few: float, many: float) -> tuple[str, ...]:
    return name, f"{few:.0f}", f"{many:.0f}", f"{many - few:.0f}"
