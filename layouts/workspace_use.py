"""What workspaces are used for, and how it feels: templates, apps, latency, and the parameters they were built with."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.core.cells import OTHER
from dashboard.core.workspaces import LATENCY_BANDS, Workspaces
from layouts import charts, pieces, words
from layouts.bars import MOST_ROWS, Row, bar_list
from layouts.facts import Fact, facts
from layouts.tables import Column, Table
from layouts.workspace_words import hours, milliseconds, nothing


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
    shown = html.Div(bar_list(rows, "App", "Time", False), className="long-names") if rows else nothing("Use of apps")
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
        Fact("Half of all days", milliseconds(known.latency_p50_ms), "or less, by their median"),
        Fact("At their worst", milliseconds(known.latency_p95_ms), "half of all days’ 95th percentile"),
    ]
    say = "People by the middle of their days. A day without a measurement is left out."
    shown: list[Component] = [facts(usual)]
    shown.append(bar_list(rows, "Latency", "People", False) if any(known.people_by_latency) else _withheld(known))
    return pieces.card(name, title, say, name, table, shown, "w6")


def _withheld(known: Workspaces) -> Component:
    if known.people_by_latency:
        return nothing("Latency")
    return pieces.state("People by latency are withheld", "Some groups are of too few people to show.")


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
    drawn = html.Div(bar_list(shown, thing, measure, False), className="long-names") if rows else nothing(title)
    return pieces.card(name, title, say + more, term, table, [drawn], "w6")


def _name(name: str) -> str:
    return "Other" if name == OTHER else name
