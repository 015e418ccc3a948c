"""A large Coder deployment: its days fetched, the replica with them, and the page of workspaces inside the server."""

from __future__ import annotations

import shutil
import signal
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import orjson

from auth.access import Viewer
from callbacks.looking import Looking
from callbacks.pages import show
from dashboard.core.accounts import identities
from dashboard.core.coder_rows import CODER
from dashboard.core.days import trailing
from dashboard.demo.coder import API
from dashboard.demo.coder_deployment import (
    MODELS,
    REGIONS,
    Account,
    Built,
    Deployment,
    Made,
    Session,
    Stint,
    Template,
    Tokens,
    uuid_of,
)
from dashboard.demo.server import serve
from dashboard.demo.world import World
from dashboard.history.assistants import Assistant
from dashboard.history.objects import open_objects
from dashboard.history.reader import small
from dashboard.history.replica import Replica
from dashboard.history.store import History
from dashboard.insights import Insights
from dashboard.refresh_coder import refresh_coder
from dashboard.sources.coder import Coder
from tests.bench.apart import apart
from tests.bench.ground import LAST, NOW, ORG, Ground, company
from tests.bench.latency import measure, milliseconds, most_resident, seconds
from tests.bench.page import table, taken

TITLE = "A large Coder deployment"
USERS, DAYS, TEMPLATES = 5_000, 60, 20
DANA = Viewer(1004, "dana", {ORG: 999}, (), frozenset({ORG}))
ALICE = Viewer(1001, "alice", {ORG: 999}, (), frozenset())
SEARCHES = ("?days=28", "?days=90&group=week", "?days=365&group=month")


def measured(ground: Ground) -> str:
    folder = ground.folder / "coder"
    shutil.copytree(ground.history(USERS, DAYS), folder / "history")
    without = seconds(Replica(open_objects(str(folder / "history")), folder / "before", engine=small).update)
    with apart(stand_in) as (url, token, known):
        first, again = (seconds(lambda: fetched(folder, url, token, known)) for _ in range(2))
    replica = Replica(open_objects(str(folder / "history")), folder / "replica", engine=small)
    built = seconds(replica.update)
    (counted,) = replica.ask("SELECT count(*) AS rows, count(DISTINCT user_id) AS people FROM workspaces")
    lines = [
        (f"first refresh: {DAYS} days over HTTP, {counted['rows']:,} person-days of {counted['people']:,} people", f"{first:.0f} s"),
        ("second refresh: the days that may still change", f"{again:.1f} s"),
        ("the replica built from nothing, without Coder's days and with them", f"{without:.1f} s, {built:.1f} s"),
        *pages(Insights(replica, 5)),
        ("most memory of this process", f"{most_resident():,} MB"),
    ]  # fmt: skip
    said = (
        f"{USERS:,} accounts × {DAYS} days × {TEMPLATES} templates, nearly all matched to people of an organisation of as many; "
        f"the stand-in of Coder is another process on the same cores. {taken()}"
    )
    return "\n".join([said, "", table(("what", "figure"), lines)])


def fetched(folder: Path, url: str, token: str, known: bytes) -> None:
    history = History(open_objects(str(folder / "history")))
    api, kept = Coder(url, token), Assistant(history, CODER, ORG)
    assert refresh_coder(api, history, kept, ORG, identities(known), NOW).failures == []


def pages(insights: Insights) -> list[tuple[str, str]]:
    """Asked for the first time since the history changed, and then again, as JSON ready to send."""
    found = []
    for name, viewer in (("an admin's page, with the list", DANA), ("a member's page", ALICE)):
        for search in SEARCHES:
            kilobytes = len(drawn(insights, viewer, search)) / 1e3
            first = milliseconds(lambda viewer=viewer, search=search: drawn(cold(insights), viewer, search))
            again = measure(lambda viewer=viewer, search=search: drawn(insights, viewer, search), 5)
            told = f"{name}, `{search}`, {kilobytes:,.0f} kB of JSON: at first, then p50"
            found.append((told, f"{first:.0f} ms, {again.p50:.0f} ms"))
    team = max(insights.teams(ORG), key=lambda team: team.licensed or 0)
    line = milliseconds(lambda: cold(insights).team_work(team, trailing(LAST, 28), "day"))
    return [*found, (f"what a team's page says of it, {team.licensed} people, 28 days, at first", f"{line:.0f} ms")]


def cold(insights: Insights) -> Insights:
    """That remembers nothing."""
    return Insights(insights.history, insights.min_team_size)


def drawn(insights: Insights, viewer: Viewer, search: str) -> bytes:
    page = show(Looking(viewer, insights, NOW, "/workspaces", search))
    return orjson.dumps(page, default=lambda part: part.to_plotly_json())


def stand_in(pipe: Connection) -> None:
    """Of Coder: says its address, its token, and the lines of identities.csv."""
    world = company(USERS, DAYS)
    world.coder = large(world)
    pipe.send((serve(world).web_url + API, world.coder.token, world.coder.identities().encode()))
    signal.pause()


def large(world: World) -> Deployment:
    people = list(world.people.values())[:USERS]
    accounts = [Account(person.login, f"{person.login}@acme.example", person) for person in people]
    templates = [Template(f"template-{number:02d}", f"Template {number:02d}") for number in range(TEMPLATES)]
    deployment = Deployment(accounts, templates, seats=USERS + 500)
    deployment.made = lru_cache(maxsize=DAYS + 2)(lambda day: work(deployment, day))
    return deployment


def work(deployment: Deployment, day: date) -> Made:
    """Two in three are at work on a working day; half of them talk to models, once or twice."""
    draw = Random(day.toordinal())
    share = 0.67 if day.weekday() < 5 else 0.08
    stints: list[Stint] = []
    sessions: list[Session] = []
    for number, account in enumerate(deployment.accounts):
        if draw.random() > share:
            continue
        template = deployment.templates[(number + draw.randint(0, 1)) % TEMPLATES]
        apps = (("vscode", 1800 * draw.randint(2, 14)), ("reconnecting-pty", 1800))
        stints.append(Stint(account, template, apps, (20 + number % 200, 60 + number % 400)))
        for nth in range(draw.choice((0, 0, 1, 2))):
            client, model, provider, *_ = draw.choice(MODELS)
            id, at = uuid_of(f"{day}/{number}/{nth}"), datetime.combine(day, time(9)) + timedelta(seconds=number)
            tokens = Tokens(4_000, 900, 30_000, 2_000)
            sessions.append(Session(id, account, client, model, provider, at, 3, tokens, 12_000))
    built = [Built(draw.choice(deployment.templates), "region", draw.choice(REGIONS)) for _ in range(len(stints) // 4)]
    return stints, sessions, built
