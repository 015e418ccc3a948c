"""Models over time: code generations by the model that is named for them."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from layouts import charts, names, pieces, stacks, words
from layouts.answers import Answers
from layouts.stacks import Part, Sums

MOST_COLOURS = 7
OTHER = "--c-other"


def card(subject: str, answers: Answers) -> Component:
    sums = stacks.by_name(answers.by_model, "generations")
    parts = parts_of(sums, answers.models)
    table = stacks.table(subject, "models-over-time", answers, parts)
    shown = _shown(answers, parts)
    return pieces.card(
        "models-over-time", "Models over time", _say(answers, sums), "models-over-time", table, shown, "w8"
    )


def colours(ranked: Sequence[str]) -> dict[str, str]:
    """Of the models an organisation uses most, the same in every team of it. `ranked` are all of its models."""
    named = [name for name in ranked if is_named(name)]
    return {name: f"--c-{place}" for place, name in enumerate(named[:MOST_COLOURS], 1)}


def is_named(model: str) -> bool:
    return model.lower() not in names.UNNAMED | {"other", "others"}


def parts_of(sums: Sums, ranked: Sequence[str]) -> list[Part]:
    """Those with a colour in the order of the colours; all others together, last."""
    given = colours(ranked)
    parts = [Part(names.shown("model", name), token, sums[name]) for name, token in given.items() if name in sums]
    return [*parts, *stacks.other(sums, given, OTHER)]


def _say(answers: Answers, sums: Sums) -> str:
    every = answers.summary.now.counters.generations
    named = sum(sum(values.values()) for name, values in sums.items() if name.lower() not in names.UNNAMED)
    share = f" ({words.per_cent(named / every)} of all)" if every and 0 < named <= every else ""
    return f"Code generations by chat, agents and the command line that name a model{share}. Completions name none."


def _shown(answers: Answers, parts: list[Part]) -> list[Component]:
    if not answers.known:
        return [charts.no_report(answers, "Models")]
    if not parts:
        return [charts.nothing_counted(answers, f"No code generation names a model {charts.during(answers)}")]
    what = f"Code generations {charts.a_point(answers)} by model"
    return stacks.drawn("models-over-time", what, answers, parts, "models")
