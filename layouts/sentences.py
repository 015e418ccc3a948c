"""The sentences computed from the numbers: the answer of a page, the changes of its tiles, what the reader must know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dashboard.core.numbers import Cell, Change, Counters, Day, Totals
from layouts import marks, names, words
from layouts.answers import Answers

ABOUT_THE_SAME = 0.05
BEHIND_FOR_LONG = timedelta(minutes=5)
MOST_HOLIDAYS = 2  # named one by one
FEW = 20  # under this many, a change is said in people or events, not in per cent


@dataclass(frozen=True)
class Delta:
    """A change as a tile shows it: sign, amount in bold, from what; `sentence` says the whole of it."""

    sign: str
    amount: str
    rest: str
    sentence: str


def answer(answers: Answers, who: str, compare: bool = True) -> str:
    """At most three sentences, each left out when it isn't known. `who` is "licensed members" or the like."""
    length = words.days_long(len(answers.span))
    when = f"on the working days of {_these(length)}" if answers.span.only else f"in {_these(length)}"
    against = answers.change if compare and answers.compared else None
    parts = (
        _use(answers.summary.now, against, who, when, length),
        _growth(against) if against else "",
        _what_for(answers, against is not None),
    )
    return " ".join(part for part in parts if part)


def _use(now: Totals, change: Change | None, who: str, when: str, length: str) -> str:
    if now.active_users is None:
        return ""
    more = _than_before(change, length) if change else ""
    if all_licensed(now):
        people = f"{words.count(now.active_users)} of {words.count(now.licensed_members)} {who}"
        return f"{people} used Copilot {when}{more}."
    people = words.counted(now.active_users, "person", "people")
    return f"{people} used Copilot {when}{more}{_still_licensed(now, who)}."


def all_licensed(totals: Totals) -> bool:
    """Whether everybody active in the span is among those licensed at its end: nobody left, or lost the licence."""
    if not totals.licensed_members or totals.active_users is None:
        return False
    return totals.active_users == _licensed_and_active(totals)


def _licensed_and_active(totals: Totals) -> int | None:
    if totals.adoption is None or totals.licensed_members is None:
        return None
    return round(totals.adoption * totals.licensed_members)


def _still_licensed(now: Totals, who: str) -> str:
    some = _licensed_and_active(now)
    if some is None:
        return ""
    return f"; {words.count(some)} of the {words.count(now.licensed_members)} {who} of its last day are among them"


def _these(length: str) -> str:
    return "this 1 day" if length == "1 day" else f"these {length}"


def _than_before(change: Change, length: str) -> str:
    now, before = change.now.active_users, change.before.active_users
    if now is None or before is None:
        return ""
    if now == before:
        return f", as many as in the {length} before"
    return f", {words.count(abs(now - before))} {'more' if now > before else 'fewer'} than in the {length} before"


def _growth(change: Change) -> str:
    now, before = change.now.counters.interactions, change.before.counters.interactions
    if now is None or not before:
        return ""
    part = now / before - 1
    if abs(part) < ABOUT_THE_SAME:
        return "Interactions were about the same."
    return f"Interactions {'rose' if part > 0 else 'fell'} by {words.per_cent(abs(part))}."


def _what_for(answers: Answers, compare: bool) -> str:
    now = shares(answers.cells.get("feature", ()))
    before = shares(answers.cells_before.get("feature", ())) if compare else {}
    largest = sorted((v for v in now if v not in names.FOLDED), key=lambda v: -now[v])[:2]
    if not largest:
        return ""
    first, *second = (_part(value, now, before) for value in largest)
    then = f", then {second[0]}" if second else ""
    return f"{first[:1].upper()}{first[1:].replace(' (', ' is the largest part (', 1)}{then}."


def _part(value: str, now: dict[str, float], before: dict[str, float]) -> str:
    share, then = words.per_cent(now[value]), words.per_cent(before.get(value))
    was = "" if value not in before else ", as before" if share == then else f", was {then}"
    return f"{names.feature(value).within} ({share}{was})"


def shares(cells: Sequence[Cell]) -> dict[str, float]:
    """The share of all interactions of each feature that has any."""
    total = sum(cell.interactions or 0 for cell in cells)
    return {cell.name: cell.interactions / total for cell in cells if cell.interactions}


def people_delta(change: Change) -> Delta:
    """In people, whatever their number."""
    now, before = change.now.active_users, change.before.active_users
    if now is None or before is None or not change.before.days_counted:
        return not_compared(change)
    out_of = change.before.licensed_members if all_licensed(change.before) else None
    return people_change(now, before, len(change.before.span), out_of)


def people_change(now: int, before: int, days: int, out_of: int | None = None) -> Delta:
    """`out_of` is how many there were before that could have been active."""
    of = f" of {words.count(out_of)}" if out_of else ""
    length = words.days_long(days)
    if now == before:
        return Delta(
            "", "", f"The same: {words.count(before)}{of} before", f"As many people as in the {length} before."
        )
    more = "more" if now > before else "fewer"
    amount = words.count(abs(now - before))
    people = words.plural(abs(now - before), "person", "people")
    sentence = (
        f"{amount} {more} {people} than in the {length} before. It says how many used it, nothing about how well."
    )
    return Delta(_sign(now - before), amount, f"from {words.count(before)}{of}", sentence)


def rate_delta(now: float | None, before: float | None, change: Change) -> Delta:
    """In points."""
    if now is None or before is None or not change.before.days_counted:
        return not_compared(change)
    points = words.whole_per_cent(now) - words.whole_per_cent(before)
    length = words.days_long(len(change.before.span))
    if points == 0:
        said = f"About the same: {words.per_cent(before)} before"
        return Delta("", "", said, f"About the same as in the {length} before.")
    amount = words.counted(abs(points), "point")
    higher = "higher" if points > 0 else "lower"
    sentence = f"{amount} {higher} than in the {length} before, when it was {words.per_cent(before)}."
    return Delta(_sign(points), amount, f"from {words.per_cent(before)}", sentence)


def count_delta(counter: str, change: Change) -> Delta:
    """In per cent; under twenty in plain numbers. `counter` is a field of Counters."""
    now, before = _counter(change.now.counters, counter), _counter(change.before.counters, counter)
    if now is None or before is None or not change.before.days_counted:
        return not_compared(change)
    length = words.days_long(len(change.before.span))
    if now == before or (before >= FEW and words.whole_per_cent(abs(now / before - 1)) == 0):
        return Delta(
            "", "", f"About the same: {words.count(before)} before", f"About the same as in the {length} before."
        )
    amount = words.count(abs(now - before)) if before < FEW else words.per_cent(abs(now / before - 1))
    more = "more" if now > before else "fewer"
    sentence = f"{amount} {more} than in the {length} before, when there were {words.count(before)}."
    return Delta(_sign(now - before), amount, f"from {words.count(before)}", sentence)


def _counter(counters: Counters, name: str) -> int | None:
    value = getattr(counters, name)
    return None if value is None else round(value)


def not_compared(change: Change, unless: str = "unknown before") -> Delta:
    """Because there is no report before, or for the reason of `unless`."""
    why = "no report before" if not change.before.days_counted else unless
    return Delta("", "", f"Not compared: {why}", f"Not compared with the days before: {why}.")


def _sign(difference: float) -> str:
    return "▲" if difference > 0 else "▼"


@dataclass(frozen=True)
class Sign:
    """One thing the reader must know about the days, with the swatch that marks it in the plots."""

    swatch: str
    text: str


def signs(answers: Answers, compare: bool) -> list[Sign]:
    """What marks days of the span as not final, with why the changes count fewer days."""
    left_out = answers.change.left_out if compare and answers.compared else 0
    found = of_days(answers.days, answers.freshness.first, ", left out of changes" if left_out else "")
    if left_out and not any("left out" in sign.text for sign in found):
        found.append(Sign("", f"{words.days_long(left_out)} left out of changes"))
    return [*found, *_holidays(answers), *_parts_of_periods(answers)]


def of_days(days: Sequence[Day], first: date | None, besides: str = "") -> list[Sign]:
    """What marks days as not final. `first` is the history's first day; `besides` is said of those without a report."""
    here = [day for day in days if day.known or first is None or day.day >= first]
    provisional = [day.day for day in here if day.state == "provisional"]
    missing = [day.day for day in here if day.state in ("not_available", "failed", "expired")]
    withheld = [day.day for day in here if day.state == "suppressed"]
    found = []
    if provisional:
        found.append(Sign("hatch", f"{words.some_days(provisional)} may still change"))
    if missing:
        found.append(Sign("none", f"{_joined(missing)} no report{besides}"))
    if withheld:
        found.append(Sign("none", f"{_joined(withheld)} too few licensed, withheld"))
    if first and days and days[0].day < first:
        found.append(Sign("none", f"No data before {words.full_day(first)}"))
    return found


def _holidays(answers: Answers) -> list[Sign]:
    """Where they are seen: shaded, or left out."""
    if not answers.holidays or not (answers.axis.by_day or answers.span.only):
        return []
    named = [f"{words.day_and_month(day)}: {name}" for day, name in answers.holidays.items()]
    text = ", ".join(named) if len(named) <= MOST_HOLIDAYS else f"{len(named)} holidays"
    if answers.span.only:
        return [Sign("", f"Left out: {text}")]
    return [Sign("band" if marks.closed_days(answers.axis) else "", text)]


def _parts_of_periods(answers: Answers) -> list[Sign]:
    """Weeks and months of which the span has only a part: their bars are lower for that alone."""
    parts = {place: point for place, point in enumerate(answers.points) if point.days < point.days_in_all}
    said = [
        f"{point.days} of the {point.days_in_all} days of the {'first' if place == 0 else 'last'} {answers.grouping}"
        for place, point in parts.items()
    ]
    return [Sign("", f"Only {words.listed(said)}")] if said else []


def behind(since: datetime | None, now: datetime) -> list[str]:
    """What every page says when the history couldn't be read for a while; `since` is None while it can be."""
    if since is None or now - since < BEHIND_FOR_LONG:
        return []
    return [f"The history can’t be read since {words.moment(since, now)}; these figures are as of then."]


def _joined(days: Sequence) -> str:
    text = words.some_days(days)
    return f"{text} with" if text.endswith(" days") else f"{text}:"
