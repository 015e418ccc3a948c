"""Writing the history: all or nothing, and never over what counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256

import orjson
import pyarrow as pa

from dashboard.core.numbers import Coverage, State
from dashboard.core.reports import Kept, Outcome, Report
from dashboard.core.rows import MEMBERS_REPORT, TABLE_OF, USERS_REPORT
from dashboard.core.seat_rows import SEATS_REPORT
from dashboard.core.seats import Snapshot
from dashboard.errors import Conflict, Damaged
from dashboard.history.draft import Draft, Moved, draft_day, draft_directory, draft_failure, not_overtaken
from dashboard.history.index import Entry, Index, Object, Place, commit, read_index
from dashboard.history.keys import quarantine_key
from dashboard.history.legacy import Merged, Rows, draft_legacy
from dashboard.history.objects import Objects
from dashboard.history.retention import Limits, expire
from dashboard.history.seats import draft_seats
from dashboard.history.settle import finish_others, read_object, repair, settle, store
from dashboard.history.tables import from_parquet
from dashboard.history.tombstones import PLACE, Tombstones, refused_without, tombstones_of, without_erased
from dashboard.history.unseen import IDENTITIES, draft_without_unseen

TRIES = 20


class History:
    """One writer among any number. Also says what is there, for whoever decides what to fetch."""

    def __init__(self, objects: Objects):
        self.objects = objects
        self._finished_others = False
        self._buried: tuple[Entry | None, Tombstones] = None, Tombstones()

    def entry(self, source: str, org: str, report: str, day: date) -> Entry | None:
        return read_index(self.objects).entries.get(Place(source, org, report, day))

    def coverage(self) -> list[Coverage]:
        return read_index(self.objects).coverage()

    def expire(self, today: date, user_days: int | None, team_days: int | None) -> int:
        """Removes what is older than may be kept (see retention.py); gives how many reports' days that were."""
        limits = Limits.of(user_days, team_days)
        expired = expire(self.objects, today, limits)
        if limits.people is not None:
            self._forget_unseen(today - timedelta(days=limits.people))
        return expired

    def captured_days(self, source: str, org: str) -> set[date]:
        """The days of which at least one report is known."""
        return {
            place.day
            for place, entry in read_index(self.objects).entries.items()
            if place.day and (place.source, place.org) == (source, org) and entry.known
        }

    def damaged(self, source: str, org: str, day: date) -> set[str]:
        """The reports of a day of which an object is missing in the store, or isn't what was written."""
        entries = _entries_of(read_index(self.objects), source, org, day)
        fetched = {report: entry for report, entry in entries.items() if report in TABLE_OF}  # the others were imported
        torn = {report for report, entry in fetched.items() if not all(map(self._is_whole, entry.objects.values()))}
        if {USERS_REPORT, MEMBERS_REPORT} <= entries.keys() and "teams" not in entries[MEMBERS_REPORT].objects:
            torn.add(MEMBERS_REPORT)  # its sums wait for a sibling that was damaged
        return torn

    def write_day(
        self,
        source: str,
        org: str,
        day: date,
        outcomes: Sequence[Outcome],
        at: datetime,
        seen: Mapping[str, Coverage] | None = None,
    ) -> bool:
        """Keeps what came of one day's reports, and that nothing came of the others.

        `seen` is what was known of each report when it was asked for: what somebody else has brought since then stays.
        Gives whether any object was written: content that is there already is not written again.
        """

        def drafted(index: Index) -> Draft:
            left = outcomes if seen is None else not_overtaken(index, source, org, day, outcomes, seen)
            return draft_day(index, source, org, day, left, at, self._read_rows, self._tombstones(index))

        return self.write(drafted)

    def kept(self, source: str, report: Report) -> Kept:
        """What the history has of a report's day, beside this report without who was erased."""
        index = read_index(self.objects)
        entry = index.entries.get(Place(source, report.org, report.name, report.day))
        if entry is None or not entry.settled:
            return "nothing"
        if entry.state == "expired":
            return "expired"
        offered = without_erased(Outcome(report.name, entry.state, rows=report), self._tombstones(index)).rows
        table = TABLE_OF[report.name]
        try:
            return "same" if offered and offered.rows == self._read_rows(entry.objects[table], table) else "other"
        except Damaged:
            return "damaged"

    def team_ids(self, source: str, org: str) -> dict[str, int]:
        """Slug → id, of the teams in the latest list."""
        entry = read_index(self.objects).entries.get(Place(source, org, "directory", None))
        if entry is None:
            return {}
        teams = self._read_rows(entry.objects["directory"], "directory")
        return dict(zip(teams["slug"].to_pylist(), teams["team_id"].to_pylist(), strict=True))

    def write_legacy(
        self, table: str, org: str, days: Mapping[date, Rows], at: datetime, replace: bool = False
    ) -> Merged:
        """Keeps rows of old APIs beside those of other files, all of these days at once (see legacy.py)."""
        merged = Merged()

        def drafted(index: Index) -> Draft:
            nonlocal merged
            draft, merged = draft_legacy(index, table, org, days, at, self._read_rows, replace)
            return draft

        self.write(drafted)
        return merged

    def write_directory(self, source: str, org: str, rows: pa.Table, at: datetime) -> bool:
        return self.write(lambda index: draft_directory(index, source, org, rows, at))

    def write_seats(self, source: str, org: str, day: date, snapshot: Snapshot, at: datetime) -> bool:
        """Keeps today's seats, in the place of an earlier snapshot of the same day."""
        return self.write(
            lambda index: draft_seats(index, source, org, day, snapshot, at, self._read_rows, self._tombstones(index))
        )

    def write_without_seats(self, source: str, org: str, day: date, state: State, reason: str, at: datetime) -> bool:
        """Keeps why there is no snapshot of a day; an earlier one of the same day stays."""
        place, outcome = Place(source, org, SEATS_REPORT, day), Outcome(SEATS_REPORT, state, reason)
        return self.write(lambda index: draft_failure(index, place, outcome, at))

    def read(self, found: Object) -> bytes:
        return read_object(self.objects, found)

    def keep_aside(self, source: str, org: str, report: str, day: date, content: bytes, reason: str) -> None:
        """Keeps a refused file as it came, with the reason beside it. The same file is kept once.

        What names somebody who was erased is left out of it.
        """
        index = read_index(self.objects)
        left = refused_without(content, self._tombstones(index))
        key = quarantine_key(source, org, day, report, sha256(left).hexdigest())
        self.objects.write(f"{key}.refused", left)
        self.objects.write(f"{key}.json", orjson.dumps({"reason": reason, "bytes": len(left)}))
        if read_index(self.objects).entries.get(PLACE) != index.entries.get(PLACE):
            self.objects.delete(f"{key}.refused")  # an erasure that began meanwhile may have looked before it was there
            self.keep_aside(source, org, report, day, content, reason)

    def write(self, drafted: Callable[[Index], Draft]) -> bool:
        """Keeps what `drafted` makes of the index as it is; it is asked again when that has changed meanwhile."""
        self._finish_others_once()
        for _ in range(TRIES):
            draft = self._drafted(drafted)
            wrote = self._store(draft)
            try:
                commit(self.objects, draft.apply)
            except Moved:
                self._forget(draft)
            else:
                self._settle(draft)
                return wrote
        raise Conflict("others kept writing the same day; run it again")

    def _drafted(self, drafted: Callable[[Index], Draft]) -> Draft:
        """A draft that misses an object is only tried again if the index has moved on in the meantime."""
        index = read_index(self.objects)
        while True:
            try:
                return drafted(index)
            except Damaged:
                before, index = index, read_index(self.objects)
                if index == before:
                    raise

    def _store(self, draft: Draft) -> bool:
        new = draft.objects_of(draft.contents)
        stored = [store(self.objects, found, draft.contents[found.key], draft.replaces(found)) for found in new]
        draft.with_objects({found.key: found for found in stored})
        came_again = draft.objects_of(draft.confirmed)
        repaired = [repair(self.objects, found, draft.confirmed[found.key]) for found in came_again]
        return bool(new) or any(repaired)

    def _settle(self, draft: Draft) -> None:
        if staged := _staged(draft):
            settle(self.objects, staged)

    def _forget_unseen(self, first: date) -> None:
        if self.write(lambda index: draft_without_unseen(index, first, self._read_rows)):
            self.objects.forget_versions(f"{IDENTITIES}/")

    def _forget(self, draft: Draft) -> None:
        for staged in _staged(draft).values():
            self.objects.delete(staged)

    def _finish_others_once(self) -> None:
        if not self._finished_others:
            finish_others(self.objects)
            self._finished_others = True

    def _is_whole(self, found: Object) -> bool:
        try:
            self.read(found)
        except Damaged:
            return False
        return True

    def _read_rows(self, found: Object, table: str) -> pa.Table:
        return from_parquet(self.read(found), table)

    def _tombstones(self, index: Index) -> Tombstones:
        """Read again only when the index names others."""
        entry = index.entries.get(PLACE)
        if entry != self._buried[0]:
            self._buried = entry, tombstones_of(index, self.read)
        return self._buried[1]


def _entries_of(index: Index, source: str, org: str, day: date) -> dict[str, Entry]:
    """The known reports of a day."""
    return {
        place.report: entry
        for place, entry in index.entries.items()
        if (place.source, place.org, place.day) == (source, org, day) and entry.known
    }


def _staged(draft: Draft) -> dict[str, str]:
    """Key → staged key, of what this draft staged."""
    return {found.key: found.staged for found in draft.objects_of(draft.contents) if found.staged}
