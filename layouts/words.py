"""Numbers, rates and days in words. None is unknown, never 0."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise

from dashboard.core.days import ONE_DAY, Span

NARROW = "\u202f"  # narrow no-break space, before a unit
NO_BREAK = "\u00a0"
UNKNOWN = "unknown"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def count(number: int | None) -> str:
    """2,967 · 1.8 million · 16.6 billion."""
    if number is None:
        return UNKNOWN
    if abs(number) >= 1_000_000_000:
        return f"{_shortened(number / 1_000_000_000)}{NO_BREAK}billion"
    if abs(number) >= 1_000_000:
        return f"{_shortened(number / 1_000_000)}{NO_BREAK}million"
    return f"{number:,}"


def short(number: int | None) -> str:
    """For keys and axes: 2,967 · 25 k · 2.6 M."""
    if number is None:
        return UNKNOWN
    if abs(number) >= 1_000_000:
        return f"{_shortened(number / 1_000_000)}{NARROW}M"
    if abs(number) >= 10_000:
        return f"{number / 1_000:.0f}{NARROW}k"
    return f"{number:,}"


def mean(number: float | None) -> str:
    """Of something divided, three figures at most: 1,240 · 124 · 12.4 · 0.31."""
    if number is None:
        return UNKNOWN
    places = 0 if number >= 100 else 1 if number >= 10 else 2
    return f"{number:,.{places}f}".rstrip("0").rstrip(".") if places else f"{number:,.0f}"


def money(amount: float, currency: str) -> str:
    """$1,565 · $19 · $19.50 · EUR 500."""
    places = 0 if amount >= 100 or amount == int(amount) else 2
    return f"{'$' if currency == 'USD' else currency + NO_BREAK}{amount:,.{places}f}"


def duration(minutes: float | None) -> str:
    """4 h 10 min · 35 min · 2 days 3 h."""
    if minutes is None:
        return UNKNOWN
    whole = int(minutes + 0.5)
    days, hours, rest = whole // 1440, whole % 1440 // 60, whole % 60
    if days:
        parts = [days_long(days), *([f"{hours}{NARROW}h"] if hours else [])]
    else:
        parts = [*([f"{hours}{NARROW}h"] if hours else []), *([f"{rest}{NARROW}min"] if rest or not hours else [])]
    return " ".join(parts)


def tick(number: int, top: float) -> str:
    """A number of an axis up to `top`: one unit for all of them."""
    if number == 0 or top < 10_000:
        return f"{number:,}"
    size, unit = (1_000_000, "M") if top >= 2_000_000 else (1_000, "k")
    return f"{number / size:,.1f}".removesuffix(".0") + f"{NARROW}{unit}"


def _shortened(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0") if abs(number) < 100 else f"{number:,.0f}"


def per_cent(share: float | None) -> str:
    """A share from 0 to 1 in whole per cent; a little is not nothing, and nearly all is not all."""
    if share is None:
        return UNKNOWN
    if 0 < share < 0.005:
        return f"under 1{NARROW}%"
    if 0.995 <= share < 1:
        return f"over 99{NARROW}%"
    return f"{whole_per_cent(share):,}{NARROW}%"


def whole_per_cent(share: float) -> int:
    """Half a per cent rounds up, as people do it."""
    return int(share * 100 + 0.5) if share >= 0 else -int(-share * 100 + 0.5)


def plural(number: int | None, one: str, many: str | None = None) -> str:
    return one if number == 1 else many or f"{one}s"


def counted(number: int | None, one: str, many: str | None = None) -> str:
    return f"{count(number)} {plural(number, one, many)}"


def days_long(days: int) -> str:
    return "1 day" if days == 1 else f"{days:,} days"


def during(days: int) -> str:
    return "on this day" if days == 1 else f"in these {days_long(days)}"


def before(days: int) -> str:
    return "on the day before" if days == 1 else f"in the {days_long(days)} before"


def length(span: Span) -> str:
    """28 days, working days only"""
    return f"{days_long(len(span))}, working days only" if span.only else days_long(len(span))


def long_day(day: date) -> str:
    """Thursday 19 November 2026"""
    return f"{WEEKDAYS[day.weekday()]} {full_day(day)}"


def full_day(day: date) -> str:
    """19 November 2026"""
    return f"{day_and_month(day)} {day.year}"


def day_and_month(day: date) -> str:
    """19 November"""
    return f"{day.day} {MONTHS[day.month - 1]}"


def short_day(day: date) -> str:
    """19 Nov"""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def short_month(day: date) -> str:
    """Nov, with its year in January: Jan 2026"""
    name = MONTHS[day.month - 1][:3]
    return f"{name} {day.year}" if day.month == 1 else name


def moment(at: datetime, now: datetime) -> str:
    """09:12 UTC, of another day than today's 19 November, 09:12 UTC"""
    time = f"{at:%H:%M}{NO_BREAK}UTC"
    return time if at.date() == now.date() else f"{day_and_month(at.date())}, {time}"


def span(span: Span, year: int | None = None) -> str:
    """23 Oct – 19 Nov; years are said where they aren't `year`, the year of the newest data."""
    first, last = short_day(span.first), short_day(span.last)
    if span.first.year != span.last.year:
        first = f"{first} {span.first.year}"
    if span.last.year != year or span.first.year != span.last.year:
        last = f"{last} {span.last.year}"
    return first if span.first == span.last else f"{first} – {last}"


def listed(things: Sequence[str]) -> str:
    """a, b and c"""
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} and {things[-1]}"


def some_days(days: Sequence[date]) -> str:
    """18 and 19 November · 3 to 6 November · 6 days. `days` in order, not empty."""
    if len(days) == 1:
        return day_and_month(days[0])
    if all(later - earlier == ONE_DAY for earlier, later in pairwise(days)):
        return _run(days[0], days[-1])
    return listed([day_and_month(day) for day in days]) if len(days) <= 3 else f"{len(days)} days"


def _run(first: date, last: date) -> str:
    joint = "and" if last - first == ONE_DAY else "to"
    start = str(first.day) if first.month == last.month else day_and_month(first)
    return f"{start} {joint} {day_and_month(last)}"


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    return f"{text[:1].upper()}{text[1:]}."
