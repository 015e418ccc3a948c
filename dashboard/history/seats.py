"""A day's snapshot of seats: it replaces an earlier one of the same day, and remembers what the day before knew."""

from __future__ import annotations

from datetime import date, datetime

from dashboard.core.reports import Outcome
from dashboard.core.seat_rows import SEATS_REPORT
from dashboard.core.seats import Before, Snapshot, billing_row, remembered
from dashboard.errors import Damaged
from dashboard.history.draft import Draft, ReadRows
from dashboard.history.index import Entry, Index, Place
from dashboard.history.keys import rows_key
from dashboard.history.tables import to_parquet
from dashboard.history.tombstones import PLACE, Tombstones, rows_without


def draft_seats(
    index: Index,
    source: str,
    org: str,
    day: date,
    snapshot: Snapshot,
    at: datetime,
    read_rows: ReadRows,
    erased: Tombstones,
) -> Draft:
    """Whoever was `erased` is left out of the rows, but not out of the counts by state."""
    place = Place(source, org, SEATS_REPORT, day)
    earlier, before = _before(index, place, read_rows)
    draft = Draft({found: index.entries.get(found) for found in (place, PLACE, *earlier)})
    seats = remembered(snapshot, day, before)
    billing = billing_row(snapshot, seats)
    kept = rows_without(seats, {user for user in seats.column("user_id").to_pylist() if user in erased})
    files = {
        "seats": (rows_key("seats", source, org, day), to_parquet(kept, "seats"), kept.num_rows),
        "billing": (rows_key("billing", source, org, day), to_parquet(billing, "billing"), billing.num_rows),
    }
    draft.add(place, Outcome(SEATS_REPORT, "final", snapshot.remark), at, files)
    return draft


def _before(index: Index, place: Place, read_rows: ReadRows) -> tuple[list[Place], Before | None]:
    """The newest snapshot of an earlier day that can be read, and the places that were looked at for it."""
    assert place.day
    looked: list[Place] = []
    earlier = [found for found in index.entries if _is_before(found, place) and _has_rows(index.entries[found])]
    for found in sorted(earlier, key=lambda one: one.day or date.min, reverse=True):
        looked.append(found)
        try:
            assert found.day
            return looked, Before(found.day, read_rows(index.entries[found].objects["seats"], "seats"))
        except Damaged:
            continue
    return looked, None


def _is_before(found: Place, place: Place) -> bool:
    assert place.day
    return found[:3] == place[:3] and found.day is not None and found.day < place.day


def _has_rows(entry: Entry) -> bool:
    return entry.known and "seats" in entry.objects
