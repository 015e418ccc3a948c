"""A Coder deployment of the demo: its accounts and templates, and what was done in it a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from dashboard.core.days import ONE_DAY
from dashboard.demo.things import Person

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
    made: Callable[[date], Made] | None = None

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
        return self.made(day) if self.made else ([], [], [])

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


def every(first: date, last: date) -> Iterable[date]:
    return (first + ONE_DAY * number for number in range((last - first).days + 1))
