"""The sentences computed from the numbers: the answer of a page, and what the reader must know of its days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dashboard.core.numbers import Cell, Change, Day, Totals
from layouts import marks, names, words
from layouts.answers import Answers

ABOUT_THE_SAME = 0.05
BEHIND_FOR_LONG = timedelta(minutes=5)
MOST_HOLIDAYS = 2  # named one by one


def answer(answers: Answers, who: str, compare: bool = True) -> str:
    """At most three sentences, each left out when it isn't known. `who` is "licensed members" or the like."""
    days = len(answers.span)
    working = answers.span.only and days > 1
    when = f"on the working days of these {words.days_long(days)}" if working else words.during(days)
    against = answers.change if compare and answers.compared else None
    parts = (
        _use(answers.summary.now, against, who, f"used {answers.called} {when}"),
        _growth(against) if against else "",
        _what_for(answers, against is not None),
    )
    return " ".join(part for part in parts if part)


def _use(now: Totals, change: Change | None, who: str, did: str) -> str:
    """`did` is "used Copilot in these 28 days" or the like."""
    if now.active_users is None:
        return ""
    more = _than_before(change) if change else ""
    if all_licensed(now):
        people = f"{words.count(now.active_users)} of {words.count(now.licensed_members)} {who}"
        return f"{people} {did}{more}."
    people = words.counted(now.active_users, "person", "people")
    return f"{people} {did}{more}{_still_licensed(now, who)}."


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


def _than_before(change: Change) -> str:
    now, before = change.now.active_users, change.before.active_users
    if now is None or before is None:
        return ""
    then = words.before(len(change.before.span))
    if now == before:
        return f", as many as {then}"
    return f", {words.count(abs(now - before))} {'more' if now > before else 'fewer'} than {then}"


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
    be = "are" if names.feature(largest[0]).several else "is"
    return f"{first[:1].upper()}{first[1:].replace(' (', f' {be} the largest part (', 1)}{then}."


def _part(value: str, now: dict[str, float], before: dict[str, float]) -> str:
    share, then = words.per_cent(now[value]), words.per_cent(before.get(value))
    was = "" if value not in before else ", as before" if share == then else f", was {then}"
    return f"{names.feature(value).within} ({share}{was})"


def shares(cells: Sequence[Cell]) -> dict[str, float]:
    """The share of all interactions of each feature that has any."""
    total = sum(cell.interactions or 0 for cell in cells)
    return {cell.name: cell.interactions / total for cell in cells if cell.interactions}


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
