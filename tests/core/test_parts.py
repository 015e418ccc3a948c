"""Parts of a whole that may be known: what is withheld can't be had by subtraction."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.parts import OTHERS, Phase, Version, shown_phases, shown_versions, too_small

PEOPLE = st.lists(st.integers(1, 12), max_size=8)


@given(PEOPLE, st.integers(2, 6))
def test_what_is_withheld_is_nobody_or_enough_people_or_everybody(people, floor):
    hidden = too_small(people, floor)
    together = sum(people[place] for place in hidden)
    assert not hidden or together >= floor or len(hidden) == len(people)
    assert all(people[place] >= floor for place in range(len(people)) if place not in hidden)


@given(PEOPLE, st.integers(2, 6))
def test_one_part_is_never_withheld_alone(people, floor):
    assert len(too_small(people, floor)) != 1 or len(people) == 1


def test_a_floor_of_one_is_off():
    assert too_small([1, 2], 1) == set()


def test_phases_that_are_too_small_stay_in_their_place_without_a_number():
    rows = [Phase("No Cohort", 0), Phase("Phase 1", 2), Phase("Phase 2", 9), Phase("Phase 3", 4)]
    assert shown_phases(rows, 5) == [Phase("Phase 1", None), Phase("Phase 2", 9), Phase("Phase 3", None)]


def versions(name: str, **people: int) -> list[Version]:
    return [Version("editor", name, number, count) for number, count in people.items()]


def test_versions_that_are_too_small_become_other_versions_of_the_same_editor():
    rows = [*versions("vscode", new=9, old=2, older=1, oldest=4), *versions("intellij", new=6, old=5)]
    assert shown_versions(rows, 5) == [
        *versions("vscode", new=9),
        Version("editor", "vscode", OTHERS, 7),
        *versions("intellij", new=6, old=5),
    ]


def test_editors_that_too_few_people_use_are_not_even_named():
    small = [*versions("zed", new=2), *versions("vim", new=4)]
    assert shown_versions([*versions("vscode", new=9), *small], 5) == [
        *versions("vscode", new=9),
        Version("editor", OTHERS, OTHERS, None),
    ]


def test_an_editor_of_few_takes_the_next_smallest_with_it_or_the_rest_of_all_people_would_tell():
    rows = [*versions("vscode", new=9, old=9), *versions("intellij", new=6), *versions("zed", new=2)]
    assert shown_versions(rows, 5) == [*versions("vscode", new=9, old=9), Version("editor", OTHERS, OTHERS, 8)]


def test_plugins_are_folded_apart_from_editors():
    plugins = [Version("plugin", "copilot", "1.0", 9), Version("plugin", "copilot-xcode", "1.0", 7)]
    assert shown_versions([*versions("zed", new=2), *plugins], 5) == [
        Version("editor", OTHERS, OTHERS, None),
        *plugins,
    ]
