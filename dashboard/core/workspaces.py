"""What is known of a Coder deployment over a span: workspaces, and AI use through its gateway. Unknown is None."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import TypeVar

from dashboard.core.cells import OTHER
from dashboard.core.days import Span
from dashboard.core.floor import split_cells
from dashboard.core.numbers import Day
from dashboard.core.periods import total

SUMS = ("cost_micros", "sessions", "prompts")
LATENCY_BANDS = (50, 100, 200)  # milliseconds


@dataclass(frozen=True)
class Accounts:
    """At a day's midnight; `limit` is the licence's."""

    day: date
    active: int | None
    limit: int | None


@dataclass(frozen=True)
class AppUse:
    """By everybody together; how often a builtin one was opened isn't counted."""

    name: str
    seconds: int
    times_used: int | None = None


@dataclass(frozen=True)
class TemplateUse:
    """`people` over the span, and by the first day of each point of the chart; None of "other", whom nobody has counted."""

    name: str
    people: int | None
    by_point: Sequence[int | None] = ()


@dataclass(frozen=True)
class Chosen:
    """Workspaces built with a value of a parameter; without a value, with one that people wrote themselves."""

    parameter: str
    value: str | None
    workspaces: int


@dataclass(frozen=True)
class Tokens:
    """`input` is without what came from a cache."""

    input: int | None = None
    output: int | None = None
    cache_read: int | None = None
    cache_write: int | None = None

    @property
    def all(self) -> int | None:
        return total(getattr(self, each.name) for each in fields(self))


@dataclass(frozen=True)
class AiUse:
    """Of a model, a client or a team. `cost_micros` are millionths of a dollar, by Coder's prices."""

    name: str
    people: int | None
    tokens: Tokens = field(default_factory=Tokens)
    cost_micros: int | None = None
    sessions: int | None = None
    prompts: int | None = None
    withheld: bool = False


@dataclass(frozen=True)
class AiPoint:
    """AI use of a day, or of a week or month; `use` is None where nothing is known of it."""

    point: Day
    use: AiUse | None


@dataclass(frozen=True)
class Worker:
    """Somebody's time in workspaces over a span; latency is the middle of their days'."""

    user_id: int
    login: str
    seconds: int
    days: int
    last_day: date
    latency_p50_ms: float | None = None
    latency_p95_ms: float | None = None


@dataclass(frozen=True)
class TeamWork:
    """What a team's members did in Coder over a span, on the days on which they were in it; None of what too few of them did.

    `withheld` is whether anything was left out for that. `points` have the distinct people of each; none where they are left
    out.
    """

    people: int | None = None
    seconds: int | None = None
    ai: AiUse | None = None
    withheld: bool = False
    points: Sequence[Day] = ()


@dataclass(frozen=True)
class Workspaces:
    """`points` are the days as they are grouped, with the distinct people of each. `people` are distinct over the span, and
    unknown where Coder only says how many they were a day.

    `slow_people` are by latency, in the order of LATENCY_BANDS, beyond the last, and not measured. `spend_known` is
    whether costs and tokens are from the export; else tokens are those of sessions.
    """

    span: Span
    points: Sequence[Day]
    days_known: int
    people: int | None
    seconds: int | None
    latency_p50_ms: float | None
    latency_p95_ms: float | None
    people_by_latency: Sequence[int]
    accounts: Sequence[Accounts]
    templates: Sequence[TemplateUse]
    apps: Sequence[AppUse]
    parameters: Sequence[Chosen]
    ai: AiUse | None
    ai_points: Sequence[AiPoint]
    clients: Sequence[AiUse]
    models: Sequence[AiUse]
    teams: Sequence[AiUse]
    spend_known: bool
    refused: Sequence[str] = ()
    ai_withheld: bool = False

    @property
    def people_at_least(self) -> int:
        """How many these figures are of, as far as it is known: without people by name those of the busiest point."""
        busiest = max((point.active_users or 0 for point in self.points), default=0)
        return busiest if self.people is None else self.people


Part = TypeVar("Part", bound=TemplateUse | AiUse)


def folded(parts: Sequence[Part], floor: int, together: Callable[[Sequence[Part]], Part]) -> list[Part]:
    """Those of fewer people than `floor` as one, the last; all of them if the floor is 1, which is off."""
    if floor <= 1:
        return list(parts)
    shown, small = split_cells([part.people or 0 for part in parts], floor)
    rest = [together([parts[place] for place in small])] if small else []
    return [*(parts[place] for place in shown), *rest]


def other_use(parts: Sequence[AiUse]) -> AiUse:
    """How many people they are together nobody has counted."""
    tokens = [total(getattr(part.tokens, each.name) for part in parts) for each in fields(Tokens)]
    cost, sessions, prompts = (total(getattr(part, name) for part in parts) for name in SUMS)
    return AiUse(OTHER, None, Tokens(*tokens), cost, sessions, prompts)


def other_template(parts: Sequence[TemplateUse]) -> TemplateUse:
    return TemplateUse(OTHER, None, [None for _ in parts[0].by_point])


def without_ai(found: Workspaces) -> Workspaces:
    """Where its figures would be about too few people."""
    return replace(found, ai=None, ai_points=(), clients=(), models=(), teams=(), ai_withheld=True)
