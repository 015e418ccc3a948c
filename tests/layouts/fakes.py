"""Insights made up for tests of pages: lifelike numbers, with missing, provisional and withheld days among them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from callbacks.insights import ask
from dashboard.core.assistants import ASKED, Asked, Assistants, Use
from dashboard.core.days import Span
from dashboard.core.licences import Billing, Seat, SeatAdoption, Seats, TeamSeats, Unlicensed
from dashboard.core.numbers import (
    Cell,
    Change,
    Counters,
    Coverage,
    Day,
    DayCell,
    Dimension,
    Freshness,
    LegacyDay,
    Member,
    State,
    Summary,
    Totals,
)
from dashboard.core.offer import MembershipLike, offered
from dashboard.core.overview import AddedUp, TeamOverview
from dashboard.core.own import Medians, Own, OwnHistory, Person, ToolVersion, own
from dashboard.core.parts import Phase, Phases, Version
from dashboard.core.periods import Grouping, grouped_cells, grouped_days, periods
from dashboard.core.pull_requests import CommentType, PullRequestDay, Reviews, grouped_requests
from dashboard.core.repositories import Repository
from dashboard.core.rows import REPORTS
from dashboard.core.seat_prices import Terms
from dashboard.core.started import Started
from dashboard.core.subjects import Organisation, Subject, Team
from dashboard.core.within_language import WithinLanguage
from dashboard.core.workspaces import (
    Accounts,
    AiPoint,
    AiUse,
    AppUse,
    Chosen,
    TeamWork,
    TemplateUse,
    Worker,
    Workspaces,
)
from dashboard.core.workspaces import Tokens as CoderTokens
from layouts.answers import Answers
from tests.builders import covered

FIRST, LAST = date(2026, 5, 15), date(2026, 11, 19)
MISSING = date(2026, 11, 3)
WITHHELD = date(2026, 10, 15)
PROVISIONAL = (date(2026, 11, 18), date(2026, 11, 19))

ACME, UMBRELLA = Organisation("acme"), Organisation("umbrella")
RED = Team("acme", 42, "red", "Red", licensed=24)
BLUE = Team("acme", 43, "blue", "Blue", licensed=31)
TINY = Team("acme", 44, "tiny", "Tiny", reason="too_few_licensed")
HOSTILE = Team("acme", 45, "hostile", '<img src=x onerror="alert(1)">{{7*7}}', licensed=9)
ABROAD = Team("umbrella", 42, "red", "Red abroad", licensed=12)
TEAMS = {"acme": [BLUE, HOSTILE, RED, TINY], "umbrella": [ABROAD]}
MONTH = Span(date(2026, 10, 23), LAST)
OTHER_TEMPLATE = TemplateUse("other", None)

SHARES = {
    "chat_panel_agent_mode": 0.40,
    "copilot_cli": 0.31,
    "chat_panel_ask_mode": 0.15,
    "chat_panel_plan_mode": 0.08,
    "chat_inline": 0.045,
    "others": 0.015,
}
PEOPLE = {
    "code_completion": 17,
    "chat_panel_agent_mode": 15,
    "chat_panel_ask_mode": 14,
    "chat_inline": 9,
    "chat_panel_plan_mode": 8,
    "copilot_cli": 6,
}
SUMS = (
    *("interactions", "generations", "acceptances", "loc_suggested", "loc_added", "loc_deleted"),
    *("cli_sessions", "cli_requests", "cli_prompts", "cli_tokens", "ai_credits"),
)
SURFACES = {"agent_mode": 15, "command_line": 6, "cloud_agent": 3, "ai_credits": 17}
NAMES: dict[str, dict[str, int]] = {
    "language": {
        "kotlin": 3900,
        "typescript": 2100,
        "sql": 1100,
        "yaml": 800,
        "markdown": 700,
        "python": 600,
        "shellscript": 400,
        "unknown": 400,
        "go": 120,
        "rust": 90,
        "=cmd|'/c calc'!A1": 30,
    },
    "ide": {"intellij": 5700, "vscode": 3600, "neovim": 700, "unknown": 900},
    "model": {
        "claude-sonnet-4.6": 3000,
        "gpt-5.4": 2400,
        "claude-opus-4.7": 1600,
        "gpt-5-mini": 900,
        "gemini-3-pro": 700,
        "others": 400,
    },
}


VERSIONS = [
    *(
        Version("editor", "vscode", version, people)
        for version, people in (("1.139.0", 6), ("1.138.2", 4), ("1.9.0", 1))
    ),
    *(Version("editor", "vscode", version, 1) for version in ("1.120.0", "1.119.0")),
    Version("editor", "intellij", "2026.2.3", 7),
    Version("plugin", "copilot-chat", "0.52.1", 9),
]


ALICES = Person("acme", 1001)


def own_rows() -> OwnHistory:
    """Somebody who began in June, and then sent ten prompts and was shown twenty completions on every other working day."""
    days = [day for day in Span(date(2026, 6, 1), LAST) if day.weekday() in (0, 2, 4)]
    cells = {
        "feature": [
            part
            for day in days
            for part in (
                DayCell(day, "code_completion", 0, 20, 6, 40, 12, 0),
                DayCell(day, "chat_panel_agent_mode", 10, 5, 0, 0, 90, 4),
            )
        ],
        "language": [DayCell(day, "python", None, 25, 6, 40, 102, 4) for day in days],
        "ide": [DayCell(day, "vscode", 10, 25, 6, 40, 102, 4) for day in days],
        "model": [DayCell(day, "gpt-5.4", 10, 5, 0, 0, 90, 4) for day in days],
    }
    counters = Counters(10, 25, 6, 40, 102, 4, 20, 6, 1, 9, 3, 4200, 2.5)
    versions = [
        ToolVersion("editor", "vscode", "1.138.0", days[0]),
        ToolVersion("editor", "vscode", "1.139.0", days[-1]),
    ]
    return OwnHistory(dict.fromkeys(days, counters), frozenset(days), days[0], cells, versions)


REPOSITORIES = [
    Repository(1, "acme", "ledger", "PRIVATE", 30, 9, 21, 12, 18, 5, 131.5, LAST, 44.0, 120.5, 18.0, LAST),
    Repository(2, "acme", "=cmd|'/c calc'!A1", "PUBLIC", 4, 0, 2, 0, None, None),
]
MEMBERS = [
    Member(1001, "alice", True, 12, LAST, 210, 400, 90, 1800),
    Member(1002, "bob", True, 0, None, 0, 0, 0, 0),
    Member(1003, None, False, 3, date(2026, 10, 30), 12, None, 4, 77),
]


SEAT_DAY = date(2026, 11, 19)


def a_seat(number: int, login: str, state: str, days: int | None, **more) -> Seat:
    """Last used so many days before the snapshot; None is never, or unknown."""
    active = datetime(2026, 11, 19, 8, tzinfo=UTC) - timedelta(days=days) if days is not None else None
    assigned = more.pop("assigned_at", datetime(2026, 1, 5, 9, tzinfo=UTC))
    return Seat(SEAT_DAY, number, login, state, assigned, active, **more)


SEATS = Seats(
    Billing(
        SEAT_DAY,
        8,
        1,
        {"active": 3, "idle": 1, "never_used": 1, "pending_cancellation": 1, "unknown": 1},
        *(8, 1, 0, 1, 5, 3, "business"),
    ),
    datetime(2026, 11, 19, 6, tzinfo=UTC),
    FIRST,
    [
        a_seat(1001, "alice", "active", 1, editor="vscode/1.139.0/copilot-chat/0.52.1", team="Red", row_on=LAST),
        a_seat(1002, "bob", "active", 3, editor="vscode/1.138.0", plan="enterprise", used_on=LAST, row_on=LAST),
        a_seat(1003, "charlie", "active", 2, editor="copilot-chat-platform"),
        a_seat(2001, "person-001", "idle", 120, editor="JetBrains-IU/261.1"),
        a_seat(2002, "person-002", "never_used", None, assigned_at=datetime(2026, 8, 1, tzinfo=UTC)),
        a_seat(2003, "person-003", "pending_cancellation", 40, cancelled_on=date(2026, 12, 1), plan="other"),
        a_seat(2004, "=cmd|'/c calc'!A1", "unknown", None, forgotten=True),
    ],
    [Unlicensed(2005, "person-005", LAST, LAST, date(2026, 10, 1)), Unlicensed(2006, "person-006", LAST)],
    MONTH,
    [TeamSeats(43, "Blue", 31, 20), TeamSeats(42, "Red", 24, 18), TeamSeats(44, "Tiny", 2, 1)],
)


class FakeInsights:
    """The same numbers for the same question. `scale` is how many times a team's numbers an organisation has."""

    min_team_size = 5
    min_cell_size = 1
    show_names_to = "admins"
    terms = Terms(limits={"": 10}, pools={"": 2_000_000})

    assistant: Asked = "copilot"

    def __init__(self, last: date | None = LAST, scale: int = 40, old: Sequence[LegacyDay] = (), beside: bool = False):
        """`beside` is whether Augment's days are known of acme."""
        self.last, self.scale, self.old, self.beside = last, scale, old, beside

    def behind_since(self) -> datetime | None:
        return None

    def ahead(self, *questions: object) -> None:
        """Nothing is slow here."""

    def teams(self, org: str) -> list[Team]:
        return TEAMS.get(org, [])

    def offered(self, memberships: Iterable[MembershipLike], admin_of: frozenset[str], sees_names=None) -> list[Team]:
        return offered(memberships, admin_of, TEAMS)

    def coverage(self, orgs: Sequence[str]) -> list[Coverage]:
        if self.last is None:
            return []
        final = [day for day in Span(FIRST, self.last) if day != MISSING and day not in PROVISIONAL]
        return [
            entry
            for org in orgs
            for report in REPORTS
            for entry in (
                *covered(report, final, org=org),
                *covered(report, [MISSING], "failed", "the file is damaged", org),
                *covered(report, PROVISIONAL, "provisional", org=org),
            )
        ]

    def seats(self, org: str) -> Seats | None:
        return None if self.last is None or org != "acme" else SEATS

    def seat(self, person: Person) -> Seat | None:
        found = self.seats(person.org)
        return next((seat for seat in found.seats if seat.user_id == person.id), None) if found else None

    def seat_adoption(self, org: str, span: Span) -> SeatAdoption | None:
        found = self.seats(org) if self._totals(Organisation(org), span).days_counted else None
        return SeatAdoption(found.day, found.billing.seats, 6, 0.75, 0.5) if found else None

    def seats_by_day(self, org: str, span: Span) -> list[Billing]:
        found = self.seats(org)
        return [replace(found.billing, day=day) for day in span if day not in (MISSING, *PROVISIONAL)] if found else []

    def freshness(self, subject: Subject) -> Freshness:
        if self.last is None:
            return Freshness(None, None, None)
        return Freshness(FIRST, self.last, datetime(2026, 11, 21, 6, 0, tzinfo=UTC))

    def daily(self, subject: Subject, span: Span) -> list[Day]:
        return [self._day(subject, day) for day in span]

    def grouped(self, subject: Subject, span: Span, grouping: Grouping) -> list[Day]:
        people = {period.first: 18 for period in periods(span, grouping)}
        return grouped_days(self.daily(subject, span), span, grouping, people)

    def summary(self, subject: Subject, span: Span) -> Summary:
        return Summary(self._totals(subject, span), self._totals(subject, span.before()))

    def change(self, subject: Subject, span: Span) -> Change:
        now, before = self._totals(subject, span), self._totals(subject, span.before())
        left_out = len(span) - min(now.days_counted, before.days_counted)
        return Change(now, before, left_out)

    def breakdown(self, subject: Subject, span: Span, dimension: Dimension) -> list[Cell]:
        times = self._times(subject) * (len(span) / 28) * (1 if span.last > date(2026, 10, 25) else 0.8)
        if self._totals(subject, span).days_counted == 0:
            return []
        if dimension == "feature":
            return self._features(subject, times)
        if dimension == "surface":
            some = self._times(subject)
            return [Cell(name, count * some, None, 0, 0, 0, 0, 0) for name, count in SURFACES.items()]
        return [
            Cell(
                name,
                9,
                None if dimension == "language" else int(n * times / 3),
                int(n * times),
                int(n * times / 3),
                int(n * times),
                int(n * times),
                int(n * times / 9),
            )
            for name, n in NAMES[dimension].items()
        ]

    def daily_breakdown(self, subject: Subject, span: Span, dimension: Dimension) -> list[DayCell]:
        cells = self._day_models if dimension == "model" else self._day_cells
        return [cell for day in span for cell in cells(subject, day)]

    def grouped_breakdown(
        self, subject: Subject, span: Span, dimension: Dimension, grouping: Grouping
    ) -> list[DayCell]:
        return grouped_cells(self.daily_breakdown(subject, span, dimension), span, grouping)

    def models(self, org: str) -> list[str]:
        return list(NAMES["model"])

    def reviews(self, organisation: Organisation, span: Span, grouping: Grouping) -> Reviews:
        days = [_requests(day) if day.known else PullRequestDay(day.day) for day in self.daily(organisation, span)]
        comments = [CommentType("bug_risk", 400, 160), CommentType("security", 90, 20)]
        return Reviews(days, grouped_requests(days, span, grouping), comments)

    def phases(self, subject: Subject, span: Span) -> Phases | None:
        if self._totals(subject, span).days_counted == 0:
            return None
        rows = [Phase("No Cohort", 2), Phase("Phase 1", 6), Phase("Phase 2", 9), Phase("Phase 3", 3)]
        return Phases(min(span.last, LAST), "span" if isinstance(subject, Team) else "phase", rows)

    def versions(self, subject: Subject, span: Span) -> list[Version] | None:
        return list(VERSIONS) if self._totals(subject, span).days_counted else None

    def within_language(self, subject: Subject, span: Span, language: str) -> WithinLanguage | None:
        if language not in {cell.name for cell in self.breakdown(subject, span, "language")}:
            return None
        features = [
            Cell("code_completion", None, None, 900, 300, 2000, 700, 0),
            Cell("agent_edit", None, None, 400, *4 * [90]),
        ]
        return WithinLanguage(language, features, [Cell("gpt-5.4", None, None, 300, 0, 0, 80, 10)])

    def own_freshness(self, person: Person) -> Freshness:
        return self.freshness(Organisation(person.org))

    def own(self, person: Person, span: Span, grouping: Grouping) -> Own:
        """Alice's; nobody else has a row."""
        states = {day: "not_available" if day == MISSING else "final" for day in Span(FIRST, LAST)}
        mine = own_rows() if person == ALICES else OwnHistory({}, frozenset(), None)
        return own(mine, states, self.own_freshness(person), span, grouping)

    def medians(self, team: Team, person: Person, span: Span) -> Medians:
        return Medians(17, 14, 260, 31, 890) if len(span) >= 28 else Medians(17)

    def workspaces_freshness(self, org: str) -> Freshness:
        known = self.last is not None and org == "acme"
        return (
            Freshness(FIRST, self.last, datetime(2026, 11, 21, 6, tzinfo=UTC)) if known else Freshness(None, None, None)
        )

    def workspaces(self, org: str, span: Span, grouping: Grouping, teams: Sequence[Team]) -> Workspaces:
        days = [Day(day, "not_available") if day == MISSING else Day(day, "final", 4) for day in span]
        points = grouped_days(days, span, grouping, dict.fromkeys(span, 6))
        by_point = [3 if point.known else None for point in points]
        tokens, fewer = CoderTokens(900_000, 120_000, 2_000_000, 40_000), AiUse("Blue", None, withheld=True)
        return Workspaces(
            span,
            points,
            sum(day.known for day in days),
            7,
            360_000,
            41.5,
            90.25,
            [3, 2, 1, 0, 1],
            [Accounts(day, 8, 12 if day > date(2026, 11, 12) else None) for day in span],
            [TemplateUse("Back end", 5, by_point), TemplateUse(HOSTILE.name, 3, by_point), OTHER_TEMPLATE],
            [AppUse("Visual Studio Code", 300_000), AppUse("JupyterLab", 60_000, 12)],
            [Chosen("Region", "eu-west", 9), Chosen("Dotfiles", None, 4)],
            AiUse("all", 6, tokens, 12_345_678, 40, 171),
            [AiPoint(point, AiUse("all", 3, tokens, 450_000) if point.known else None) for point in points],
            [AiUse("Claude Code", 6, tokens, None, 40, 171)],
            [AiUse("claude-opus-5", 6, tokens, 12_345_678)],
            [*(AiUse(team.name, 5, tokens, 12_345_678) for team in teams), fewer],
            True,
            ["AI Gateway is a Premium feature"],
        )

    def team_work(self, team: Team, span: Span, grouping: Grouping) -> TeamWork | None:
        days = [Day(day, "not_available") if day == MISSING else Day(day, "final", 4) for day in span]
        points = grouped_days(days, span, grouping, dict.fromkeys(span, 5))
        return TeamWork(6, 90_000, AiUse(team.name, 5, CoderTokens(900_000, 100_000), 4_500_000), points=points)

    def workers(self, org: str, span: Span, teams: Sequence[int] | None) -> list[Worker]:
        workers = [Worker(1001, "alice", 90_000, 9, LAST, 40, 88.5), Worker(2001, "person-001", 3600, 1, LAST)]
        return workers if teams is None else workers[:1]

    def own_work(self, person: Person, span: Span) -> Worker | None:
        return Worker(person.id, "alice", 90_000, 9, LAST, 40, 88.5) if person.id == 1001 else None

    def teams_of_workers(self, org: str, span: Span, teams: Sequence[int]) -> dict[int, list[int]]:
        return {1001: [42]}

    def legacy(self, subject: Subject) -> list[LegacyDay]:
        return list(self.old)

    def teams_overview(self, org: str, span: Span) -> list[TeamOverview]:
        return [self._overview(team, span) for team in self.teams(org)]

    def added_up(self, org: str, span: Span, teams: Sequence[Team]) -> AddedUp | None:
        return AddedUp(40, 7, 673)

    def repositories(self, org: str, span: Span) -> list[Repository]:
        return REPOSITORIES

    def repositories_provisional(self, org: str, span: Span) -> list[date]:
        return [day for day in span if day in PROVISIONAL]

    def repositories_freshness(self, org: str) -> Freshness:
        return self.freshness(Organisation(org))

    def of(self, asked: Asked) -> FakeInsights:
        other = copy(self)
        other.assistant = asked
        return other

    def assistants_of(self, org: str) -> Sequence[Asked]:
        return ASKED if self.beside and org == "acme" else ("copilot",)

    def assistants(self, subject: Subject, span: Span) -> Assistants | None:
        """Twenty people, of whom eighteen used Copilot and six Augment."""
        uses = [
            Use(each, self.daily(subject, span), len(span), people)
            for each, people in (("copilot", 18), ("augment", 6))
        ]
        return Assistants(uses, 20, 4) if len(self.assistants_of(subject.org)) > 1 else None

    def started(self, team: Team, span: Span) -> Started | None:
        return Started(24, 18)

    def members(self, team: Team, span: Span) -> list[Member]:
        return MEMBERS

    def _overview(self, team: Team, span: Span) -> TeamOverview:
        if not team.qualifies:
            return TeamOverview(team, Totals(span, 0), [None for _ in span])
        return TeamOverview(team, self._totals(team, span), [day.active_users for day in self.daily(team, span)])

    def _features(self, subject: Subject, times: float) -> list[Cell]:
        some = self._times(subject)
        people = {name: int(count * some * (0.8 if times < some else 1)) for name, count in PEOPLE.items()}
        cells = [
            Cell("code_completion", people["code_completion"], 0, int(5100 * times), int(1687 * times), 9000, 5000, 900)
        ]
        for name, share in SHARES.items():
            count = int(2967 * share * times)
            cells.append(Cell(name, people.get(name, 2), count, count, 0, count * 6, count * 5, count))
        return cells

    def _times(self, subject: Subject) -> int:
        return self.scale if isinstance(subject, Organisation) else 1

    def _state(self, day: date, subject: Subject) -> State:
        if day == MISSING or day < FIRST or self.last is None or day > self.last:
            return "not_available"
        if day == WITHHELD and isinstance(subject, Team):
            return "suppressed"
        return "provisional" if day in PROVISIONAL else "final"

    def _day(self, subject: Subject, day: date) -> Day:
        state = self._state(day, subject)
        if state not in ("final", "provisional"):
            return Day(day, state)
        times, dice = self._times(subject), random.Random(day.toordinal())
        working = day.weekday() < 5
        active = dice.randint(10, 14) if working else dice.choice([0, 0, 1, 2, 3])
        shown = active * dice.randint(18, 26) * times
        counters = Counters(
            interactions=active * dice.randint(10, 15) * times,
            generations=shown * 2,
            acceptances=shown // 3,
            loc_suggested=shown * 9,
            loc_added=shown * 4,
            loc_deleted=shown,
            completions_shown=shown,
            completions_accepted=shown // 3,
            cli_sessions=active * times,
            cli_requests=active * 20 * times,
            cli_prompts=active * 3 * times,
            cli_tokens=active * 150_000 * times,
            ai_credits=active * 107.3 * times,
        )
        licensed = (
            None if isinstance(subject, Organisation) else 22 + (day > date(2026, 10, 24)) + (day > date(2026, 10, 31))
        )
        trend = (day - FIRST).days
        return Day(
            day,
            state,
            active * times,
            licensed,
            counters,
            *((700 + trend, 780 + trend) if isinstance(subject, Organisation) else (None, None)),
        )

    def _day_cells(self, subject: Subject, day: date) -> list[DayCell]:
        known = self._day(subject, day)
        if not known.known or not known.active_users:
            return []
        total = known.counters.interactions or 0
        shown = (known.counters.generations or 0) // 2
        cells = [
            DayCell(day, "code_completion", 0, shown, shown // 3, shown * 2, shown, 0),
            DayCell(day, "agent_edit", 0, shown, 0, 0, shown * 2, shown // 2),
        ]
        return cells + [
            DayCell(day, name, round(total * share), 0, 0, 0, round(total * share), 0) for name, share in SHARES.items()
        ]

    def _day_models(self, subject: Subject, day: date) -> list[DayCell]:
        generations = self._day(subject, day).counters.generations or 0
        whole = sum(NAMES["model"].values())
        used = {name: generations * some // whole for name, some in NAMES["model"].items()}
        return [DayCell(day, name, some, some, 0, 0, 0, 0) for name, some in used.items() if some]

    def _totals(self, subject: Subject, span: Span) -> Totals:
        days = [day for day in self.daily(subject, span) if day.known]
        if not days:
            return Totals(span, 0)
        recent, times = span.last > date(2026, 10, 25), self._times(subject)
        licensed = (24 if recent else 22) if isinstance(subject, Team) else None
        active = (18 if recent else 15) * times
        sums = {name: sum(getattr(day.counters, name) for day in days) for name in SUMS}
        rate = 33 if recent else 31
        return Totals(
            span,
            len(days),
            active,
            licensed,
            active / licensed if licensed else None,
            Counters(completions_shown=100, completions_accepted=rate, **sums),
        )


def _requests(day: Day) -> PullRequestDay:
    """More on days on which more people are active; none is merged on a quiet one."""
    some = (day.active_users or 0) // 10
    merged = some // 2
    minutes = 30.0 * (some % 17 + 1) if merged else None
    counts = (some, some // 4, some + 3, some // 2, merged, merged // 4, merged // 3, some * 2, some, some, some // 3)
    part = minutes and minutes / 2
    return PullRequestDay(day.day, *counts, minutes, part, part, some // 3, some // 5)


def answers_of(subject: Subject = RED, span: Span = MONTH, insights: FakeInsights | None = None) -> Answers:
    insights = insights or FakeInsights()
    return ask(insights, subject, span, insights.freshness(subject))
