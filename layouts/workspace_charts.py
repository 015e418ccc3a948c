"""Who worked in workspaces over time, and the accounts under the licence's limit."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboard.core.cells import OTHER
from dashboard.core.numbers import Day
from dashboard.core.workspaces import Workspaces
from layouts import charts, figures, marks, pieces, words
from layouts.axis import Axis
from layouts.pieces import Key
from layouts.tables import Column, Table
from layouts.view import View
from layouts.workspace_words import nothing

# The most used templates over time, each in its own ink.
TEMPLATE_INKS = (("var(--data)", "--data"), ("var(--c-other)", "--c-other"), ("var(--data-2)", "--data-2"))


def axis_of(known: Workspaces, view: View) -> Axis:
    return Axis(known.span, known.points, view.grouping, view.week)


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
        return pieces.card(name, title, say, name, table, [nothing("Activity in workspaces")], "w8")
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
        return pieces.card(name, title, say, name, table, [nothing("Accounts")], "w4")
    days = [Day(day, "final" if day in by_day else "not_available") for day in known.span]
    axis = Axis(known.span, days, working=view.week)
    values = [by_day.get(point.day) for point in axis.points]
    traces = figures.lines("Active accounts", axis, values, 1.75)
    if limit:
        limits = {each.day: each.limit for each in known.accounts}
        drawn = figures.line("Limit", axis, [limits.get(point.day) for point in axis.points], 1.5, "var(--ink)")
        traces.append(drawn | {"line": drawn["line"] | {"dash": "4px,3px"}})
    newest = by_day[max(by_day)]
    entries = [Key("active accounts", kind="ln", total=words.count(newest))]
    entries += [Key("limit", kind="ln limit", total=words.count(limit))] if limit else []
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
        return pieces.card(name, title, say, "workspace-people", table, [nothing("Use of templates")], "w12")
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
