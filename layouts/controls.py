"""The control bar. Everything in it is in the address; a control without meaning on a page is absent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.core.assistants import ALL
from dashboard.core.days import Span
from dashboard.core.numbers import Freshness
from dashboard.core.periods import Grouping
from dashboard.core.subjects import Team
from layouts import ids, names, words
from layouts.attributes import aria, data
from layouts.pieces import icon, link
from layouts.view import PRESETS, View

Option = dict[str, Any]  # value, name, why (at the right), disabled, own

TOO_SMALL = {
    "too_few_licensed": "too few licensed",
    "too_few_active": "too few active",
}


def bare(picker: Component) -> Component:
    """Nothing but the choice of a team."""
    return bar(picker, None, Freshness(None, None, None), "Team", "choose one")


def bar(
    picker: Component | None,
    view: View | None,
    fresh: Freshness,
    name: str,
    rest: str = "",
    grouped: bool = True,
    compared: bool = True,
) -> Component:
    """The one button of a phone says `name`, and the view in words, or `rest` where there are no days to choose. A page
    that isn't `grouped` has nothing drawn by day, week or month; one that isn't `compared` nothing of the span before."""
    days = view if view and fresh.last else None
    said = html.Span(in_words(days, fresh, grouped, compared), className="view-words") if days else rest
    inside = [
        html.Div(_opener(name, said), className="phone-only"),
        html.Div(
            [
                *([picker] if picker else []),
                *(assistant_control(view) if view else []),
                *(_of_days(days, fresh, grouped, compared) if days else []),
            ],
            className="controls-set",
        ),
        html.Div(copy_link(), className="controls-end"),
    ]
    return html.Div(
        html.Div(inside, className="controls-in"),
        className="controls",
        role="region",
        **aria(label="What is shown"),
    )


def _opener(name: str, rest: Component | str) -> Component:
    return html.Button(
        [html.Span([html.B(name), html.Br(), rest]), icon("down")],
        className="field",
        type="button",
        **aria(expanded="false"),
        **data(toggle="controls"),
    )


def _of_days(view: View, fresh: Freshness, grouped: bool, compared: bool) -> list[Component]:
    grouping = [grouping_control(view)] if grouped else []
    comparing = [compare_control(view)] if compared else []
    return [span_control(view, fresh), *grouping, working_control(view), *comparing]


def in_words(view: View, fresh: Freshness, grouped: bool = True, compared: bool = True) -> str:
    """23 Oct – 19 Nov, by day, working days only, against 28 days before"""
    working = ["working days only"] if view.working_only else []
    against = [f"against {words.days_long(len(view.span))} before"] if compared and view.compare else []
    dates = words.span(view.span, fresh.last.year if fresh.last else None)
    whose = [names.ASSISTANTS[view.assistant]] if len(view.offered) > 1 else []
    return ", ".join([*whose, dates, *([f"by {view.grouping}"] if grouped else []), *working, *against])


def team_picker(
    teams: Sequence[Team], current: Team | None, own: frozenset[tuple[str, int]], several: bool
) -> Component:
    """One's own teams first; small ones are named, closed, and say why. `several` organisations are told apart."""
    ordered = sorted(teams, key=lambda t: (t.org, t.id) not in own)
    options = [_option(team, several, (team.org, team.id) in own) for team in ordered]
    return _picker(ids.TEAM_PICKER, "Team", options, _address(current) if current else None, "Choose a team")


def _option(team: Team, several: bool, own: bool) -> Option:
    licensed = f"{team.licensed:,} licensed" if team.licensed is not None else "too few licensed now"
    return {
        "value": _address(team),
        "name": f"{team.name} ({team.org})" if several else team.name,
        "why": f"see {team.beside}" if team.beside else TOO_SMALL.get(team.reason or "", licensed),
        "disabled": not team.qualifies,
        "own": own,
    }


def _address(team: Team) -> str:
    return f"{team.org}/{team.slug}"


def organisation_picker(orgs: Sequence[str], current: str) -> Component:
    options: list[Option] = [{"value": org, "name": org, "why": "", "disabled": False, "own": True} for org in orgs]
    return _picker(ids.ORG_PICKER, "Organisation", options, current, "Choose one")


def _picker(key: str, name: str, options: Sequence[Option], value: str | None, empty: str) -> Component:
    """A button that opens a search over `options`; assets/55-pickers.js draws both, out of the store."""
    shown = next((option["name"] for option in options if option["value"] == value), empty)
    button = html.Button(
        [html.Span(name, className="k"), html.B(shown, className="picked"), icon("down")],
        id=key,
        className="field",
        type="button",
        **aria(haspopup="dialog", expanded="false", controls=ids.list_of(key)),
        **data(picker=name),
    )
    place = html.Div(id=ids.list_of(key), className="pop")
    store = dcc.Store(id=ids.options(key), data={"value": value, "options": options})
    return html.Div([button, place, store], className="picker")


def span_control(view: View, fresh: Freshness) -> Component:
    """‹ span ›"""
    assert fresh.last
    earlier, later = view.moved(fresh.last, -1), view.moved(fresh.last, 1)
    return html.Div(
        [
            _step("left", "Earlier", earlier, ids.EARLIER),
            html.Details(
                [_span_summary(view.span, fresh), _span_choices(view, fresh)], className="drop", id=ids.SPAN_PICKER
            ),
            _step("right", "Later", later, ids.LATER),
        ],
        className="joined",
        role="group",
        **aria(label="Span"),
    )


def _step(side: str, name: str, view: View | None, key: str) -> Component:
    said = html.Span(name, className="visually-hidden")
    if view is None:
        return html.Button([icon(side), said], className="field step", type="button", disabled=True)
    return link([icon(side), said], view.search or "?", "field step", title=f"{name}: {words.span(view.span)}", id=key)


def _span_summary(span: Span, fresh: Freshness) -> Component:
    year = fresh.last.year if fresh.last else None
    dates = html.Span(words.span(span, year), className="dates")
    return html.Summary([html.B(words.days_long(len(span))), dates, icon("down")], className="field")


def _span_choices(view: View, fresh: Freshness) -> Component:
    """Presets at the left, free dates at the right, and from when to when there is data."""
    assert fresh.last
    presets = [
        link(
            words.days_long(days),
            view.trailing(fresh.last, days).search or "?",
            "preset",
            **({"aria-current": "true"} if view.preset == days else {}),
        )
        for days in PRESETS
    ]
    since = f"Data begins on {words.full_day(fresh.first)} and ends on " if fresh.first else "Data ends on "
    return html.Div(
        [
            html.Div(
                [html.Nav(presets, className="presets", **aria(label="Usual spans")), _dates(view, fresh)],
                className="pop-span",
            ),
            html.P(f"{since}{words.full_day(fresh.last)}.", className="muted"),
        ],
        className="pop",
    )


def _dates(view: View, fresh: Freshness) -> Component:
    """Two native date fields; `max` and `min` keep to the days there are."""
    limits = {"max": str(fresh.last)} | ({"min": str(fresh.first)} if fresh.first else {})
    return html.Form(
        [
            html.Label("From", htmlFor=ids.FROM),
            dbc.Input(id=ids.FROM, name="from", type="date", value=str(view.span.first), required=True, **limits),
            html.Label("To, and with", htmlFor=ids.TO),
            dbc.Input(id=ids.TO, name="to", type="date", value=str(view.span.last), required=True, **limits),
            html.Button("Show", className="btn btn-primary", type="submit"),
        ],
        className="dates-form",
        **data(dates=""),
    )


def assistant_control(view: View) -> list[Component]:
    """Whose figures they are; none where there is but one assistant."""
    if len(view.offered) < 2:
        return []
    buttons = [
        html.Button(
            names.BOTH if asked == ALL else names.ASSISTANTS[asked],
            id=ids.assistant(asked),
            type="button",
            **aria(pressed=str(view.assistant == asked).lower()),
            **data(ask=f"assistant={'' if asked == 'copilot' else asked}"),
        )
        for asked in view.offered
    ]
    return [html.Div(buttons, className="segments of-assistant", role="group", **aria(label="Assistant"))]


GROUPING_NAMES: dict[Grouping, str] = {"day": "Day", "week": "Week", "month": "Month"}


def grouping_control(view: View) -> Component:
    buttons = [
        html.Button(
            name,
            id=ids.grouping(grouping),
            type="button",
            **aria(pressed=str(view.grouping == grouping).lower()),
            **data(ask=f"group={'' if grouping == view.usual_grouping else grouping}"),
        )
        for grouping, name in GROUPING_NAMES.items()
    ]
    return html.Div(buttons, className="segments", role="group", **aria(label="Group by"))


def working_control(view: View) -> Component:
    box = dbc.Checkbox(id=ids.WORKING, value=view.working_only, label="Working days only", name="working")
    return html.Div(box, className="check")


def compare_control(view: View) -> Component:
    label = f"Against {words.days_long(len(view.span))} before"
    return html.Div(dbc.Checkbox(id=ids.COMPARE, value=view.compare, label=label, name="compare"), className="check")


def copy_link() -> Component:
    inside = [icon("link"), html.Span("Copy link", className="txt")]
    return html.Button(
        inside,
        className="btn btn-quiet",
        type="button",
        title="Copy link",
        **aria(label="Copy link"),
        **data(copy=""),
    )
