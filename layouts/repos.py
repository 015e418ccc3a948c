"""Pull requests by repository."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.core.numbers import Freshness
from dashboard.core.repositories import Repository
from layouts import charts, controls, grids, pieces, words
from layouts.grids import Choice, Column, Grid
from layouts.sentences import Sign
from layouts.shell import Page
from layouts.view import View

BEGUN = date(2026, 7, 17)  # GitHub has no earlier report of repositories
STAGES_BEGUN = date(2026, 9, 25)
CREATED = 1  # the place of its column
VISIBILITY = {"PUBLIC": "public", "PRIVATE": "private", "INTERNAL": "internal"}


def page(
    org: str,
    found: Sequence[Repository],
    view: View,
    fresh: Freshness,
    picker: Component | None,
    provisional: Sequence[date] = (),
) -> Page:
    """`provisional` are the days of the span that may still change."""
    signs = [Sign("", f"{words.some_days(provisional)} may still change")] if provisional else []
    length = words.days_long(len(view.span))
    body = [_grid(org, found, view)] if found else [_nothing(view, fresh)]
    return Page(
        title=f"Repositories of {org}, {length}",
        said=f"Repositories, {length}: {words.counted(len(found), 'repository', 'repositories')} with pull requests",
        body=[pieces.head("Repositories", _answer(org, found, length), pieces.freshness(fresh, signs)), *body],
        controls=controls.bar(picker, view, fresh, org, grouped=False, compared=False),
        notices=view.notices,
    )


def never(org: str, picker: Component | None) -> Page:
    """For a history that has no report of repositories at all."""
    why = pieces.state(
        "No report of repositories yet",
        f"GitHub has this report since {words.full_day(BEGUN)}, of days with any pull request. The next refresh asks for it "
        "again; the state of the data says what came of it.",
        [pieces.button_link("State of the data", "/data")],
    )
    bar = controls.bare(picker) if picker else None
    head = pieces.head("Repositories", f"Nothing is known of pull requests of {org}.")
    return Page(f"Repositories of {org}", "No report of repositories yet", [head, _card(why)], controls=bar)


def _card(inside: Component) -> Component:
    return html.Div(inside, className="chart")


def _nothing(view: View, fresh: Freshness) -> Component:
    if fresh.first and view.span.last < fresh.first:
        text = f"The first report of repositories in the history is of {words.full_day(fresh.first)}."
        return _card(pieces.state("No report of these days", text))
    text = (
        "GitHub gives a report of repositories only for days with pull requests. None of these days has one: either there "
        "were none, or the report is missing. The state of the data tells which."
    )
    return _card(
        pieces.state(
            "No pull requests are known of these days", text, [pieces.button_link("State of the data", "/data")]
        )
    )


def _answer(org: str, found: Sequence[Repository], length: str) -> str:
    if not found:
        return f"Nothing is known of pull requests of {org} in these {length}."
    created, merged = _sum(r.created for r in found), _sum(r.merged for r in found)
    by_copilot, reviewed = _sum(r.created_by_copilot for r in found), _sum(r.reviewed_by_copilot for r in found)
    opened = f"{words.counted(created, 'pull request')} were opened and {words.count(merged)} merged in {words.counted(len(found), 'repository', 'repositories')} of {org}."
    return f"{opened} Copilot opened {words.count(by_copilot)} of them; it reviewed pull requests {_times(reviewed)}."


def _times(number: int | None) -> str:
    return "an unknown number of times" if number is None else words.counted(number, "time")


def _sum(values: Any) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _grid(org: str, found: Sequence[Repository], view: View) -> Component:
    rows = sorted(found, key=lambda r: (-(r.created or 0), r.name or ""))
    choices = [
        Choice("Copilot opened some", frozenset(n for n, r in enumerate(rows) if r.created_by_copilot)),
        Choice("Copilot reviewed some", frozenset(n for n, r in enumerate(rows) if r.reviewed_by_copilot)),
    ]
    grid = Grid(
        "repositories",
        "repository",
        charts.file_of(org, "repositories", view.span),
        COLUMNS,
        [_row(repository) for repository in rows],
        (CREATED, True),
        choices,
        "pull-requests-by-repository",
    )
    return grids.card(grid, "Repositories", [_note()])


def _median(name: str, width: int = 120, shown: bool = True) -> Column:
    return Column(
        f"{name}, a day’s median", drawn="minutes", width=width, shown=shown, in_csv=f"{name}, minutes, a day’s median"
    )


COLUMNS = (
    Column("Repository", "text", width=150),
    Column("Opened", width=95, on_phone=True),
    Column("Opened by Copilot", width=95, on_phone=True),
    Column("Merged", width=80),
    Column("Merged, opened by Copilot", width=110),
    Column("Reviews", width=85, shown=False),
    Column("Reviews by Copilot", width=95),
    _median("To merge"),
    Column("Day of that median", "day", width=120, shown=False),
    _median("To first review"),
    _median("First to last review", shown=False),
    _median("Last review to merge", shown=False),
    Column("Day of the review times", "day", width=120, shown=False),
    Column("Visibility", "text", width=90),
)


def _row(found: Repository) -> list[Any]:
    return [
        found.name or f"repository {found.id}",
        found.created,
        found.created_by_copilot,
        found.merged,
        found.merged_by_copilot,
        found.reviewed,
        found.reviewed_by_copilot,
        found.to_merge,
        found.merged_on,
        found.to_first_review,
        found.to_final_review,
        found.from_review_to_merge,
        found.reviewed_on,
        VISIBILITY.get(found.visibility or "", found.visibility),
    ]


def _note() -> Component:
    return html.Div(
        "Counts are sums over the days of the span. A median is of one day, the newest that has one, because medians of "
        f"days can’t be added or averaged. Review times are there since {words.full_day(STAGES_BEGUN)}, and here of pull "
        "requests that people opened and people reviewed."
    )
