"""The cards of one person's own usage."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.core.days import Span
from dashboard.core.numbers import Cell, Counters, Dimension
from dashboard.core.own import Own, ToolVersion
from layouts import bars, breaks, charts, completions, deltas, interactions, names, pieces, sparks, words
from layouts.answers import Answers
from layouts.bars import Row
from layouts.deltas import Delta
from layouts.facts import Fact, facts
from layouts.pieces import Tile
from layouts.tables import Column, Table

SUBJECT = "own"


def tiles(own: Own, answers: Answers, compare: bool) -> list[Tile]:
    now, change = own.now.counters, own.change
    rates = change.now.counters.acceptance_rate, change.before.counters.acceptance_rate
    points = answers.points
    credits = [_credits(own, answers, compare)] if answers.assistant == "copilot" else []
    return [
        Tile(
            "Active days",
            "own-days",
            words.count(own.active_days),
            f"of {words.days_long(own.now.days_counted)}",
            active_days_delta(own) if compare else None,
            sparks.bars([point.active_users for point in points]),
        ),
        _counter("Interactions", "interactions", "prompts sent", own, answers, compare),
        Tile(
            "Acceptance rate",
            "acceptance-rate",
            words.per_cent(now.acceptance_rate),
            "of completions",
            deltas.rate_delta(*rates, change, now.acceptance_rate) if compare else None,
            sparks.line([point.counters.acceptance_rate for point in points], 1),
        ),
        _counter("Lines added", "loc_added", "all features", own, answers, compare),
        *credits,
    ]


def _credits(own: Own, answers: Answers, compare: bool) -> Tile:
    spark = sparks.bars([point.counters.ai_credits for point in answers.points])
    delta = _credits_delta(own) if compare else None
    return Tile("AI credits", "ai-credits", words.mean(own.now.counters.ai_credits), "not money", delta, spark)


def _credits_delta(own: Own) -> Delta:
    """A day without use has no row that could say when GitHub began to count them: the calendar does."""
    if breaks.dated(Span(own.before.span.first, own.now.span.last), "credits"):
        return deltas.not_compared(own.change, "not counted on all days before")
    return deltas.count_delta("ai_credits", own.change, own.now.counters.ai_credits)


def _counter(name: str, counter: str, small: str, own: Own, answers: Answers, compare: bool) -> Tile:
    term = {"interactions": "interactions", "loc_added": "lines-added"}[counter]
    number = getattr(own.now.counters, counter)
    delta = deltas.count_delta(counter, own.change, number) if compare else None
    return Tile(
        name,
        term,
        words.count(number),
        small,
        delta,
        sparks.bars([getattr(point.counters, counter) for point in answers.points]),
    )


def active_days_delta(own: Own) -> Delta:
    if not own.change.tells:
        return deltas.not_compared(own.change)
    now, before = own.active_days_compared
    then = words.before(len(own.now.span))
    if now == before:
        return Delta("", "", f"The same: {before} before", f"As many active days as {then}.")
    more = "more" if now > before else "fewer"
    amount = str(abs(now - before))
    sentence = f"{words.counted(abs(now - before), 'active day')} {more} than {then}."
    return Delta("▲" if now > before else "▼", amount, f"from {before}", sentence)


def prompts(answers: Answers) -> Component:
    if answers.known and not answers.summary.now.counters.interactions:
        title = f"You sent no prompt {charts.during(answers)}"
        return _nothing("interactions", "Interactions by feature", "interactions", title, answers, "w8")
    return interactions.card(SUBJECT, answers)


def typed(answers: Answers) -> Component:
    if answers.known and not answers.summary.now.counters.completions_shown:
        title = f"You were shown no completion {charts.during(answers)}"
        return _nothing("completions", "Code completions", "acceptance-rate", title, answers, "w4")
    return completions.card(SUBJECT, answers)


def _nothing(name: str, title: str, term: str, said: str, answers: Answers, width: str) -> Component:
    table = Table(charts.file_name(SUBJECT, name, answers), [charts.point_column(answers)], [])
    return pieces.card(name, title, "Of you alone.", term, table, [charts.nothing_counted(answers, said)], width)


def used_for(own: Own, answers: Answers) -> Component:
    """By feature, on how many of one's active days."""
    order = sorted(own.feature_days.items(), key=lambda found: (found[0] in names.FOLDED, -found[1]))
    track = max([own.active_days or 0, *own.feature_days.values()], default=0) or 1
    rows = [
        Row(names.feature(name).shown, days / track, words.count(days), token=names.feature(name).token)
        for name, days in order
    ]
    table = Table(
        charts.file_name(SUBJECT, "features", answers),
        [Column("Feature", "text"), Column("Days")],
        [[names.feature(name).shown, days] for name, days in order],
    )
    say = f"On how many of your {words.counted(own.active_days, 'active day')} you used each feature."
    nothing = charts.nothing_counted(answers, f"You used no feature {charts.during(answers)}")
    shown = [bars.bar_list(rows, "Feature", "Days", compare=False)] if rows else [_unknown_or(answers, nothing)]
    return pieces.card("features", "What you used it for", say, "own-features", table, shown, "w4")


def _unknown_or(answers: Answers, nothing: Component) -> Component:
    return nothing if answers.known else charts.no_report(answers, "Figures")


def shares(own: Own, answers: Answers, dimension: Dimension, title: str, width: str = "w4") -> Component:
    """Each value's share of one's code generations that name one."""
    named = [cell for cell in own.cells[dimension] if cell.generations and cell.name.lower() not in names.UNNAMED]
    total = sum(cell.generations or 0 for cell in named)
    key = {"language": "languages", "ide": "editors", "model": "models"}[dimension]
    thing = names.WHAT_IS_UNKNOWN[dimension]
    say = f"Share of your code generations that name {'an' if thing[0] in 'aeiou' else 'a'} {thing}."
    table = Table(
        charts.file_name(SUBJECT, key, answers),
        [
            Column(thing.capitalize(), "text"),
            Column("Share", "share"),
            Column("Code generations"),
            Column("Lines added"),
        ],
        [[names.shown(dimension, c.name), (c.generations or 0) / total, c.generations, c.loc_added] for c in named],
    )
    nothing = charts.nothing_counted(answers, f"None of your code generations names {thing}s")
    rows = _rows(dimension, named, total)
    shown = (
        [bars.bar_list(rows, thing.capitalize(), "Share", compare=False)] if rows else [_unknown_or(answers, nothing)]
    )
    return pieces.card(key, title, say, key, table, shown, width)


def _rows(dimension: Dimension, cells: Sequence[Cell], total: int) -> list[Row]:
    shown = cells if len(cells) <= bars.MOST_ROWS else cells[: bars.MOST_ROWS - 1]
    parts = [(names.shown(dimension, cell.name), (cell.generations or 0) / total) for cell in shown]
    rest = cells[len(shown) :]
    if rest:
        parts.append((f"Other ({len(rest)})", sum(cell.generations or 0 for cell in rest) / total))
    track = max((part for _, part in parts), default=1)
    return [Row(name, part / track, words.per_cent(part)) for name, part in parts]


def metered(own: Own, answers: Answers) -> Component:
    """The command line, and AI credits."""
    now = own.now.counters
    found = {
        "Sessions": now.cli_sessions,
        "Prompts": now.cli_prompts,
        "Requests to models": now.cli_requests,
        "Tokens": now.cli_tokens,
    }
    table = Table(
        charts.file_name(SUBJECT, "command-line", answers),
        [
            charts.point_column(answers),
            *(Column(name) for name in found),
            Column("AI credits"),
            Column("State", "text"),
        ],
        [_metered(point.counters, point.day, charts.state_of(point)) for point in answers.points],
    )
    shown = facts([Fact(name, words.count(number)) for name, number in found.items()])
    say = "What you did on the command line. Requests are your prompts, and what followed them by itself."
    return pieces.card("command-line", "Command line", say, "command-line", table, [shown], "w6")


def _metered(found: Counters, day: object, state: str) -> list[object]:
    command_line = [found.cli_sessions, found.cli_prompts, found.cli_requests, found.cli_tokens]
    return [day, *command_line, found.ai_credits, state]


def versions(own: Own, answers: Answers) -> Component:
    rows = [[_thing(one), one.version, one.day] for one in own.versions]
    table = Table(
        charts.file_name(SUBJECT, "versions", answers),
        [Column("Editor or plugin", "text"), Column("Version", "text"), Column("Seen on", "day")],
        rows,
    )
    shown = (
        [_versions(own.versions)]
        if rows
        else [pieces.state("No version is known", "GitHub’s reports name none of these days.")]
    )
    say = "What your editors, their plugins and the command line last said of themselves in these days."
    return pieces.card("versions", "Versions in use", say, "own-versions", table, shown, "w6")


def _versions(found: Sequence[ToolVersion]) -> Component:
    heads = html.Tr([html.Th(name, scope="col") for name in ("Editor or plugin", "Version", "Seen on")])
    rows = [
        html.Tr([html.Th(_thing(one), scope="row"), html.Td(one.version), html.Td(words.short_day(one.day))])
        for one in found
    ]
    return html.Div(html.Table([html.Thead(heads), html.Tbody(rows)], className="table"), className="table-wrap")


def _thing(one: ToolVersion) -> str:
    return names.shown("ide", one.thing) if one.kind == "editor" else names.plugin(one.thing)
