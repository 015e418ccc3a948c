"""Days as GitHub's old APIs counted them, put into a history without a file to import."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from dashboard.core.days import Span
from dashboard.core.legacy import CLOSED
from dashboard.core.reports import Outcome
from dashboard.core.rows import SCHEMAS
from dashboard.history.draft import Draft
from dashboard.history.index import Index, Place
from dashboard.history.keys import rows_key
from dashboard.history.objects import Objects
from dashboard.history.store import History
from dashboard.history.tables import to_parquet
from tests.builders import FETCHED

Days = Mapping[date, Sequence[Mapping[str, Any]]]
SECOND_API = date(2025, 2, 1)


def old_row(day: date, active: int | None = 10, suggestions: int = 200, **fields: Any) -> dict[str, Any]:
    return {
        "api": "metrics" if day >= SECOND_API else "usage",
        "total_active_users": active,
        "total_code_suggestions": suggestions,
        "total_code_acceptances": suggestions // 3,
        "record": "{}",
        **fields,
    }


def old_year(people: int, last: date = CLOSED - timedelta(days=1), days: int = 400) -> Iterator[tuple[date, dict]]:
    """Lifelike: fewer on Fridays, nobody on weekends, more as time goes by."""
    dice = random.Random(7)
    for place, day in enumerate(Span(last - timedelta(days=days - 1), last)):
        if day.weekday() < 5:
            active = max(1, round(people * (0.5 + place / days / 3) * dice.uniform(0.8, 1.1)))
            yield day, old_row(day, active, active * dice.randint(18, 26))


def keep_old_days(objects: Objects, table: str, org: str, days: Days) -> None:
    def drafted(index: Index) -> Draft:
        places = {day: Place("github", org, table, day) for day in days}
        draft = Draft({place: index.entries.get(place) for place in places.values()})
        for day, place in places.items():
            rows = pa.Table.from_pylist([dict(row) for row in days[day]], schema=SCHEMAS[table])
            file = rows_key(table, "github", org, day), to_parquet(rows, table), rows.num_rows
            draft.add(place, Outcome(table, "final"), FETCHED, {table: file})
        return draft

    History(objects).write(drafted)
