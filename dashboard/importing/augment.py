"""Files of Augment's usage into days of its people. A file is of one day, and its name says which.

What is in the public scraper's lists says another day: it put the last of 28 into all of them.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dashboard.core.accounts import Account, Accounts, Match
from dashboard.core.augment import Record, usage_of
from dashboard.core.augment_files import HEADERS, SUMMARY, span_in_name
from dashboard.core.augment_rows import RECORD, day_report
from dashboard.core.reports import Report
from dashboard.importing.augment_csv import Line, is_table, lines_of
from dashboard.importing.content import Piece
from dashboard.importing.kinds import AUGMENT_DAY, kind_of
from dashboard.importing.offered import Refused, until_broken
from dashboard.importing.parts import Part, shown

NO_DAY = "its name doesn't say of which day it is; call it augment_metrics_YYYY-MM-DD.csv (or .json)"
LONGER = (
    "it has the totals of {} days, and nobody can tell what was done on which; fetch them day by day with: "
    "python -m dashboard augment --last-28-days"
)
# Feature of the scraper's list → counter → the column that it was made from, as far as that can be told.
FEATURES = {
    "code_completion": {
        "code_generation_activity_count": "Completions",
        "code_acceptance_activity_count": "Accepted Completions",
        "loc_added_sum": "Completion Lines of Code",
    },
    "chat_panel": {"user_initiated_interaction_count": "Chat Messages"},
    "agent_edit": {"user_initiated_interaction_count": "Agent Messages", "loc_added_sum": "Agent Lines of Code"},
}


def _stranger(name: str) -> Account:
    return Accounts().account(name)


@dataclass
class Others:
    """Whose the files of another assistant are, and who its people are at GitHub. `seen` is each name's newest day."""

    org: str | None = None
    match: Match = _stranger
    seen: dict[str, date] = field(default_factory=dict)


def day_of_file(name: str, today: date) -> date:
    """Raises ValueError for a file of several days, or of none that can be told."""
    span = span_in_name(name)
    if span is None:
        raise ValueError(NO_DAY)
    if len(span) > 1:
        raise ValueError(LONGER.format(len(span)))
    if span.first >= today:
        raise ValueError(f"{span.first} isn't over, or still to come")
    return span.first


def report_of_day(org: str, day: date, records: Iterable[Record], others: Others) -> Report:
    """Raises ValueError."""
    records = list(records)
    report = day_report(org, day, records, others.match)
    for name in filter(None, (usage_of(record).user for record in records)):
        others.seen[name] = max(day, others.seen.get(name, day))
    return report


def is_augments(text: bytes) -> bool:
    return is_table(text) or is_summary(text)


def is_summary(text: bytes) -> bool:
    """Whether it is what the scraper wrote of a day without people: the rows about all of them alone."""
    headers = text[:1000].split(b"\n", 1)[0].decode("utf-8", "replace").strip().split(",")
    return headers[0] == SUMMARY[0] and set(headers) <= set(SUMMARY)


def records_in_table(text: bytes) -> Iterator[Record | Refused]:
    """Raises ValueError for a day whose people are missing."""
    lines = io.TextIOWrapper(io.BytesIO(text), encoding="utf-8", newline="")
    if is_summary(text):
        require_idle(text.decode())
        return
    for item in lines_of(lines):
        yield item.record if isinstance(item, Line) else item


def require_idle(text: str) -> None:
    """The scraper passed over a list of people that it couldn't have."""
    header, *rows = (line.split(",") for line in text.splitlines() if line)
    said = [dict(zip(header, row, strict=False)).get("User Messages", "") for row in rows]
    if "0" not in said:
        raise ValueError("the people of the day are missing in it; fetch it again")


def records_in_list(pieces: Iterable[Piece]) -> Iterator[Record | Refused]:
    """People in the shape of Copilot's report, as the line of the table that they were made from."""
    for piece in until_broken(pieces):
        if isinstance(piece, Refused):
            yield piece
            continue
        try:
            yield as_line(piece.strict())
        except ValueError as problem:
            yield Refused(piece.position, str(problem))


def records_in_raw(pieces: Iterable[Piece]) -> Iterator[Record | Refused]:
    """The history's own lines, each with a record as it was fetched."""
    for piece in until_broken(pieces):
        if isinstance(piece, Refused):
            yield piece
            continue
        try:
            record = Part(piece.strict()).part(RECORD).fields
            yield record if record else Refused(piece.position, f"it has no record under {RECORD!r}")
        except (AttributeError, ValueError) as problem:
            yield Refused(piece.position, str(problem))


def as_line(value: Any) -> Record:
    """What the list has as 0 because Augment doesn't say is left out again."""
    if kind_of(value) is not AUGMENT_DAY:
        raise ValueError(f"{shown(value)} is not a record of {AUGMENT_DAY.name}")
    person = Part(value)
    user = person.text("user_login")
    if not user:
        raise ValueError("it has no user_login")
    found: dict[str, Any] = dict.fromkeys(HEADERS, "") | {"User": user}
    found["Total Modified Lines of Code"] = in_cell(person.count("loc_added_sum"))
    for part in person.parts("totals_by_feature"):
        counters: Mapping[str, str] = FEATURES.get(part.text("feature") or "", {})
        found |= {column: in_cell(part.count(name)) for name, column in counters.items()}
    return found


def in_cell(count: int | None) -> str:
    return "" if count is None else str(count)
