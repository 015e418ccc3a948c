"""Insights made up for tests of pages: lifelike numbers, with missing, provisional and withheld days among them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from callbacks.insights import ask
from dashboard.core.days import Span
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
    State,
    Summary,
    Totals,
)
from dashboard.core.offer import MembershipLike, offered
from dashboard.core.periods import Grouping, grouped_days, periods
from dashboard.core.rows import REPORTS
from dashboard.core.subjects import Organisation, Subject, Team
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


class FakeInsights:
    """The same numbers for the same question. `scale` is how many times a team's numbers an organisation has."""

    show_names_to = "admins"

    def __init__(self, last: date | None = LAST, scale: int = 40, old: Sequence[LegacyDay] = ()):
        self.last, self.scale, self.old = last, scale, old

    def behind_since(self) -> datetime | None:
        return None

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
        return [cell for day in span for cell in self._day_cells(subject, day)]

    def legacy(self, subject: Subject) -> list[LegacyDay]:
        return list(self.old)

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
        cells = [DayCell(day, "code_completion", 0, shown, shown // 3, shown * 2, shown, 0)]
        return cells + [DayCell(day, name, round(total * share), 0, 0, 0, 0, 0) for name, share in SHARES.items()]

    def _totals(self, subject: Subject, span: Span) -> Totals:
        days = [day for day in self.daily(subject, span) if day.known]
        if not days:
            return Totals(span, 0)
        recent, times = span.last > date(2026, 10, 25), self._times(subject)
        licensed = (24 if recent else 22) if isinstance(subject, Team) else None
        active = (18 if recent else 15) * times
        sums = {
            name: sum(getattr(day.counters, name) for day in days)
            for name in ("interactions", "generations", "acceptances", "loc_suggested", "loc_added", "loc_deleted")
        }
        rate = 33 if recent else 31
        return Totals(
            span,
            len(days),
            active,
            licensed,
            active / licensed if licensed else None,
            Counters(completions_shown=100, completions_accepted=rate, **sums),
        )


def answers_of(subject: Subject = RED, span: Span = MONTH, insights: FakeInsights | None = None) -> Answers:
    insights = insights or FakeInsights()
    return ask(insights, subject, span, insights.freshness(subject))
