"""The command line: what GitHub counts of it alone, and how many people used it."""

from __future__ import annotations

from dash.development.base_component import Component

from layouts import agents, charts, figures, marks, pieces, words
from layouts.answers import Answers
from layouts.facts import Fact, facts
from layouts.pieces import Key
from layouts.tables import Column, Table

COLUMNS = {
    "Sessions": "cli_sessions",
    "Prompts": "cli_prompts",
    "Requests to models": "cli_requests",
    "Tokens": "cli_tokens",
}
UNKNOWN = "Either GitHub did not count it on these days, or too few people used it to show."


def card(subject: str, answers: Answers) -> Component:
    say = "Requests to models, and of these the prompts people sent: the rest followed by itself."
    table, shown = _table(subject, answers), _shown(answers)
    return pieces.card("command-line", "Command line", say, "command-line", table, shown, "w4")


def _table(subject: str, answers: Answers) -> Table:
    columns = [charts.point_column(answers), *(Column(name) for name in COLUMNS), Column("State", "text")]
    rows = [
        [point.day, *(getattr(point.counters, counter) for counter in COLUMNS.values()), charts.state_of(point)]
        for point in answers.points
    ]
    return Table(charts.file_name(subject, "command-line", answers), columns, rows)


def _shown(answers: Answers) -> list[Component]:
    now = answers.summary.now.counters
    if not answers.known:
        return [charts.no_report(answers, "Figures of the command line")]
    if now.cli_requests is None:
        return [pieces.state("Figures of the command line are unknown", UNKNOWN)]
    if not (now.cli_requests or now.cli_sessions or now.cli_prompts):
        return [charts.nothing_counted(answers, f"Nobody used the command line {charts.during(answers)}")]
    return [facts(_facts(answers)), *_figure(answers)]


def _facts(answers: Answers) -> list[Fact]:
    now, people = answers.summary.now.counters, agents.of_surface(answers.cells, "command_line")
    return [
        Fact("People", words.count(people), f"in {words.counted(now.cli_sessions, 'session')}"),
        Fact("Tokens", words.count(now.cli_tokens), "sent and received"),
    ]


def _figure(answers: Answers) -> list[Component]:
    axis = answers.axis
    requests = [point.counters.cli_requests for point in axis.points]
    prompts = [point.counters.cli_prompts for point in axis.points]
    few = len(axis.points) <= figures.MOST_BARS
    outline = {"color": marks.SOFT if few else marks.SECOND, "line": {"color": marks.SECOND, "width": int(few)}}
    traces = [
        figures.bars("Requests", axis, requests, marks.SOFT) | {"marker": outline},
        figures.bars("Prompts", axis, prompts, "var(--f-cli)"),
    ]
    now, top = answers.summary.now.counters, figures.headroom(requests, prompts)
    figure = figures.figure(traces, axis, "command line", top, barmode="overlay", narrow=True)
    entries = [
        Key("requests", "" if few else "--data-2", "soft" if few else "", total=words.short(now.cli_requests)),
        Key("prompts", "--f-cli", total=words.short(now.cli_prompts)),
    ]
    a_point = charts.a_point(answers)
    said = f"The command line {a_point}: {entries[0].total} requests to models, of which {entries[1].total} prompts."
    return charts.drawn("command-line", a_point, entries, figure, said, charts.break_notes(answers, "command line"))
