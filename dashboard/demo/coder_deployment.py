"""A Coder deployment at the demo's company: some teams work in its workspaces, and use models through its gateway."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING, Literal
from uuid import NAMESPACE_URL, uuid5

from dashboard.core.days import ONE_DAY
from dashboard.demo.dice import Dice, draws
from dashboard.demo.people import Story
from dashboard.demo.things import Person

if TYPE_CHECKING:
    from dashboard.demo.chronicle import Chronicle
    from dashboard.demo.world import World

TEAMS, MOST_ACCOUNTS, BEGAN_AT = ("red", "payments-platform", "data-platform", "site-reliability"), 80, 0.2
STRANGERS = ("guest-1", "guest-2", "guest-3")
HALF_HOUR = 1800
# Builtin ones are always told of; an app is told of where a template has it.
BUILTIN = {
    "vscode": "Visual Studio Code",
    "jetbrains": "JetBrains",
    "reconnecting-pty": "Web Terminal",
    "ssh": "SSH",
    "sftp": "SFTP",
}
APPS = {"code-server": "code-server", "jupyter": "JupyterLab", "grafana": "Grafana"}
REGIONS = ("eu-central", "eu-west", "us-east")
# Client, model, provider, and dollars for a million tokens in and out.
MODELS = (
    ("Claude Code", "claude-sonnet-5", "anthropic", 3, 15),
    ("Claude Code", "claude-opus-5", "anthropic", 15, 75),
    ("Codex", "gpt-6-codex", "openai", 2, 10),
    ("Cursor", "gpt-6-codex", "openai", 2, 10),
    ("Coder Agents", "gemini-4-pro", "google", 0, 0),
)


def uuid_of(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"https://coder.example/{name}"))


@dataclass(frozen=True)
class Account:
    """Of Coder's; `status` is as Coder has it."""

    username: str
    email: str
    person: Person | None = None
    status: str = "active"

    @property
    def id(self) -> str:
        return uuid_of(self.username)


@dataclass(frozen=True)
class Template:
    name: str
    display_name: str

    @property
    def id(self) -> str:
        return uuid_of(f"templates/{self.name}")


@dataclass(frozen=True)
class Stint:
    """What somebody did in one template's workspaces on a day: seconds by app, and the latency, where it was measured."""

    account: Account
    template: Template
    apps: tuple[tuple[str, int], ...]
    latency_ms: tuple[float, float] | None = None

    @property
    def seconds(self) -> int:
        return sum(seconds for _, seconds in self.apps)


@dataclass(frozen=True)
class Tokens:
    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0


@dataclass(frozen=True)
class Session:
    """A conversation through the gateway. `prompt` is what somebody wrote; a model without a price costs nothing."""

    id: str
    account: Account
    client: str
    model: str
    provider: str
    started_at: datetime
    threads: int
    tokens: Tokens
    cost_micros: int = 0
    prompt: str = "please rename the secret project"


@dataclass(frozen=True)
class Built:
    """A workspace that was built on a day, with the value of one of its template's parameters."""

    template: Template
    parameter: str
    value: str


Made = tuple[list[Stint], list[Session], list[Built]]
Gateway = Literal["sessions", "interceptions", "none"]


@dataclass(eq=False)
class Deployment:
    """All can be changed while the stand-in runs. Of the `gateway` older versions have interceptions, and without the
    licence there is none. Paths that contain one of `refused` are answered with 403, of `missing` with 404."""

    accounts: list[Account] = field(default_factory=list)
    templates: list[Template] = field(
        default_factory=lambda: [Template("backend", "Back end"), Template("data", "Data")]
    )
    token: str = "demo-coder-token"  # noqa: S105
    gateway: Gateway = "sessions"
    export: bool = True
    keeps_days: int = 60
    seats: int | None = 100
    refused: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    stints: dict[date, list[Stint]] = field(default_factory=dict)
    sessions: dict[date, list[Session]] = field(default_factory=dict)
    built: dict[date, list[Built]] = field(default_factory=dict)
    workshop: Workshop | None = None

    def account(self, username: str, email: str = "") -> Account:
        found = next((account for account in self.accounts if account.username == username), None)
        if found is None:
            found = Account(username, email or f"{username}@acme.example")
            self.accounts.append(found)
        return found

    def stints_of(self, day: date) -> list[Stint]:
        return self.stints[day] if day in self.stints else self._made(day)[0]

    def sessions_of(self, day: date) -> list[Session]:
        return self.sessions[day] if day in self.sessions else self._made(day)[1]

    def built_on(self, day: date) -> list[Built]:
        return self.built[day] if day in self.built else self._made(day)[2]

    def _made(self, day: date) -> Made:
        return self.workshop.day(day) if self.workshop else ([], [], [])

    def put_work(
        self, day: date, username: str, latency_ms: tuple[float, float] | None = None, template: int = 0, **apps: int
    ) -> None:
        """Seconds by app, of which `_` is written for `-`; nothing else is known of that day."""
        used = tuple((name.replace("_", "-"), seconds) for name, seconds in apps.items())
        self.stints.setdefault(day, []).append(
            Stint(self.account(username), self.templates[template], used, latency_ms)
        )

    def put_session(self, day: date, username: str, model: int = 0, cost_micros: int = 0, **more: int | str) -> None:
        client, name, provider, *_ = MODELS[model]
        prompt, threads = str(more.pop("prompt", "the secret plan")), int(more.pop("threads", 1))
        tokens = Tokens(**{kind: int(number) for kind, number in more.items()})
        at, known = datetime.combine(day, time(9)), self.sessions.setdefault(day, [])
        id = uuid_of(f"sessions/{day}/{len(known)}")
        known.append(
            Session(id, self.account(username), client, name, provider, at, threads, tokens, cost_micros, prompt)
        )

    def put_build(self, day: date, parameter: str, value: str) -> None:
        self.built.setdefault(day, []).append(Built(self.templates[0], parameter, value))

    def identities(self) -> str:
        """Lines of identities.csv: everybody who has a GitHub account but the last one, by e-mail or by user name."""
        known = [account for account in self.accounts if account.person][:-1]
        lines = [f"{(a.email, a.username)[n % 2]},{a.person.id}," for n, a in enumerate(known) if a.person]
        return "\n".join(["email,github_id,github_login", *lines, ""])


class Workshop:
    """Who is at work is so for every assistant: the same holidays, the same days off."""

    def __init__(self, deployment: Deployment, story: Story, seed: int, chronicle: Chronicle):
        self.deployment, self.seed, self.chronicle = deployment, seed, chronicle
        self.began, self.newest = story.at(BEGAN_AT), story.today
        self.day = lru_cache(maxsize=400)(self._day)

    def _day(self, day: date) -> Made:
        if not self.began <= day <= self.newest:
            return [], [], []
        crowd = self.chronicle.crowd
        works = crowd.works_on(day, Dice(len(crowd), self.seed, day.toordinal()))
        present = dict(zip(crowd.ids.tolist(), works.tolist(), strict=True))
        stints: list[Stint] = []
        sessions: list[Session] = []
        for place, account in enumerate(self.deployment.accounts):
            draw = draws(self.seed, 5, day.toordinal(), place)
            own = day.weekday() < 5 and draw.random() < 0.6
            if not (present.get(account.person.id, False) if account.person else own):
                continue
            if draw.random() < 0.85:
                stints.append(stint_of(account, self.deployment.templates, draw))
            sessions += sessions_of(account, day, draw)
        draw = draws(self.seed, 6, day.toordinal())
        return stints, sessions, [built_of(self.deployment.templates, draw) for _ in range(len(stints) // 4)]


def stint_of(account: Account, templates: list[Template], draw: Random) -> Stint:
    template = templates[hash_of(account) % len(templates)]
    ide = draw.choice(("vscode", "vscode", "jetbrains", "code-server"))
    apps = [(ide, HALF_HOUR * draw.randint(2, 14)), ("reconnecting-pty", HALF_HOUR * draw.randint(0, 2))]
    if draw.random() < 0.3:
        apps.append((draw.choice(("jupyter", "grafana", "ssh")), HALF_HOUR * draw.randint(1, 4)))
    middle = 20 + hash_of(account) % 60 + draw.random() * 15
    latency = (round(middle, 1), round(middle * (1.3 + draw.random()), 1)) if draw.random() < 0.9 else None
    return Stint(account, template, tuple(app for app in apps if app[1]), latency)


def sessions_of(account: Account, day: date, draw: Random) -> list[Session]:
    if hash_of(account) % 5 < 2:
        return []
    found = []
    for number in range(draw.choice((0, 1, 1, 2, 3))):
        client, model, provider, price_in, price_out = draw.choice(MODELS)
        threads = draw.randint(1, 8)
        tokens = Tokens(*(threads * draw.randint(least, 5 * least) for least in (4_000, 800, 20_000, 2_000)))
        at = datetime.combine(day, time(8)) + timedelta(minutes=draw.randint(0, 600))
        cost = tokens.input * price_in + tokens.output * price_out
        id = uuid_of(f"sessions/{day}/{account.username}/{number}")
        found.append(Session(id, account, client, model, provider, at, threads, tokens, cost))
    return found


def built_of(templates: list[Template], draw: Random) -> Built:
    if draw.random() < 0.25:
        return Built(draw.choice(templates), "dotfiles", f"https://github.com/someone/dotfiles-{draw.randint(1, 30)}")
    return Built(draw.choice(templates), "region", draw.choice(REGIONS))


def hash_of(account: Account) -> int:
    """Settled once for everybody."""
    return int(account.id[:8], 16)


def every(first: date, last: date) -> Iterable[date]:
    return (first + ONE_DAY * number for number in range((last - first).days + 1))


def deployment_of(world: World, story: Story, seed: int, chronicle: Chronicle) -> Deployment:
    """The people of some teams, dana, and three from outside, one of whom hasn't come for long."""
    acme = world.organisations["acme"]
    teams = [team for slug in TEAMS if (team := world.team(acme, slug))]
    members = [m.person for team in teams for m in world.memberships if m.team is team and m.state == "active"]
    dana = world.person("dana")
    people = list(dict.fromkeys([*([dana] if dana else []), *members]))[:MOST_ACCOUNTS]
    accounts = [
        *(Account(person.login, f"{person.login}@acme.example", person) for person in people),
        *(Account(name, f"{name}@contractors.example") for name in STRANGERS[:-1]),
        Account(STRANGERS[-1], f"{STRANGERS[-1]}@contractors.example", status="dormant"),
    ]
    deployment = Deployment(accounts, seats=len(accounts) + 5)
    deployment.workshop = Workshop(deployment, story, seed, chronicle)
    return deployment
