"""Files of GitHub's old APIs into days: of an organisation, or of teams."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from dashboard.importing.content import Piece
from dashboard.importing.kinds import METRICS, TEAMS, USAGE, is_ours, kind_of
from dashboard.importing.legacy import Row, legacy_row
from dashboard.importing.offered import LegacyDay, Refused, until_broken
from dashboard.importing.owners import Owners, org_and_slug
from dashboard.importing.parts import Part, shown


def org_days(pieces: Iterable[Piece], owners: Owners, said: str | None, today: date) -> Iterator[LegacyDay | Refused]:
    """`said` is the organisation that the file's name says, if it does."""
    for piece in until_broken(pieces):
        if isinstance(piece, Refused):
            yield piece
            continue
        try:
            day, row = legacy_row(day_of_old(piece.value()), today)
            yield LegacyDay(piece.position, owners.owner(said), day, row)
        except ValueError as problem:
            yield Refused(piece.position, str(problem))


def team_days(pieces: Iterable[Piece], owners: Owners, said: str | None, today: date) -> Iterator[LegacyDay | Refused]:
    for piece in until_broken(pieces):
        if isinstance(piece, Refused):
            yield piece
            continue
        position = piece.position.replace("[", "[team ")
        try:
            record = teams_record(piece.value())
            team, org = team_of(record), org_of(record)
            yield from days_of_team(position, record["data"], team, owners.owner(said or org), today)
        except OurOwn:
            raise
        except ValueError as problem:
            yield Refused(position, str(problem))


def teams_record(value: Any) -> Mapping[str, Any]:
    if kind_of(value) is not TEAMS:
        raise ValueError(f"{shown(value)} is not a team with its data")
    if is_ours(value):
        raise OurOwn("this is our own publication, made from the history that it would be imported into")
    return value


class OurOwn(ValueError):
    """Speaks against the whole file."""


def team_of(record: Mapping[str, Any]) -> Row:
    """The columns that say which team. An address may have had the name in place of the slug, so the slug counts."""
    team = Part(record).part("team")
    if not team.fields:
        raise ValueError("it has no team, so its days can't be said to be anybody's")
    url = team.text("url")
    slug = team.text("slug") or org_and_slug(url)[1]
    if not slug:
        raise ValueError("its team has neither a slug nor an address that ends in one")
    return {
        "slug": slug,
        "team_id": None,
        "name": team.text("name"),
        "description": team.text("description"),
        "url": url,
    }


def org_of(record: Mapping[str, Any]) -> str | None:
    return org_and_slug(Part(record).part("team").text("url"))[0]


def days_of_team(position: str, data: Any, team: Row, org: str, today: date) -> Iterator[LegacyDay | Refused]:
    if data is not None and not isinstance(data, list):
        raise ValueError(f"its data is {shown(data)}, not a list of days")
    for number, record in enumerate(data or ()):
        place = f"{position}.data[{number}]".lstrip(".")
        try:
            day, row = legacy_row(day_of_old(record), today)
            yield LegacyDay(place, org, day, team | row)
        except ValueError as problem:
            yield Refused(place, str(problem))


def day_of_old(value: Any) -> Mapping[str, Any]:
    if kind_of(value) not in (METRICS, USAGE):
        raise ValueError(f"{shown(value)} is not a day of GitHub's old APIs")
    return value
