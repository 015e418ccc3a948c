"""A Coder deployment over a span, out of its reports and beside GitHub's memberships."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from dashboard.core.coder_rows import SESSIONS_REPORT, SPEND_REPORT, WORKSPACES_REPORT
from dashboard.core.days import Span
from dashboard.core.numbers import KNOWN, Day, Freshness, State
from dashboard.core.own import Person
from dashboard.core.periods import Grouping, beginning, grouped_days
from dashboard.core.states import counted, with_state
from dashboard.core.subjects import Team
from dashboard.core.workspaces import (
    LATENCY_BANDS,
    Accounts,
    AiPoint,
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
    known_as = states_of(by_report[WORKSPACES_REPORT])
    days, points = days_of(ask, questions.people_by_point, where, span, grouping, known_as)
    whole = ask(questions.PEOPLE, **where)[0]
    if not (known := bool(counted(days))):
        points = grouped_days(counted_by_coder(ask, where, span), span, grouping, {})
    bands = {row["band"]: row["people"] for row in ask(questions.LATENCY, **where)}
    spent = any(row["state"] in KNOWN for row in by_report[SPEND_REPORT].values())
    talked = any(row["state"] in KNOWN for row in by_report[SESSIONS_REPORT].values())
    source = SPEND_REPORT if spent else SESSIONS_REPORT
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
        ai_points=ai_points(ask, where, span, grouping, states_of(by_report[source]), spent) if spent or talked else [],
        clients=uses(ask(questions.SESSIONS_BY_CLIENT, **where), least),
        models=uses(ask(questions.SPENT_BY_MODEL if spent else questions.SESSIONS_BY_MODEL, **where), least),
        teams=team_uses(ask, where, teams, spent, floor),
        spend_known=spent,
        refused=refused(states),
    )


def states_of(rows: Mapping[date, Row]) -> dict[date, State]:
    return {day: row["state"] for day, row in rows.items()}


def by_latency(bands: Mapping[int, int], least: int) -> list[int]:
    """None of them where one is of too few people: how many there are in all is known."""
    if any(people < least for people in bands.values()):
        return []
    return [bands.get(band, 0) for band in range(len(LATENCY_BANDS) + 2)]


def of_span(org: str, span: Span) -> Where:
    return {"org": org, "first": span.first, "last": span.last, "without": span.left_out()}


def days_of(
    ask: Ask,
    by_point: Callable[[Grouping], str],
    where: Where,
    span: Span,
    grouping: Grouping,
    states: Mapping[date, State],
) -> tuple[list[Day], list[Day]]:
    """The days of the span, and as they are grouped, with the people that the question `by_point` finds."""
    people = {row["point"]: row["people"] for row in ask(by_point("day"), **where)}
    days = [with_state(Day(day, "final", people.get(day, 0)), states.get(day, "not_available")) for day in span]
    if grouping == "day":
        return days, days
    rows = ask(by_point(grouping), **where)
    by_period = {row["point"]: row["people"] for row in rows}
    first_of = {day: beginning(day, grouping) for day in span}
    return days, grouped_days(days, span, grouping, {day: by_period.get(first_of[day], 0) for day in span})


def counted_by_coder(ask: Ask, where: Where, span: Span) -> list[Day]:
    """Where Coder doesn't say who was there, it may still say how many they were on a day."""
    people = {row["day"]: row["people"] for row in ask(questions.DAILY_ACTIVE_USERS, **where)}
    return [Day(day, "final", people[day]) if day in people else Day(day, "not_available") for day in span]


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


def ai_points(
    ask: Ask, where: Where, span: Span, grouping: Grouping, states: Mapping[date, State], spent: bool
) -> list[AiPoint]:
    """As the chart over time has them. On a day that is known and has no rows nobody used it."""
    _, points = days_of(ask, partial(questions.used_by_point, spent=spent), where, span, grouping, states)
    rows = {row["point"]: use_of(row) for row in ask(questions.used_by_point(grouping, spent), **where)}
    nothing = AiUse("all", 0, Tokens(0, 0, 0, 0), 0 if spent else None)
    found = [(point, rows.get(beginning(point.day, grouping), nothing)) for point in points]
    return [AiPoint(point, use if point.known else None) for point, use in found]


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
    found = [use_of(row, names[row["team_id"]]) for row in ask(question, teams=list(names), floor=floor, **where)]
    shown = [use if (use.people or 0) >= floor else AiUse(use.name, None, withheld=True) for use in found]
    return sorted(shown, key=lambda use: (use.withheld, -(use.tokens.all or 0), use.name))


def team_work(ask: Ask, team: Team, span: Span, grouping: Grouping, floor: int) -> TeamWork | None:
    """Over the days on which at least `floor` were in the team; None where nobody of it was there."""
    whole: Where = {"teams": [team.id], **of_span(team.org, span)}
    large = {**whole, "floor": floor}
    worked = next(iter(ask(questions.WORKED_BY_TEAM, **large)), None)
    spent = next(iter(ask(questions.SPENT_BY_TEAM, **large) or ask(questions.SESSIONS_BY_TEAM, **large)), None)
    if worked is None and spent is None:
        return None
    ai = use_of(spent, team.name) if spent and spent["people"] >= floor else None
    few = spent is not None and ai is None
    if worked is None or worked["people"] < floor:
        return TeamWork(ai=ai, withheld=few or worked is not None)
    return TeamWork(worked["people"], worked["seconds"], ai, few, team_points(ask, whole, span, grouping, floor))


def team_points(ask: Ask, where: Where, span: Span, grouping: Grouping, floor: int) -> list[Day]:
    sizes = {row["day"]: row["members"] for row in ask(questions.TEAM_SIZES, **where)}
    small = [day for day, size in sizes.items() if size < floor]
    large = {**where, "without": [*where["without"], *small]}
    states = team_states(ask, where["org"], span, sizes, floor)
    return days_of(ask, questions.team_people_by_point, large, span, grouping, states)[1]


def team_states(ask: Ask, org: str, span: Span, sizes: Mapping[date, int], floor: int) -> dict[date, State]:
    """Of days with memberships, as Coder's report of workspaces is there; withheld where too few were in the team."""
    rows = ask(questions.STATES, org=org, first=span.first, last=span.last)
    known: dict[date, State] = {row["day"]: row["state"] for row in rows if row["report"] == WORKSPACES_REPORT}
    return {day: known.get(day, "not_available") if size >= floor else "suppressed" for day, size in sizes.items()}


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


def teams_of_workers(ask: Ask, org: str, span: Span, teams: Sequence[int]) -> dict[int, list[int]]:
    """Of these teams, in order, by person."""
    found: dict[int, list[int]] = defaultdict(list)
    for row in ask(questions.TEAMS_OF_WORKERS, teams=list(teams), **of_span(org, span)) if teams else ():
        found[row["user_id"]].append(row["team_id"])
    return dict(found)


def own_work(ask: Ask, person: Person, span: Span) -> Worker | None:
    """None where they weren't there."""
    rows = ask(questions.OWN_WORK, user=person.id, **of_span(person.org, span))
    return Worker(**rows[0]) if rows else None
