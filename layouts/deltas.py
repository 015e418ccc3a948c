"""Changes from the span before, as a tile shows them: a direction, an amount, and from what."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.core.numbers import Change, Counters
from layouts import words
from layouts.sentences import all_licensed

FEW = 20  # under this many, a change is said in people or events, not in per cent


@dataclass(frozen=True)
class Delta:
    """A change as a tile shows it: sign, amount in bold, from what; `sentence` says the whole of it."""

    sign: str
    amount: str
    rest: str
    sentence: str


def people_delta(change: Change, shown: int | None = None) -> Delta:
    """In people, whatever their number. `shown` is the number in the tile, which may be of more days than are compared."""
    now, before = change.now.active_users, change.before.active_users
    if now is None or before is None or not change.tells:
        return not_compared(change)
    out_of = change.before.licensed_members if all_licensed(change.before) else None
    return people_change(now, before, len(change.before.span), out_of, shown)


def people_change(now: int, before: int, days: int, out_of: int | None = None, shown: int | None = None) -> Delta:
    """`out_of` is how many there were before that could have been active."""
    of = f" of {words.count(out_of)}" if out_of else ""
    then = words.before(days)
    if now == before:
        return Delta("", "", f"The same: {words.count(before)}{of} before", f"As many people as {then}.")
    more = "more" if now > before else "fewer"
    amount = words.count(abs(now - before))
    people = words.plural(abs(now - before), "person", "people")
    sentence = f"{amount} {more} {people} than {then}. It says how many used it, nothing about how well."
    to = f" to {words.count(now)}" if shown not in (None, now) else ""
    return Delta(_sign(now - before), amount, f"from {words.count(before)}{of}{to}", sentence)


def rate_delta(now: float | None, before: float | None, change: Change, shown: float | None = None) -> Delta:
    """In points. `shown` is the rate in the tile."""
    if now is None or before is None or not change.tells:
        return not_compared(change)
    points = words.whole_per_cent(now) - words.whole_per_cent(before)
    then = words.before(len(change.before.span))
    if points == 0:
        said = f"About the same: {words.per_cent(before)} before"
        return Delta("", "", said, f"About the same as {then}.")
    amount = words.counted(abs(points), "point")
    higher = "higher" if points > 0 else "lower"
    sentence = f"{amount} {higher} than {then}, when it was {words.per_cent(before)}."
    to = "" if words.per_cent(shown) in (words.UNKNOWN, words.per_cent(now)) else f" to {words.per_cent(now)}"
    return Delta(_sign(points), amount, f"from {words.per_cent(before)}{to}", sentence)


def count_delta(counter: str, change: Change, shown: float | None = None) -> Delta:
    """In per cent; under twenty in plain numbers. `counter` is a field of Counters, `shown` its number in the tile."""
    now, before = _counter(change.now.counters, counter), _counter(change.before.counters, counter)
    if now is None or before is None or not change.tells:
        return not_compared(change)
    then = words.before(len(change.before.span))
    if now == before or (before >= FEW and words.whole_per_cent(abs(now / before - 1)) == 0):
        return Delta("", "", f"About the same: {words.count(before)} before", f"About the same as {then}.")
    more = "more" if now > before else "fewer"
    amount = _amount(now, before)
    sentence = f"{amount} {more} than {then}, when there were {words.count(before)}."
    seen = now if shown is None else round(shown)
    to = "" if (_amount(seen, before), seen > before) == (amount, now > before) else f" to {words.count(now)}"
    return Delta(_sign(now - before), amount, f"from {words.count(before)}{to}", sentence)


def _amount(now: int, before: int) -> str:
    return words.count(abs(now - before)) if before < FEW else words.per_cent(abs(now / before - 1))


def _counter(counters: Counters, name: str) -> int | None:
    value = getattr(counters, name)
    return None if value is None else round(value)


def not_compared(change: Change, unless: str = "unknown before") -> Delta:
    """Because there is no report before, or of too few days, or for the reason of `unless`."""
    if change.days and not change.tells:
        few = f"Only {words.days_long(change.days)} known before"
        return Delta("", "", few, f"Not compared with the days before: {few.lower()}.")
    why = unless if change.days else "no report before"
    return Delta("", "", f"Not compared: {why}", f"Not compared with the days before: {why}.")


def _sign(difference: float) -> str:
    return "▲" if difference > 0 else "▼"
