"""Which teams there are, by what names."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
import pytest

from dashboard.core.rows import DIRECTORY
from dashboard.history.objects import open_objects
from dashboard.history.replica import Replica
from dashboard.history.store import History
from dashboard.insights import Insights
from tests.builders import FETCHED, day_of, membership, people, usage

MONDAY = date(2026, 11, 2)
FIVE = people(1, 5)


@pytest.fixture
def history(tmp_path):
    history = History(open_objects(str(tmp_path / "history")))
    for day, team, slug in ((MONDAY, 42, "red"), (MONDAY + timedelta(days=1), 43, "red")):
        users, members = (
            [usage(login, interactions=1) for login in FIVE],
            [membership(login, team, slug) for login in FIVE],
        )
        history.write_day("github", "acme", day, day_of("acme", day, users, members), FETCHED)
    return history


@pytest.fixture
def names(history, tmp_path):
    def found() -> list[tuple[int, str, str]]:
        replica = Replica(history.objects, tmp_path / "replica")
        replica.update()
        return [(team.id, team.slug, team.name) for team in Insights(replica, 5).teams("acme")]

    return found


def directory(*teams: tuple[int, str, str]) -> pa.Table:
    rows = [{"team_id": id, "slug": slug, "name": name} for id, slug, name in teams]
    return pa.Table.from_pylist(rows, schema=DIRECTORY)


def test_without_githubs_list_a_slug_leads_to_the_team_that_had_it_last(names):
    assert names() == [(43, "red", "red")]


def test_githubs_list_says_whose_slug_it_is_now(history, names):
    history.write_directory("github", "acme", directory((42, "red", "Red")), FETCHED)
    assert names() == [(42, "red", "Red")]


def test_a_renamed_team_keeps_its_history_under_its_new_name(history, names):
    history.write_directory("github", "acme", directory((42, "crimson", "Crimson"), (43, "red", "Red")), FETCHED)
    assert names() == [(42, "crimson", "Crimson"), (43, "red", "Red")]


def test_a_team_that_is_in_no_report_is_known_all_the_same(history, names):
    history.write_directory("github", "acme", directory((43, "red", "Red"), (77, "tiny", "")), FETCHED)
    assert names() == [(43, "red", "Red"), (77, "tiny", "tiny")]
