"""What the files hold that `augment` and `convert` write: the table of a span, and lists in the shape of Copilot's report.

Names and headers are those of the public scraper, whose files people have.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from dashboard.core.augment import COLUMNS, KEYS, Record, Usage, added_up, by_user, usage_of
from dashboard.core.augment_rows import Row, copilot_record
from dashboard.core.days import Span
from dashboard.core.spreadsheet import safe_text

HEADERS = tuple(column.header for column in COLUMNS)
SUMMARY = ("Metric Type", "Value", "User Messages", "Tool Calls", "Lines of Code")
STAMPS = ("timestamp", "date")
NAMED = re.compile(
    r"(?:augment_metrics_|copilot_metrics_|metrics_|user-feature-stats-)"
    r"(?P<first>\d{4}-?\d{2}-?\d{2})(?:(?:_to_|-to-)(?P<last>\d{4}-?\d{2}-?\d{2}))?\.[a-z.]+$"
)
IN_HISTORY = re.compile(r"/day=(?P<first>\d{4}-\d{2}-\d{2})/(?P<last>)[^/]*$")


def table_name(span: Span) -> str:
    first, last = f"{span.first:%Y%m%d}", f"{span.last:%Y%m%d}"
    return f"metrics_{first}.csv" if first == last else f"metrics_{first}_to_{last}.csv"


def folder_name(span: Span) -> str:
    return f"daily_exports_{span.first}_to_{span.last}"


def span_in_name(name: str) -> Span | None:
    """The days that the vendor's, the scraper's or our own name of a file says it is of."""
    found = NAMED.search(name) or IN_HISTORY.search(name)
    if not found:
        return None
    try:
        first, last = (date.fromisoformat(text) for text in (found["first"], found["last"] or found["first"]))
        return Span(first, last)
    except ValueError:
        return None


def table(records: Sequence[Record], summaries: Sequence[Row]) -> Iterator[list[str]]:
    """The lines of the table: its header, a line for each person, and the summaries. Raises ValueError.

    Fields nobody has a column for come last, in the order of their names.
    """
    rows = [row_of(record) for record in records]
    more = sorted({name for row in rows for name in row} - {*HEADERS})
    headers = [*HEADERS, *(SUMMARY if summaries else ()), *more]
    yield headers
    for row in (*rows, *summaries):
        yield [cell(row.get(name)) for name in headers]


def row_of(record: Record) -> Row:
    usage = usage_of(record)
    known = {column.header: getattr(usage, column.field) for column in COLUMNS}
    if usage.accept_rate is not None:
        known["Accept Rate"] = f"{usage.accept_rate:.2f}%"
    others = {name: value for name, value in record.items() if name not in KEYS}
    return known | ({} if "metrics" in record else dict(flat("", others)))


def flat(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Nested objects under names with dots, lists as JSON, moments in UTC."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from flat(f"{name}.{key}" if name else key, inner)
    elif isinstance(value, list):
        yield name, json.dumps(value, ensure_ascii=False)
    elif name in STAMPS and type(value) in (int, float):
        yield name, f"{datetime.fromtimestamp(value, UTC):%Y-%m-%dT%H:%M:%SZ}"
    else:
        yield name, value


def cell(value: Any) -> str:
    return "" if value is None else safe_text(str(value))


def tenant_summary(said: Mapping[str, Any]) -> Row:
    names = dict(zip(SUMMARY[2:], ("userMessages", "toolCalls", "linesOfCode"), strict=True))
    return {"Metric Type": "Tenant Summary", **{header: said.get(key) for header, key in names.items()}}


def monthly_summary(said: Mapping[str, Any]) -> Row:
    return {"Metric Type": "Monthly Active Users", "Value": said.get("monthlyActiveUsers")}


def copilot_list(records: Iterable[Record], span: Span, enterprise_id: str | None) -> list[Row]:
    """A person each, without those who weren't active. Raises ValueError."""
    return [copilot_record(usage, span, enterprise_id) for usage in active(records)]


def active(records: Iterable[Record]) -> list[Usage]:
    usages = by_user([usage_of(record) for record in records])
    return [usage for usage in usages if usage.user and usage.active_days != 0]


def copilot_total(days: Iterable[Sequence[Record]], span: Span, enterprise_id: str | None) -> list[Row]:
    """Each person over all days; the flags are those of any of them."""
    usages = by_user([usage for records in days for usage in active(records)])
    return [copilot_record(added_up([usage]), span, enterprise_id) for usage in usages]
