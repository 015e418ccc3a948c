"""Whose account at another assistant is whose at GitHub: what identities.csv says, and what follows from it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256

import pyarrow as pa

from dashboard.core.rows import IDENTITIES

EMAIL, LOGIN, ID = "email", "github_login", "github_id"
FIRST_STRANGER = 2**52  # GitHub's own ids are far below, and up to twice this every JSON reader keeps them exact


@dataclass(frozen=True)
class Account:
    """`user_id` is GitHub's where the person is `matched`, else a number that stands for their name here."""

    user_id: int
    login: str
    matched: bool


Match = Callable[[str], Account]


@dataclass(frozen=True)
class Identity:
    """A line of identities.csv: the e-mail address or name at the assistant, and GitHub's number or login."""

    email: str
    github_id: int | None = None
    login: str | None = None


@dataclass(frozen=True)
class Accounts:
    """`known` are the people of GitHub's newest reports, login by id; `former` those who were matched before."""

    identities: Mapping[str, Identity] = field(default_factory=dict)
    known: Mapping[int, str] = field(default_factory=dict)
    former: Mapping[int, str] = field(default_factory=dict)

    @staticmethod
    def of(
        identities: Iterable[Identity], known: Mapping[int, str], former: Mapping[int, str] | None = None
    ) -> Accounts:
        return Accounts({identity.email.casefold(): identity for identity in identities}, known, former or {})

    def account(self, name: str) -> Account:
        identity = self.identities.get(name.casefold())
        number = self._number(identity) if identity else None
        if identity is None or number is None:
            return Account(stranger_id(name), name, False)
        return Account(number, self.known.get(number) or identity.login or name, True)

    def _number(self, identity: Identity) -> int | None:
        """A login is whose GitHub's reports say it is; somebody who has left keeps what they had."""
        if identity.github_id is not None:
            return identity.github_id
        return self._ids.get((identity.login or "").casefold())

    @cached_property
    def _ids(self) -> Mapping[str, int]:
        people = (*self.former.items(), *self.known.items())
        return {login.casefold(): number for number, login in people}


def stranger_id(name: str) -> int:
    """Of a person without a GitHub account. It is a pseudonym that anybody can compute who knows the name."""
    digest = sha256(name.strip().casefold().encode()).digest()
    return FIRST_STRANGER + (int.from_bytes(digest[:8], "big") >> 12)


def newest(before: pa.Table, seen: Mapping[str, date]) -> dict[str, date]:
    """The last day of everybody who is in `before` (in the schema of `identities`) or was `seen` since."""
    last: dict[str, date] = {row["name"]: row["last_day"] for row in before.to_pylist()}
    return last | {name: max(day, last.get(name, day)) for name, day in seen.items()}


def people(names: Mapping[str, date], match: Match) -> pa.Table:
    """The rows of `identities`: everybody by the name they have at the assistant, and the last day they were seen there."""
    accounts = {name: match(name) for name in names}
    rows = [
        {
            "user_id": account.user_id,
            "user_login": account.login,
            "name": name,
            "matched": account.matched,
            "last_day": names[name],
        }
        for name, account in sorted(accounts.items())
    ]
    return pa.Table.from_pylist(rows, schema=IDENTITIES)


def identities(content: bytes) -> list[Identity]:
    """By header: `email`, and `github_id` or `github_login` or both. Raises ValueError that names line and column."""
    try:
        lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        return list(_identities(lines)) if content.strip() else []
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        raise ValueError(f"line {line}: it is not UTF-8; save the file as UTF-8") from problem
    except csv.Error as problem:
        raise ValueError(f"it is not CSV: {problem}") from problem


def _identities(lines: Iterator[list[str]]) -> Iterator[Identity]:
    columns = [name.strip().lower() for name in next(lines)]
    if EMAIL not in columns or not {LOGIN, ID} & set(columns):
        raise ValueError(f"line 1: it must name the columns {EMAIL}, and {ID} or {LOGIN}")
    said: dict[str, int] = {}
    for number, cells in enumerate(lines, start=2):
        row = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
        if not any(row.values()):
            continue
        found = _identity(row, number)
        if found.email.casefold() in said:
            raise ValueError(f"line {number}, column {EMAIL}: line {said[found.email.casefold()]} has it already")
        said[found.email.casefold()] = number
        yield found


def _identity(row: Mapping[str, str], line: int) -> Identity:
    email, number, login = (row.get(name, "") for name in (EMAIL, ID, LOGIN))
    if not email:
        raise ValueError(f"line {line}, column {EMAIL}: it is empty")
    if not re.fullmatch(r"([1-9][0-9]{0,14})?", number):
        raise ValueError(f"line {line}, column {ID}: {number[:40]!r} is not GitHub's number of a person")
    if not re.fullmatch(r"([A-Za-z0-9][A-Za-z0-9_-]{0,99})?", login):
        raise ValueError(f"line {line}, column {LOGIN}: {login[:40]!r} is not a GitHub login")
    if not number and not login:
        raise ValueError(f"line {line}: it names nobody; fill in {ID} or {LOGIN}")
    return Identity(email, int(number) if number else None, login or None)
