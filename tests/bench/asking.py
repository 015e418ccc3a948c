"""What pages ask, at the size of a large company: inside the server, and the whole page over HTTP."""

from __future__ import annotations

from functools import partial
from itertools import islice

import requests

from dashboard.demo.server import serve
from tests.bench import worker
from tests.bench.deployed import asker, environment, free_port, signed_in, start
from tests.bench.ground import ORG, Ground, company
from tests.bench.latency import Latency, measure_each
from tests.bench.page import table, taken

TITLE = "Questions at size"
USERS, DAYS = 20_000, 365
ALONE, TOGETHER = 40, 160


def measured(ground: Ground) -> str:
    history, replica = ground.history(USERS, DAYS), ground.folder / "asked"
    worker.run("build", history, replica)
    inside = worker.run("ask", history, replica)
    pages, memory = over_http(ground)
    return "\n".join(
        [
            f"{USERS:,} people × {DAYS} days, {inside['teams']} teams that qualify. {taken()}",
            "",
            "Inside the server: a team's days and totals (`daily` and `summary`, which is what the API's days are), all that a page asks of the",
            "replica (`callbacks.insights.ask`), or one call of `teams_overview`. Each is about another team, of which nothing is remembered. Milliseconds.",
            "",
            table(HEAD, [row(name, **found) for name, found in inside["questions"].items()]),
            "",
            f"The process that asked had {inside['before']} MB before and {inside['after']} MB after, {inside['most']} MB at most.",
            "",
            "The whole page, over HTTP from gunicorn with 2 workers × 8 threads, asked by an admin on the same machine; each asks for another team,",
            "except the organisation's, which is remembered. Milliseconds.",
            "",
            table(HEAD, [row(name, vars(alone), vars(together)) for name, alone, together in pages]),
            "",
            f"Memory of the largest worker, fresh and after these pages: {memory[0]} MB, {memory[1]} MB.",
        ]
    )


HEAD = ("what", "alone p50", "p95", f"{worker.AT_ONCE} at once p50", "p95", "a second")


def row(name: str, alone: dict[str, float], together: dict[str, float]) -> tuple[str, ...]:
    found = (alone["p50"], alone["p95"], together["p50"], together["p95"])
    return name, *(f"{value:.1f}" for value in found), f"{together['per_second']:.0f}"


def over_http(ground: Ground) -> tuple[list[tuple[str, Latency, Latency]], tuple[int, int]]:
    github = serve(company(USERS, DAYS))
    environ = environment(github.settings(), ground.folder, free_port()) | {
        "HISTORY_URL": str(ground.history(USERS, DAYS)),
        "REPLICA_DIR": str(ground.folder / "asked"),
    }
    running = start(environ, ground.folder / "gunicorn.log")
    try:
        browser = signed_in(running.url, "dana")
        fresh = max(running.memory())
        found = [latency(browser, running.url, name, query) for name, query in PAGES]
        return found, (fresh, max(running.memory()))
    finally:
        running.stop()
        github.stop()


PAGES = (
    ("page of a team, 28 days", ""),
    ("page of a team, 365 days", "?days=365"),
    ("page of the organisation, 365 days", "/org?days=365"),
)


def latency(browser: requests.Session, url: str, name: str, query: str) -> tuple[str, Latency, Latency]:
    teams = (team for team in browser.get(f"{url}/api/v1/teams").json()["teams"] if team["qualifies"])
    paths = [query if query.startswith("/") else f"/teams/{ORG}/{team['slug']}{query}" for team in teams]
    asks = (partial(asker(browser, url, path)) for path in paths)
    alone, together = list(islice(asks, ALONE)), list(islice(asks, TOGETHER))
    return name, measure_each(alone), measure_each(together, worker.AT_ONCE)
