"""What a day's outcomes make of its entries: decided here, kept by the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256

import pyarrow as pa

from dashboard.core.numbers import Coverage
from dashboard.core.reports import Outcome
from dashboard.core.rows import MEMBERS_REPORT, TABLE_OF, USERS_REPORT
from dashboard.errors import Conflict, Damaged
from dashboard.history.index import Entry, Index, Object, Place, coverage_of
from dashboard.history.keys import raw_key, rows_key
from dashboard.history.tables import pack, roll_up, to_parquet, whole
from dashboard.history.tombstones import PLACE, Tombstones, without_erased

NOBODY = Tombstones()
GITHUB = "github"
ReadRows = Callable[[Object, str], pa.Table]


class Moved(Conflict):
    """Somebody else wrote one of the entries a draft was made from."""


@dataclass
class Draft:
    """The entries as they were and as they are to be, and the content of the objects that are new in them.

    `confirmed` has the content of objects that came again as they are in the index.
    """

    before: Mapping[Place, Entry | None]
    after: dict[Place, Entry] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    confirmed: dict[str, bytes] = field(default_factory=dict)

    def objects_of(self, contents: Mapping[str, bytes]) -> list[Object]:
        objects = (found for entry in self.after.values() for found in entry.objects.values())
        return [found for found in objects if found.key in contents]

    def entry(self, place: Place) -> Entry | None:
        return self.after.get(place, self.before[place])

    def apply(self, index: Index) -> Index:
        """Raises Moved unless the index has the entries as they were before, or as they are to be."""
        if all(index.entries.get(place) == entry for place, entry in self.after.items()):
            return index
        if any(index.entries.get(place) != entry for place, entry in self.before.items()):
            raise Moved("somebody else wrote the same day; it is drafted again")
        return index.with_entries(self.after)

    def replaces(self, new: Object) -> bool:
        """Whether the index as it was had other content under the same key."""
        entries = [entry for entry in self.before.values() if entry]
        return any(old.key == new.key for entry in entries for old in entry.objects.values())

    def with_objects(self, stored: Mapping[str, Object]) -> None:
        """Puts objects in the place of those with the same key."""
        for place, entry in self.after.items():
            objects = {name: stored.get(found.key, found) for name, found in entry.objects.items()}
            self.after[place] = replace(entry, objects=objects)

    def add(self, place: Place, outcome: Outcome, at: datetime, files: Mapping[str, tuple[str, bytes, int]]) -> None:
        """The entry for content that came; `files` has key, content and rows by the object's name."""
        old = self.before[place]
        objects = dict(old.objects) if old else {}
        new = {name: self._object(objects.get(name), *file) for name, file in files.items()}
        same = old is not None and old.known and all(objects.get(name) == found for name, found in new.items())
        fetched_at = old.fetched_at if old and same else at
        self.after[place] = Entry(outcome.state, at, fetched_at, outcome.reason, objects | new)

    def add_object(self, place: Place, name: str, file: tuple[str, bytes, int]) -> None:
        entry = self.entry(place)
        assert entry
        found = self._object(entry.objects.get(name), *file)
        self.after[place] = replace(entry, objects={**entry.objects, name: found})

    def drop_object(self, place: Place, name: str) -> None:
        entry = self.entry(place)
        assert entry
        left = {other: found for other, found in entry.objects.items() if other != name}
        self.after[place] = replace(entry, objects=left)

    def _object(self, old: Object | None, key: str, content: bytes, rows: int) -> Object:
        """The old one if it has this content already."""
        digest = sha256(content).hexdigest()
        if old and old.sha256 == digest:
            self.confirmed[key] = content
            return old
        self.contents[key] = content
        return Object(key, digest, rows, len(content))


def draft_day(
    index: Index,
    source: str,
    org: str,
    day: date,
    outcomes: Sequence[Outcome],
    at: datetime,
    read_rows: ReadRows,
    erased: Tombstones = NOBODY,
) -> Draft:
    """`read_rows` fetches the stored rows of a sibling report, when only one of the two that make teams came.

    Whoever was `erased` is left out, but not out of the teams' sums.
    """
    reports = {outcome.report for outcome in outcomes} | {USERS_REPORT, MEMBERS_REPORT}
    places = {report: Place(source, org, report, day) for report in sorted(reports)}
    places[MEMBERS_REPORT] = Place(GITHUB, org, MEMBERS_REPORT, day)
    draft = Draft({place: index.entries.get(place) for place in (*places.values(), PLACE)})
    for outcome in outcomes:
        _draft_report(draft, places[outcome.report], without_erased(outcome, erased), at)
        if source != GITHUB and outcome.report == USERS_REPORT and outcome.rows:
            _draft_whole(draft, places[outcome.report], outcome.rows.rows)
    _draft_teams(draft, places, outcomes, read_rows, smaller=bool(erased))
    return draft


def draft_teams_again(
    index: Index, place: Place, at: datetime, read_rows: ReadRows, erased: Tombstones = NOBODY
) -> Draft:
    """Another assistant's teams by memberships that came or changed after its people; `place` is of these people."""
    assert place.day
    draft = draft_day(index, place.source, place.org, place.day, (), at, read_rows, erased)
    entry = draft.entry(place)
    assert entry
    draft.after[place] = replace(entry, checked_at=at)
    return draft


def teams_are_behind(index: Index, place: Place) -> bool:
    """Whether memberships of the day came after the rows of another assistant's people were last looked at."""
    entry, members = index.entries.get(place), index.entries.get(Place(GITHUB, place.org, MEMBERS_REPORT, place.day))
    if not (entry and entry.known and members and members.known and members.fetched_at):
        return False
    return "teams" not in entry.objects or members.fetched_at > entry.checked_at


def not_overtaken(
    index: Index, source: str, org: str, day: date, outcomes: Iterable[Outcome], seen: Mapping[str, Coverage]
) -> list[Outcome]:
    """The outcomes of reports that nobody else has brought since they were asked for, when `seen` was known of them.

    Nobody can say which of two fetches is the newer one: no clock is trusted, so the first one to be written stays.
    """

    def overtaken(report: str) -> bool:
        place = Place(source, org, report, day)
        entry = index.entries.get(place)
        return entry is not None and entry.settled and coverage_of(place, entry) != seen.get(report)

    return [outcome for outcome in outcomes if not overtaken(outcome.report)]


def draft_failure(index: Index, place: Place, outcome: Outcome, at: datetime) -> Draft:
    """That nothing came of asking: what was good stays."""
    draft = Draft({place: index.entries.get(place)})
    draft.after[place] = _without_rows(draft.before[place], outcome, at)
    return draft


def draft_directory(index: Index, source: str, org: str, rows: pa.Table, at: datetime) -> Draft:
    place = Place(source, org, "directory", None)
    draft = Draft({place: index.entries.get(place)})
    file = rows_key("directory", source, org, None), to_parquet(rows, "directory"), rows.num_rows
    draft.add(place, Outcome("directory", "final"), at, {"directory": file})
    return draft


def _draft_report(draft: Draft, place: Place, outcome: Outcome, at: datetime) -> None:
    if outcome.rows is None:
        draft.after[place] = _without_rows(draft.before[place], outcome, at)
        return
    source, org, name, day = place
    assert day
    table, rows = TABLE_OF[name], outcome.rows.rows
    with ThreadPoolExecutor(1) as beside:
        packed = beside.submit(pack, outcome.rows.raw)
        files = {
            table: (rows_key(table, source, org, day), to_parquet(rows, table), rows.num_rows),
            "raw": (raw_key(source, org, day, name), packed.result(), rows.num_rows),
        }
    draft.add(place, outcome, at, files)


def _without_rows(old: Entry | None, outcome: Outcome, at: datetime) -> Entry:
    """What was good, or purged on purpose, stays so: a failed try only leaves its reason."""
    if old and old.settled:
        return replace(old, checked_at=at, reason=outcome.reason)
    return Entry(outcome.state, at, reason=outcome.reason)


def _draft_whole(draft: Draft, place: Place, users: pa.Table) -> None:
    """The organisation's day, which no assistant but GitHub's tells of by itself."""
    assert place.day
    file = rows_key("org", place.source, place.org, place.day), to_parquet(whole(users), "org"), 1
    draft.add_object(place, "org", file)


def _draft_teams(
    draft: Draft, places: Mapping[str, Place], outcomes: Iterable[Outcome], read_rows: ReadRows, smaller: bool
) -> None:
    """Rolls up teams where the day has both reports and one of them is new, or the memberships were asked for again.

    Memberships are GitHub's, whichever assistant people used; teams of another one are kept with its people.

    Where the stored rows are `smaller` than what came, as somebody was erased, sums are only replaced by those of the
    rows of both as they came. Sums of rows that are gone go as well when the new ones can't be made, since the other
    report is damaged in the store: they are made once that is fetched again.
    """
    users, members = draft.entry(places[USERS_REPORT]), draft.entry(places[MEMBERS_REPORT])
    if not (users and users.known and members and members.known):
        return
    pair = [(USERS_REPORT, users.objects["users"], "users"), (MEMBERS_REPORT, members.objects["members"], "members")]
    came = {outcome.report: outcome.rows.rows for outcome in outcomes if outcome.rows}
    new = any(found.key in draft.contents for _, found, _ in pair)
    place = places[MEMBERS_REPORT]
    due = new or any(outcome.report == MEMBERS_REPORT for outcome in outcomes)
    if places[USERS_REPORT].source != GITHUB:
        place, due = places[USERS_REPORT], True
    kept = draft.entry(place)
    has_teams = kept is not None and "teams" in kept.objects
    if has_teams and not (all(name in came for name, _, _ in pair) if smaller else due):
        return
    try:
        teams = roll_up(*(came[name] if name in came else read_rows(found, table) for name, found, table in pair))
    except Damaged:
        if new and has_teams:
            draft.drop_object(place, "teams")
        return
    assert place.day
    file = rows_key("teams", place.source, place.org, place.day), to_parquet(teams, "teams"), teams.num_rows
    draft.add_object(place, "teams", file)
