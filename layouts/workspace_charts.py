"""Who worked in workspaces, with what, and how it felt; the accounts under the licence's limit."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.core.cells import OTHER
from dashboard.core.numbers import Day
from dashboard.core.workspaces import LATENCY_BANDS, Workspaces
from layouts import charts, figures, marks, pieces, words
from layouts.axis import Axis
from layouts.bars import MOST_ROWS, Row, bar_list
from layouts.facts import Fact, facts
from layouts.pieces import Key, Tile
from layouts.sentences import Delta
from layouts.tables import Column, Table
from layouts.view import View

# The most used templates over time, each in its own ink.
TEMPLATE_INKS = (("var(--data)", "--data"), ("var(--c-other)", "--c-other"), ("var(--data-2)", "--data-2"))


def tiles(known: Workspaces) -> list[Tile]:
    newest = known.accounts[-1] if known.accounts else None
    active, limit = (newest.active, newest.limit) if newest else (None, None)
    per_person = round(known.seconds / known.people / 360) / 10 if known.people and known.seconds else None
    return [
        _tile("Active people", "workspace-people", words.count(known.people), "", f"on {_days(known)}"),
        _tile(
            "Time in workspaces",
            "workspace-time",
            words.count(hours(known.seconds)),
            "hours",
            f"{words.mean(per_person)} hours a person" if per_person else "",
        ),
        _tile(
            "Latency",
            "workspace-latency",
            words.count(_whole(known.latency_p50_ms)),
            "ms",
            f"95th percentile: {words.count(_whole(known.latency_p95_ms))} ms" if known.latency_p95_ms else "",
        ),
        _tile(
            "Accounts",
            "coder-accounts",
            words.count(active),
            f"of {words.count(limit)}" if limit else "",
            "that take a seat of the licence" if active is not None else "",
        ),
    ]


def _tile(name: str, term: str, number: str, small: str, said: str) -> Tile:
    return Tile(name, term, number, small, Delta("", "", said, said) if said else None, "")


def _days(known: Workspaces) -> str:
    return words.days_long(known.days_known)


def hours(seconds: int | None) -> int | None:
    return None if seconds is None else round(seconds / 3600)


def _whole(number: float | None) -> int | None:
    return None if number is None else round(number)


# Over time


def axis_of(known: Workspaces, view: View) -> Axis:
    return Axis(known.span, known.points, view.grouping)


def people_card(org: str, known: Workspaces, view: View) -> Component:
    values = [point.active_users for point in known.points]
    table = Table(
        charts.file_of(org, "workspace-people", known.span),
        [charts.POINT[view.grouping], Column("Active people"), Column("State", "text")],
        [[point.day, point.active_users, charts.state_of(point)] for point in known.points],
    )
    say = f"People with time in a workspace {charts.A_POINT[view.grouping]}, each once."
    title, name = "Active in workspaces", "workspace-people"
    if not any(value is not None for value in values):
        return pieces.card(name, title, say, name, table, [_unknown("Activity in workspaces")], "w8")
    axis = axis_of(known, view)
    top = figures.headroom(values)
    figure = figures.figure([figures.bars("Active people", axis, values, marks.INK)], axis, "seats", top)
    entries = [Key("active people", "--data", "", words.count(known.people))]
    said = f"People active in workspaces; {words.counted(known.people, 'person', 'people')} over the span."
    return pieces.card(name, title, say, name, table, charts.drawn(name, "people", entries, figure, said, []), "w8")


def accounts_card(org: str, known: Workspaces, view: View) -> Component:
    name, title = "coder-accounts", "Seats of the licence"
    limit = next((each.limit for each in reversed(known.accounts) if each.limit), None)
    table = Table(
        charts.file_of(org, name, known.span),
        [Column("Day", "day"), Column("Active accounts"), Column("Limit")],
        [[each.day, each.active, each.limit] for each in known.accounts],
    )
    say = "Accounts that take a seat, at the beginning of each day. An account is active if it was used within 90 days."
    by_day = {each.day: each.active for each in known.accounts if each.active is not None}
    if not by_day:
        return pieces.card(name, title, say, name, table, [_unknown("Accounts")], "w4")
    axis = Axis(known.span, [Day(day, "final" if day in by_day else "not_available") for day in known.span])
    values = [by_day.get(point.day) for point in axis.points]
    traces = figures.lines("Active accounts", axis, values, 1.75)
    if limit:
        limits = {each.day: each.limit for each in known.accounts}
        drawn = figures.line("Limit", axis, [limits.get(point.day) for point in axis.points], 1.5, "var(--ink)")
        traces.append(drawn | {"line": drawn["line"] | {"dash": "4px,3px"}})
    newest = by_day[max(by_day)]
    entries = [Key("active accounts", kind="ln", total=words.count(newest))]
    entries += [Key(f"limit {words.count(limit)}", kind="ln")] if limit else []
    figure = figures.figure(traces, axis, "seats", figures.headroom(values, [limit]), narrow=True)
    said = f"Active accounts a day; {words.count(newest)} on the newest" + (f", of {limit}." if limit else ".")
    return pieces.card(name, title, say, name, table, charts.drawn(name, "accounts", entries, figure, said, []), "w4")


def templates_over_time_card(org: str, known: Workspaces, view: View) -> Component:
    name, title = "templates-over-time", "Active people by template"
    some = [template for template in known.templates if template.name != OTHER][: len(TEMPLATE_INKS)]
    table = Table(
        charts.file_of(org, name, known.span),
        [charts.POINT[view.grouping], *(Column(template.name) for template in some)],
        [[point.day, *(template.by_point[n] for template in some)] for n, point in enumerate(known.points)],
    )
    say = f"People {charts.A_POINT[view.grouping]} in workspaces of the most used templates. Somebody can use several."
    if not some:
        return pieces.card(name, title, say, "workspace-people", table, [_unknown("Use of templates")], "w12")
    axis = axis_of(known, view)
    pairs = list(zip(some, TEMPLATE_INKS, strict=False))
    traces = [
        trace for found, (ink, _) in pairs for trace in figures.lines(found.name, axis, found.by_point, 1.75, ink)
    ]
    figure = figures.figure(traces, axis, "seats", figures.headroom(*(template.by_point for template in some)))
    entries = [Key(found.name, token, "", words.count(found.people)) for found, (_, token) in pairs]
    said = words.listed([f"{found.name}: {words.counted(found.people, 'person', 'people')}" for found in some])
    drawn = charts.drawn(name, "people", entries, figure, f"People by template over time. {said}.", [])
    return pieces.card(name, title, say, "workspace-people", table, drawn, "w12")


# In workspaces


def templates_card(org: str, known: Workspaces) -> Component:
    rows = [(_name(template.name), template.people) for template in known.templates]
    return ranked(
        org,
        known,
        "by-template",
        "By template",
        "People, each once a template.",
        "workspace-people",
        "Template",
        "People",
        rows,
    )


def apps_card(org: str, known: Workspaces) -> Component:
    name, title = "workspace-apps", "Apps and editors"
    total = sum(app.seconds for app in known.apps) or 1
    table = Table(
        charts.file_of(org, name, known.span),
        [Column("App", "text"), Column("Hours"), Column("Times opened")],
        [[app.name, round(app.seconds / 3600, 1), app.times_used] for app in known.apps],
    )
    rows = [
        Row(app.name, app.seconds / total, f"{words.count(hours(app.seconds))}{words.NARROW}h") for app in known.apps
    ][:MOST_ROWS]
    opened = [f"{app.name} {words.count(app.times_used)} times" for app in known.apps if app.times_used][:3]
    more = f" Opened: {words.listed(opened)}." if opened else ""
    say = f"Time of all people together, as a share of the whole.{more}"
    shown = html.Div(bar_list(rows, "App", "Time", False), className="long-names") if rows else _unknown("Use of apps")
    return pieces.card(name, title, say, "workspace-time", table, [shown], "w6")


def latency_card(org: str, known: Workspaces) -> Component:
    name, title = "workspace-latency", "Latency"
    first, *rest = LATENCY_BANDS
    bands = [f"Under {first} ms", *(f"{a} to {b} ms" for a, b in zip(LATENCY_BANDS, rest, strict=False))]
    bands += [f"{LATENCY_BANDS[-1]} ms or more", "Not measured"]
    pairs = list(zip(bands, known.people_by_latency, strict=False))
    table = Table(
        charts.file_of(org, name, known.span),
        [Column("Latency", "text"), Column("People")],
        [list(pair) for pair in pairs],
    )
    most = max((people for _, people in pairs), default=0) or 1
    rows = [Row(band, people / most, words.count(people)) for band, people in pairs]
    usual = [
        Fact("Half of all days", _milliseconds(known.latency_p50_ms), "or less, by their median"),
        Fact("At their worst", _milliseconds(known.latency_p95_ms), "half of all days’ 95th percentile"),
    ]
    say = "People by the middle of their days. A day without a measurement is left out."
    shown: list[Component] = [facts(usual)]
    shown.append(bar_list(rows, "Latency", "People", False) if any(known.people_by_latency) else _withheld(known))
    return pieces.card(name, title, say, name, table, shown, "w6")


def _withheld(known: Workspaces) -> Component:
    if known.people_by_latency:
        return _unknown("Latency")
    return pieces.state("People by latency are withheld", "Some groups are of too few people to show.")


def _milliseconds(number: float | None) -> str:
    return words.UNKNOWN if number is None else f"{words.count(round(number))}{words.NARROW}ms"


def parameters_card(org: str, known: Workspaces) -> Component:
    rows = [
        (f"{chosen.parameter}: {chosen.value or 'written by people'}", chosen.workspaces) for chosen in known.parameters
    ]
    say = "Workspaces that were built on these days, by what was chosen. Values that people write are not kept."
    return ranked(
        org, known, "workspace-parameters", "Parameters", say, "workspace-parameters", "Parameter", "Workspaces", rows
    )


def ranked(
    org: str,
    known: Workspaces,
    name: str,
    title: str,
    say: str,
    term: str,
    thing: str,
    measure: str,
    rows: Sequence[tuple[str, int | None]],
) -> Component:
    table = Table(
        charts.file_of(org, name, known.span), [Column(thing, "text"), Column(measure)], [list(row) for row in rows]
    )
    most = max((number or 0 for _, number in rows), default=0) or 1
    shown = [
        Row(text, 0, "", withheld="people not counted")
        if number is None
        else Row(text, number / most, words.count(number))
        for text, number in rows[:MOST_ROWS]
    ]
    more = f" {words.count(len(rows) - MOST_ROWS)} more are in the table." if len(rows) > MOST_ROWS else ""
    drawn = html.Div(bar_list(shown, thing, measure, False), className="long-names") if rows else _unknown(title)
    return pieces.card(name, title, say + more, term, table, [drawn], "w6")


def _name(name: str) -> str:
    return "Other" if name == OTHER else name


def _unknown(thing: str) -> Component:
    return pieces.state("Nothing to show", f"{thing}: none on these days, or none that Coder lets us know of.")
