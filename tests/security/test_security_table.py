"""docs/security.md says of every check where it is tested, and it is."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

DOCUMENT = Path("docs/security.md")
IDS = [
    f"{group}{number}"
    for group, last in (("A", 12), ("S", 14), ("H", 15), ("X", 5), ("D", 12))
    for number in range(1, last + 1)
]
APART = "does not apply"


def rows() -> dict[str, str]:
    """What stands in the last column, by id."""
    found = re.findall(r"^\| ([ASHXD][0-9]+) \|.*\| ([^|]+) \|$", DOCUMENT.read_text(), re.M)
    assert len(found) == len(dict(found)), "an id stands twice"
    return dict(found)


def names_in(path: str) -> list[str]:
    return re.findall(r"^def (test_\w+)", Path(path).read_text(), re.M)


@pytest.mark.parametrize("id", IDS)
def test_every_check_stands_in_the_table_with_a_test_that_exists(id):
    told = rows()[id]
    named = re.findall(r"(tests/[\w/]+\.py)::(\w+\*?)", told)
    assert named or APART in told, told
    for path, name in named:
        assert [test for test in names_in(path) if fnmatchcase(test, name)], f"{path} has no {name}"


def test_a_test_named_after_a_check_stands_in_its_row():
    """Or somebody has written one and nobody will find it."""
    told = rows()
    for path in Path("tests/security").glob("test_*.py"):
        for id in {
            match.upper() for test in names_in(str(path)) for match in re.findall(r"(?<=_)[ashxd][0-9]+(?=_)", test)
        }:
            assert id not in IDS or path.name in told[id], f"{path} has a test of {id}"
