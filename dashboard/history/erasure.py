"""Erasing a person: their rows go, the sums that they are in stay.

The tombstone comes first. From then on nobody writes their rows again, so what is found after it is all there is, and
an erasure that was interrupted is finished by running it again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from dashboard.errors import Damaged
from dashboard.history import keys
from dashboard.history.draft import Draft
from dashboard.history.index import Entry, Index, Object, Place, read_index
from dashboard.history.person import QUARANTINE, about_people, holds, lines_of, logins_of, quarantined, rows_of
from dashboard.history.store import History
from dashboard.history.tables import from_parquet, pack, to_parquet, unpack
from dashboard.history.tombstones import KEY, NAME, PERSONAL, PLACE, lines_without, rows_without, tombstones_of

BESIDE = (*(f"{table}/" for table in PERSONAL), "raw/", keys.STAGED)


@dataclass
class Erased:
    """What was removed: `rows` by table and of `raw`, whole refused files, and leftovers that no index named."""

    logins: set[str] = field(default_factory=set)
    rows: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


class Day(NamedTuple):
    source: str
    org: str
    day: date | None


def erase(history: History, user_id: int, at: datetime) -> Erased:
    erased = Erased()
    bury(history, user_id, at)
    for day in sorted(_days(read_index(history.objects)), key=str):
        try:
            _erase_day(history, day, user_id, erased)
        except Damaged as damaged:
            erased.failures.append(f"{day.org} {day.day}: {damaged}; then erase again")
    _erase_beside(history, user_id, erased)
    for prefix in (*BESIDE, QUARANTINE):
        history.objects.forget_versions(prefix)
    return erased


def bury(history: History, user_id: int, at: datetime) -> None:
    """Keeps the person out of every later write."""

    def drafted(index: Index) -> Draft:
        buried = tombstones_of(index, history.read)
        tombstones = buried if user_id in buried else buried.with_person(user_id)
        draft = Draft({PLACE: index.entries.get(PLACE)})
        draft.after[PLACE] = draft.before[PLACE] or Entry("final", at, at)
        draft.add_object(PLACE, NAME, (KEY, tombstones.to_json(), len(tombstones.hashes)))
        return draft

    history.write(drafted)


def _days(index: Index) -> set[Day]:
    return {_day(place) for place in index.entries if place != PLACE}


def _day(place: Place) -> Day:
    return Day(place.source, place.org, place.day)


def _erase_day(history: History, day: Day, user_id: int, erased: Erased) -> None:
    removed: Counter[str] = Counter()

    def drafted(index: Index) -> Draft:
        removed.clear()
        draft = Draft({place: entry for place, entry in index.entries.items() if _day(place) == day})
        for place, name, found in _about_people(draft):
            rest, logins = _without(history.read(found), name, user_id)
            if logins:
                draft.add_object(place, name, (found.key, rest, found.rows - len(logins)))
                removed[name] += len(logins)
                erased.logins.update(login for login in logins if login)
        return draft

    history.write(drafted)
    erased.rows += removed


def _about_people(draft: Draft) -> list[tuple[Place, str, Object]]:
    entries = [(place, entry) for place, entry in draft.before.items() if entry]
    return [(place, name, entry.objects[name]) for place, entry in entries for name in about_people(entry)]


def _without(content: bytes, name: str, user_id: int) -> tuple[bytes, list[str]]:
    """What is left of an object, and the login in each row or line that is gone; the content as it was if none is."""
    if name == "raw":
        raw = unpack(content)
        theirs = lines_of(raw, user_id)
        return (pack(lines_without(raw, user_id.__eq__)) if theirs else content), [""] * len(theirs)
    rows = from_parquet(content, name)
    logins = logins_of(rows_of(rows, user_id))
    return (to_parquet(rows_without(rows, {user_id}), name) if logins else content), logins


def _erase_beside(history: History, user_id: int, erased: Erased) -> None:
    """Refused files, and what killed writers left: what names the person can't come into the index any more."""
    objects = history.objects
    for key in quarantined(objects, user_id, erased.logins):
        objects.delete(key)
        objects.delete(f"{key.removesuffix('.refused')}.json")
        erased.refused.append(key)
    found = [key for prefix in BESIDE for key in objects.list(prefix)]
    named = read_index(objects).named()
    for key in found:
        stored = None if key in named else objects.read(key)
        if stored and holds(stored.content, user_id):
            objects.delete(key)
            erased.leftovers.append(key)
