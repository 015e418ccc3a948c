"""From GitHub's reports to the replica's answers, in a folder and in a bucket alike."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from dashboard.core.rows import USERS_REPORT
from dashboard.demo.server import serve
from dashboard.demo.world import World
from dashboard.history.objects import Objects
from dashboard.history.replica import Replica
from dashboard.history.store import History
from tests.test_refresh import Refresher

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)
DAY = date(2026, 11, 18)
GENERATIONS = "SELECT day, sum(code_generation_activity_count) AS n FROM teams GROUP BY day ORDER BY day"


@pytest.fixture
def refresher(objects, tmp_path):
    world = World(NOW.date())
    world.add_team(world.add_organisation("acme", 999), "Red", id=42)
    stand_in = serve(world)
    found = Refresher(tmp_path, stand_in)
    found.history = History(objects)
    found.put(DAY, "alice", "bob", generations=3)
    yield found
    stand_in.stop()


def etags(objects: Objects) -> dict[str, str]:
    return {key: objects.read(key).etag for key in objects.list() if key != "index.json"}


def answers(replica: Replica) -> dict[date, int]:
    return {row["day"]: row["n"] for row in replica.ask(GENERATIONS)}


def test_a_second_refresh_writes_nothing_and_a_corrected_day_replaces_the_old_one(refresher, objects):
    assert refresher.run(now=NOW).failures == []
    before = etags(objects)
    again = refresher.run(now=NOW)
    assert (again.failures, again.written, etags(objects)) == ([], 0, before)
    refresher.put(DAY, "alice", "bob", "charlie", generations=5)
    assert refresher.run(now=NOW + timedelta(days=10)).failures == []
    after = etags(objects)
    assert {key.split("/")[0] for key in before if after[key] != before[key]} >= {"users", "members", "teams", "raw"}
    of_that_day = {key for key in after if key.startswith(("seats/", "billing/"))} - before.keys()
    assert after.keys() - of_that_day == before.keys(), "nothing is left of the old content or on its way"
    assert refresher.states()[DAY][USERS_REPORT] == "final"


def test_a_replica_is_built_and_follows(refresher, objects, tmp_path):
    refresher.run(now=NOW)
    replica = Replica(objects, tmp_path / "replica")
    assert replica.update()
    assert answers(replica) == {DAY: 6}
    refresher.put(DAY, "alice", generations=7)
    refresher.put(DAY + timedelta(days=1), "bob", generations=1)
    refresher.run(now=NOW)
    assert replica.update()
    assert answers(replica) == {DAY: 7, DAY + timedelta(days=1): 1}
    assert replica.version == objects.read("index.json").etag
    assert not replica.update()
    fresh = Replica(objects, tmp_path / "fresh")
    assert fresh.update()
    assert answers(fresh) == answers(replica)
