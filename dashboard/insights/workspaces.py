"""A Coder deployment over a span, out of its reports and beside GitHub's memberships."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard.core.coder_rows import SESSIONS_REPORT, SPEND_REPORT, WORKSPACES_REPORT
from dashboard.core.days import Span
from dashboard.core.numbers import KNOWN, Day, Freshness, State
from dashboard.core.periods import Grouping, beginning, grouped_days
from dashboard.core.states import counted
from dashboard.core.subjects import Team
from dashboard.core.workspaces import (
    LATENCY_BANDS,
    Accounts,
    AiUse,
    AppUse,
    Chosen,
    TeamWork,
    TemplateUse,
    Tokens,
    Worker,
    Workspaces,
    folded,
    other_template,
    other_use,
)
from dashboard.insights.answers import Ask, Row
from dashboard.insights.questions import workspaces as questions

Where = Mapping[str, Any]


def freshness(ask: Ask, org: str) -> Freshness:
    row = ask(questions.FRESHNESS, org=org)[0]
    return Freshness(row["first"], row["last"], row["read_at"])


def workspaces(
    ask: Ask, org: str, span: Span, grouping: Grouping, teams: Sequence[Team], floor: int, least: int
) -> Workspaces:
    """`floor` is a team's, `least` a cell's."""
    where = of_span(org, span)
    states = ask(questions.STATES, org=org, first=span.first, last=span.last)
    by_report: dict[str, dict[date, Row]] = defaultdict(dict)
    for row in states:
        by_report[row["report"]][row["day"]] = row
    days, points = days_of(ask, where, span, grouping, by_report[WORKSPACES_REPORT])
    whole = ask(questions.PEOPLE, **where)[0]
    known = bool(counted(days))
    bands = {row["band"]: row["people"] for row in ask(questions.LATENCY, **where)}
    spent = any(row["state"] in KNOWN for row in by_report[SPEND_REPORT].values())
    talked = any(row["state"] in KNOWN for row in by_report[SESSIONS_REPORT].values())
    return Workspaces(
        span=span,
        points=points,
        days_known=len(counted(days)),
        people=whole["people"] if known else None,
        seconds=(whole["seconds"] or 0) if known else None,
        latency_p50_ms=whole["latency_p50_ms"],
        latency_p95_ms=whole["latency_p95_ms"],
        people_by_latency=by_latency(bands, least),
        accounts=[Accounts(**row) for row in ask(questions.ACCOUNTS, **where)],
        templates=folded(templates_of(ask, where, grouping, points), least, other_template),
        apps=[AppUse(**row) for row in ask(questions.APPS, **where)],
        parameters=[Chosen(**row) for row in ask(questions.PARAMETERS, **where)],
        ai=whole_use(ask, where, spent, talked),
        clients=uses(ask(questions.SESSIONS_BY_CLIENT, **where), least),
        models=uses(ask(questions.SPENT_BY_MODEL if spent else questions.SESSIONS_BY_MODEL, **where), least),
        teams=team_uses(ask, where, teams, spent, floor),
        spend_known=spent,
        refused=refused(states),
    )


def by_latency(bands: Mapping[int, int], least: int) -> list[int]:
    """None of them where one is of too few people: how many there are in all is known."""
    if any(people < least for people in bands.values()):
        return []
    return [bands.get(band, 0) for band in range(len(LATENCY_BANDS) + 2)]


def of_span(org: str, span: Span) -> Where:
    return {"org": org, "first": span.first, "last": span.last, "without": span.left_out()}


def days_of(
    ask: Ask, where: Where, span: Span, grouping: Grouping, states: Mapping[date, Row]
) -> tuple[list[Day], list[Day]]:
    """The days of the span, and as they are grouped."""
    people = {row["point"]: row["people"] for row in ask(questions.people_by_point("day"), **where)}
    days = []
    for day in span:
        state: State = states[day]["state"] if day in states else "not_available"
        days.append(Day(day, state, people.get(day, 0)) if state in KNOWN else Day(day, state))
    if grouping == "day":
        return days, days
    rows = ask(questions.people_by_point(grouping), **where)
    by_period = {row["point"]: row["people"] for row in rows}
    first_of = {day: beginning(day, grouping) for day in span}
    return days, grouped_days(days, span, grouping, {day: by_period.get(first_of[day], 0) for day in span})


def templates_of(ask: Ask, where: Where, grouping: Grouping, points: Sequence[Day]) -> list[TemplateUse]:
    names = {row["id"]: row["name"] for row in ask(questions.TEMPLATE_NAMES, org=where["org"])}
    cells = {(r["template"], r["point"]): r["people"] for r in ask(questions.templates_by_point(grouping), **where)}
    return [
        TemplateUse(
            names.get(row["template"], row["template"]),
            row["people"],
            [
                cells.get((row["template"], beginning(point.day, grouping)), 0) if point.known else None
                for point in points
            ],
        )
        for row in ask(questions.TEMPLATES, **where)
    ]


def whole_use(ask: Ask, where: Where, spent: bool, talked: bool) -> AiUse | None:
    """Both reports together: tokens and cost of one, sessions and prompts of the other."""
    if not spent and not talked:
        return None
    sessions = use_of(ask(questions.SESSIONS, **where)[0]) if talked else None
    if not spent:
        return sessions
    found = use_of(ask(questions.SPENT, **where)[0])
    if sessions is None:
        return found
    return AiUse("all", found.people, found.tokens, found.cost_micros, sessions.sessions, sessions.prompts)


def uses(rows: Sequence[Row], least: int) -> list[AiUse]:
    """The most tokens first."""
    found = sorted((use_of(row) for row in rows), key=lambda use: (-(use.tokens.all or 0), use.name))
    return folded(found, least, other_use)


def use_of(row: Row, name: str = "") -> AiUse:
    tokens = Tokens(row["input"], row["output"], row["cache_read"], row["cache_write"])
    more = (row.get("cost_micros"), row.get("sessions"), row.get("prompts"))
    return AiUse(name or row["name"], row["people"], tokens, *more)


def team_uses(ask: Ask, where: Where, teams: Sequence[Team], spent: bool, floor: int) -> list[AiUse]:
    """Of these teams by name, those with any use; nothing is said of what fewer people than `floor` did."""
    names = {team.id: team.name for team in teams}
    if not names:
        return []
    question = questions.SPENT_BY_TEAM if spent else questions.SESSIONS_BY_TEAM
    found = [use_of(row, names[row["team_id"]]) for row in ask(question, teams=list(names), **where)]
    shown = [use if (use.people or 0) >= floor else AiUse(use.name, None, withheld=True) for use in found]
    return sorted(shown, key=lambda use: (use.withheld, -(use.tokens.all or 0), use.name))


def team_work(ask: Ask, team: Team, span: Span, floor: int) -> TeamWork | None:
    """None where nobody of the team was there."""
    where = {"teams": [team.id], **of_span(team.org, span)}
    worked = next(iter(ask(questions.WORKED_BY_TEAM, **where)), None)
    spent = next(iter(ask(questions.SPENT_BY_TEAM, **where) or ask(questions.SESSIONS_BY_TEAM, **where)), None)
    if worked is None and spent is None:
        return None
    ai = use_of(spent, team.name) if spent and spent["people"] >= floor else None
    few = spent is not None and ai is None
    if worked is None or worked["people"] < floor:
        return TeamWork(ai=ai, withheld=few or worked is not None)
    return TeamWork(worked["people"], worked["seconds"], ai, few)


def refused(states: Sequence[Row]) -> list[str]:
    """Why reports aren't there, each reason once, as it is on the newest day of each."""
    newest = {row["report"]: row for row in states}
    found = [row["reason"] for row in newest.values() if row["state"] not in KNOWN and row["reason"]]
    return list(dict.fromkeys(found))


def workers(ask: Ask, org: str, span: Span, teams: Sequence[int] | None) -> list[Worker]:
    """Everybody by id, or those who were in one of these teams, on the days on which they were."""
    where = of_span(org, span)
    if teams is None:
        return [Worker(**row) for row in ask(questions.WORKERS, **where)]
    return [Worker(**row) for row in ask(questions.WORKERS_OF_TEAMS, teams=list(teams), **where)] if teams else []
