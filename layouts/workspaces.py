"""Coder's workspaces, and AI use through its gateway. Members see totals; admins each person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.core.numbers import Freshness
from dashboard.core.workspaces import Worker, Workspaces
from layouts import (
    ai_use,
    controls,
    pieces,
    sentences,
    words,
    worker_grid,
    workspace_charts,
    workspace_use,
    workspace_words,
)
from layouts.deltas import Delta
from layouts.pieces import Tile
from layouts.shell import Page
from layouts.view import View

TITLE = "Workspaces"
SECTIONS = (("over-time", "Over time"), ("within", "In workspaces"), ("ai", "AI use"), ("people", "People"))


@dataclass(frozen=True)
class Found:
    """`own` is of the viewer; `workers` are those whose names the viewer may see, None where they may see nobody's."""

    org: str
    known: Workspaces
    freshness: Freshness
    floor: int
    own: Worker | None
    workers: Sequence[Worker] | None


def page(found: Found, view: View, picker: Component | None) -> Page:
    known = found.known
    return Page(
        title=f"{TITLE} of {found.org}, {words.length(view.span)}",
        said=f"{TITLE} of {found.org}: {words.counted(known.people, 'person', 'people')}",
        body=[
            pieces.head(TITLE, answer(found), pieces.freshness(found.freshness, _signs(found, view))),
            pieces.tiles(tiles(known)),
            *_refused(known),
            pieces.section("over-time", "Over time", _over_time(found, view), hidden_title=True),
            pieces.section("within", "In workspaces", _within(found)),
            pieces.section("ai", "AI use", ai_use.cards(found.org, known, view, found.floor)),
            html.Section([html.H2("People"), *_own(found.own), *_people(found)], id="people"),
        ],
        controls=controls.bar(picker, view, found.freshness, found.org, compared=False),
        notices=view.notices,
        sections=SECTIONS,
    )


def tiles(known: Workspaces) -> list[Tile]:
    newest = known.accounts[-1] if known.accounts else None
    active, limit = (newest.active, newest.limit) if newest else (None, None)
    per_person = round(known.seconds / known.people / 360) / 10 if known.people and known.seconds else None
    return [
        _tile("Active people", "workspace-people", words.count(known.people), "", f"on {_days(known)}"),
        _tile(
            "Time in workspaces",
            "workspace-time",
            words.count(workspace_words.hours(known.seconds)),
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


def _whole(number: float | None) -> int | None:
    return None if number is None else round(number)


def answer(found: Found) -> str:
    known = found.known
    if known.people is None and known.people_at_least:
        return "Coder says how many people worked in workspaces on a day, and not who: together they are unknown."
    if known.people is None:
        return f"Nothing is known of workspaces of {found.org} on these days."
    hours = words.counted(workspace_words.hours(known.seconds), "hour")
    told = f"{words.counted(known.people, 'person', 'people')} of {found.org} worked {hours} in Coder’s workspaces"
    ai = known.ai
    if ai is None or not ai.people:
        return f"{told}."
    spent = f" for {ai_use.dollars(ai.cost_micros)}" if known.spend_known else ""
    return f"{told}. {words.counted(ai.people, 'person', 'people')} used {words.count(ai.tokens.all)} tokens of models{spent}."


def _signs(found: Found, view: View) -> list[sentences.Sign]:
    """By week or month, what is hatched and what is open is told by the bar."""
    points, first = found.known.points, found.freshness.first
    if view.grouping == "day":
        return sentences.of_days(points, first)
    moving = [point for point in points if point.state == "provisional"]
    many = f"{words.count(len(moving))} {view.grouping}s" if len(moving) > 1 else view.grouping
    none_before = bool(first and points and points[0].day < first)
    return [
        *([sentences.Sign("hatch", f"The last {many} may still change")] if moving else []),
        *([sentences.Sign("none", f"No data before {words.full_day(first)}")] if first and none_before else []),
    ]


def _refused(known: Workspaces) -> list[Component]:
    """What Coder doesn't let us know, in its words."""
    return [pieces.notice(f"Not all of it is here. {words.sentence(reason.rstrip('.'))}") for reason in known.refused]


def _over_time(found: Found, view: View) -> list[list[Component]]:
    return [
        [
            workspace_charts.people_card(found.org, found.known, view),
            workspace_charts.accounts_card(found.org, found.known, view),
        ],
        [workspace_charts.templates_over_time_card(found.org, found.known, view)],
    ]


def _within(found: Found) -> list[list[Component]]:
    org, known = found.org, found.known
    return [
        [workspace_use.templates_card(org, known), workspace_use.parameters_card(org, known)],
        [workspace_use.apps_card(org, known), workspace_use.latency_card(org, known)],
    ]


def _own(own: Worker | None) -> list[Component]:
    """Of whoever looks, as nobody else is told without names."""
    if own is None:
        return []
    worked = f"You worked {words.mean(own.seconds / 3600)} hours in workspaces, on {words.counted(own.days, 'day')}."
    latency = own.latency_p50_ms
    felt = f" Latency was {workspace_words.milliseconds(latency)}, by the middle of your days." if latency else ""
    return [html.P(worked + felt, className="lede")]


def _people(found: Found) -> list[Component]:
    if found.workers is None:
        why = pieces.state("Names are withheld", "Who else worked how long is not shown to you.")
        return [html.Div(why, className="chart")]
    if not found.workers:
        return [
            html.Div(pieces.state("Nobody", "Nobody whose name you may see worked in a workspace."), className="chart")
        ]
    return [worker_grid.card(found.org, found.known.span, found.workers)]


def never(org: str, picker: Component | None) -> Page:
    """Where there is no Coder."""
    why = pieces.state(
        "No Coder deployment is connected",
        "With CODER_URL and CODER_TOKEN set, each refresh brings its days. What is there begins 60 days before the first.",
    )
    return _empty(org, picker, f"Nothing is known of workspaces of {org}.", why, "No Coder deployment is connected")


def too_few(org: str, floor: int, picker: Component | None) -> Page:
    why = pieces.state(
        "Too few people to show",
        f"Fewer than {floor} people worked in workspaces on these days: figures would be about single people.",
        [pieces.asking("Show 90 days", {"days": "90", "from": "", "to": ""})],
    )
    return _empty(org, picker, f"The workspaces of {org} are not counted here.", why, "Too few people to show")


def _empty(org: str, picker: Component | None, answer: str, why: Component, said: str) -> Page:
    bar = controls.bare(picker) if picker else None
    return Page(f"{TITLE} of {org}", said, [pieces.head(TITLE, answer), html.Div(why, className="chart")], controls=bar)
