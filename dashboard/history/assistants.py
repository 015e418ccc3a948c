"""What the history keeps of an assistant other than GitHub's, beside its days: who its people are, and their teams."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial

import pyarrow as pa

from dashboard.core.reports import Outcome
from dashboard.core.rows import IDENTITIES, USERS_REPORT
from dashboard.history.draft import GITHUB, Draft, draft_teams_again, teams_are_behind
from dashboard.history.index import Entry, Index, Object, Place, read_index
from dashboard.history.keys import rows_key
from dashboard.history.store import History
from dashboard.history.tables import from_parquet, to_parquet, unpack
from dashboard.history.tombstones import PLACE, rows_without, tombstones_of

OF_PEOPLE = ("members", "users", "seats")  # the tables that say who has which login at GitHub


class Assistant:
    """One assistant's part of an organisation's history."""

    def __init__(self, history: History, source: str, org: str):
        self.history, self.source, self.org = history, source, org

    def days(self, report: str = USERS_REPORT) -> list[date]:
        """Those with rows of its people, in order."""
        found = self._entries(report).items()
        return sorted(place.day for place, entry in found if place.day and "raw" in entry.objects)

    def raw(self, day: date, report: str = USERS_REPORT) -> bytes:
        """The day's records as they came; empty where they are gone. Raises Damaged."""
        entry = self._entries(report).get(Place(self.source, self.org, report, day))
        return unpack(self.history.read(entry.objects["raw"])) if entry and "raw" in entry.objects else b""

    def people(self) -> pa.Table:
        """Everybody who was ever seen there, in the schema of `identities`."""
        entry = read_index(self.history.objects).entries.get(self._place)
        if entry is None:
            return IDENTITIES.empty_table()
        return from_parquet(self.history.read(entry.objects["identities"]), "identities")

    def write_people(self, rows: pa.Table, at: datetime) -> bool:
        def drafted(index: Index) -> Draft:
            erased = tombstones_of(index, self.history.read)
            left = rows_without(rows, {user for user in rows.column("user_id").to_pylist() if user in erased})
            draft = Draft({place: index.entries.get(place) for place in (self._place, PLACE)})
            file = rows_key("identities", self.source, self.org, None), to_parquet(left, "identities"), left.num_rows
            draft.add(self._place, Outcome("identities", "final"), at, {"identities": file})
            return draft

        return self.history.write(drafted)

    def github_people(self) -> dict[int, str]:
        """Login by id, as the newest days of GitHub's reports and seats have them."""
        people: dict[int, str] = {}
        for table in OF_PEOPLE:
            if found := self._newest_of_github(table):
                people |= _logins(self._read_rows(found, table))
        return people

    def _newest_of_github(self, table: str) -> Object | None:
        days = {
            place.day: entry.objects[table]
            for place, entry in read_index(self.history.objects).entries.items()
            if place[:2] == (GITHUB, self.org) and place.day and entry.known and table in entry.objects
        }
        return days[max(days)] if days else None

    def write_teams(self, at: datetime) -> int:
        """Adds up teams again on the days whose memberships came or changed after its people; gives how many days."""
        index = read_index(self.history.objects)
        behind = [place for place in self._entries() if teams_are_behind(index, place)]
        for place in behind:
            self.history.write(partial(self._teams_again, place=place, at=at))
        return len(behind)

    def _teams_again(self, index: Index, place: Place, at: datetime) -> Draft:
        return draft_teams_again(index, place, at, self._read_rows, tombstones_of(index, self.history.read))

    def _read_rows(self, found: Object, table: str) -> pa.Table:
        return from_parquet(self.history.read(found), table)

    @property
    def _place(self) -> Place:
        return Place(self.source, self.org, "identities", None)

    def _entries(self, report: str = USERS_REPORT) -> dict[Place, Entry]:
        entries = read_index(self.history.objects).entries
        return {
            place: entry
            for place, entry in entries.items()
            if place[:3] == (self.source, self.org, report) and entry.known
        }


def _logins(rows: pa.Table) -> dict[int, str]:
    named: Iterable[tuple[int, str]] = zip(
        rows.column("user_id").to_pylist(), rows.column("user_login").to_pylist(), strict=True
    )
    return {number: login for number, login in named if login}
