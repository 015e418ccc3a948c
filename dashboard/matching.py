"""The people of another assistant than GitHub's: whose each name is, and who is matched to nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

import pyarrow as pa

from dashboard.core.accounts import Accounts, Identity, Match, people

UNMATCHED = (
    "{unmatched} of {all} people of {name} are matched to no GitHub account, and so in no team: "
    "python -m dashboard coverage lists them, identities.csv says whose they are"
)


class People(Protocol):
    """What the history has of an assistant's people, in the schema of `identities`, and GitHub's logins by id."""

    def people(self) -> pa.Table: ...
    def write_people(self, rows: pa.Table, at: datetime) -> bool: ...
    def github_people(self) -> Mapping[int, str]: ...


def accounts_of(kept: People, identities: Sequence[Identity]) -> Accounts:
    """Whoever was matched stays known when GitHub's rows of them are gone."""
    former = {row["user_id"]: row["user_login"] for row in kept.people().to_pylist() if row["matched"]}
    return Accounts.of(identities, kept.github_people(), former)


def keep_people(kept: People, seen: Mapping[str, date], match: Match, now: datetime) -> None:
    told = people(seen, match)
    if told != kept.people():
        kept.write_people(told, now)


def unmatched(kept: People, name: str) -> str | None:
    """How many of its people are in no team, in words; None if nobody is."""
    matched = kept.people()["matched"].to_pylist()
    if all(matched):
        return None
    return UNMATCHED.format(unmatched=matched.count(False), all=len(matched), name=name)
