"""What is older than may be kept, over every kind of store."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from dashboard.core.accounts import Accounts
from dashboard.core.accounts import people as identities_of
from dashboard.core.days import Span, trailing
from dashboard.core.reports import by_day, missing
from dashboard.core.rows import MEMBERS_REPORT, ORG_REPORT, USERS_REPORT
from dashboard.core.subjects import Organisation, Team
from dashboard.history.assistants import Assistant
from dashboard.history.index import read_index
from dashboard.history.replica import Replica
from dashboard.history.settle import read_object
from dashboard.history.store import History
from dashboard.insights import Insights
from tests.builders import counts, day_of, membership, people, usage

TODAY = date(2026, 11, 21)
AT = datetime(2026, 11, 21, 6, tzinfo=UTC)
RED = Team("acme", 42, "red", "Red")
ACME = Organisation("acme")
PEOPLE = people(1, 6)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def write(objects, day: date) -> None:
    part = {"feature": "chat_panel_ask_mode", **counts(interactions=1, generations=1)}
    users = [usage(login, interactions=1, generations=1, totals_by_feature=[part]) for login in PEOPLE]
    total = {"daily_active_users": 6, **counts(interactions=6, generations=6)}
    outcomes = day_of("acme", day, users, [membership(login, 42, "red") for login in PEOPLE], total)
    History(objects).write_day("github", "acme", day, outcomes, AT)


@pytest.fixture
def filled(objects):
    for days in (3, 10, 11, 40):
        write(objects, ago(days))
    return objects


def expire(objects, user_days: int | None = None, team_days: int | None = None) -> int:
    return History(objects).expire(TODAY, user_days, team_days)


def days_under(objects, prefix: str) -> set[str]:
    return {key.split("day=")[1][:10] for key in objects.list(prefix)}


def states(objects, day: date) -> dict[str, str]:
    return {seen.report: seen.state for seen in History(objects).coverage() if seen.day == day}


def check_whole(objects) -> None:
    for entry in read_index(objects).entries.values():
        for found in entry.objects.values():
            assert len(read_object(objects, found)) == found.bytes


def test_rows_that_name_a_person_go_after_their_days_and_sums_stay(filled):
    History(filled).keep_aside("github", "acme", USERS_REPORT, ago(11), b"cut", "cut")
    assert expire(filled, user_days=10) > 0
    kept = {str(ago(3)), str(ago(10))}
    assert days_under(filled, "users/") == days_under(filled, "members/") == days_under(filled, "raw/") == kept
    assert days_under(filled, "quarantine/") == set()
    assert days_under(filled, "teams/") == days_under(filled, "org/") == kept | {str(ago(11)), str(ago(40))}
    assert states(filled, ago(11)) == {USERS_REPORT: "expired", MEMBERS_REPORT: "expired", ORG_REPORT: "final"}
    assert set(states(filled, ago(10)).values()) == {"final"}
    check_whole(filled)


def test_an_expired_day_is_never_asked_for_again_and_a_second_run_does_nothing(filled):
    expire(filled, user_days=10)
    known = by_day(History(filled).coverage(), "github", "acme")[ago(11)]
    asked = missing(known, AT, patient=False)
    assert USERS_REPORT not in asked
    assert MEMBERS_REPORT not in asked
    before = filled.read("index.json").etag
    assert expire(filled, user_days=10) == 0
    assert filled.read("index.json").etag == before


def test_sums_go_after_their_own_days_and_rows_never_stay_longer_than_sums(filled):
    expire(filled, user_days=400, team_days=20)
    for table in ("users/", "members/", "raw/", "teams/", "org/"):
        assert days_under(filled, table) == {str(ago(days)) for days in (3, 10, 11)}, table
    assert set(states(filled, ago(40)).values()) == {"expired"}
    check_whole(filled)


def test_without_limits_nothing_goes(filled):
    before = list(filled.list())
    assert expire(filled) == 0
    assert list(filled.list()) == before


def test_what_a_killed_run_left_goes_with_the_next(filled):
    index = filled.read("index.json").content
    expire(filled, user_days=10)
    write(filled, ago(30))
    left = f"users/source=github/org=acme/day={ago(35)}/rows.parquet"
    filled.write(left, b"left behind")
    expire(filled, user_days=10)
    assert left not in list(filled.list())
    assert filled.read("index.json").content != index


def test_old_versions_in_the_bucket_go_too(s3, aws, bucket):
    aws.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    for days in (3, 40):
        write(s3, ago(days))
    expire(s3, user_days=10)
    keys = {found["Key"] for found in aws.list_object_versions(Bucket=bucket)["Versions"]}
    assert not [
        key for key in keys if f"day={ago(40)}" in key and not key.startswith(("some/prefix/teams", "some/prefix/org"))
    ]
    assert [key for key in keys if f"users/source=github/org=acme/day={ago(3)}" in key]


@pytest.fixture
def insights(filled, tmp_path):
    """By how many days rows of people are kept, and how small a cell may be."""

    def asked(user_days: int, cells: int = 1) -> Insights:
        expire(filled, user_days)
        replica = Replica(filled, tmp_path / "replica")
        replica.update()
        return Insights(replica, 5, cells)

    return asked


def test_a_day_shows_its_kept_sums_and_distinct_people_over_it_are_unknown(insights):
    asked = insights(user_days=10)
    span = trailing(TODAY, 14)
    shown = {
        day.day: (day.state, day.active_users, day.licensed_members, day.counters.interactions)
        for day in asked.daily(RED, span)
    }
    assert shown[ago(11)] == shown[ago(10)] == ("final", 6, 6, 6)
    now = asked.summary(RED, span).now
    assert (now.days_counted, now.counters.interactions) == (3, 18)
    assert (now.active_users, now.adoption, now.licensed_members) == (None, None, 6)
    recent = asked.summary(RED, trailing(TODAY, 11)).now
    assert (recent.active_users, recent.adoption) == (6, 1.0)
    assert asked.summary(ACME, span).now.active_users is None
    assert asked.summary(ACME, span).now.counters.interactions == 18


def test_a_breakdown_over_it_has_sums_and_unknown_people(insights):
    asked = insights(user_days=10)
    span = trailing(TODAY, 14)
    for subject in (RED, ACME):
        for cell in asked.breakdown(subject, span, "feature"):
            assert (cell.active_users, cell.generations) == (None, 18)
    assert len(asked.daily_breakdown(RED, span, "feature")) == 3


def test_where_cells_have_a_floor_a_breakdown_of_unknown_people_is_withheld(insights):
    cells = insights(user_days=10, cells=2).breakdown(RED, trailing(TODAY, 14), "feature")
    assert [(cell.name, cell.generations) for cell in cells] == [("other", None)]


def test_a_team_of_which_only_sums_are_left_still_qualifies(insights):
    asked = insights(user_days=1)
    (team,) = asked.teams("acme")
    assert (team.id, team.slug, team.reason) == (42, "red", None)
    assert asked.members(team, Span(ago(60), TODAY)) == []


def test_a_day_whose_sums_went_too_is_expired(filled, tmp_path):
    expire(filled, user_days=400, team_days=20)
    replica = Replica(filled, tmp_path / "replica")
    replica.update()
    (day,) = Insights(replica, 5).daily(RED, Span(ago(40), ago(40)))
    assert (day.state, day.active_users) == ("expired", None)


@pytest.mark.parametrize("limits", [{"user_days": 10}, {"user_days": 400, "team_days": 10}])
def test_names_at_another_assistant_go_with_rows_of_people(objects, limits):
    names = {"alice": ago(11), "bob": ago(10), "guest": ago(40)}
    kept = [Assistant(History(objects), source, "acme") for source in ("augment", "coder")]
    for assistant in kept:
        assistant.write_people(identities_of(names, Accounts.of([], {}).account), AT)
    expire(objects)
    assert all(assistant.people()["name"].to_pylist() == ["alice", "bob", "guest"] for assistant in kept)
    expire(objects, **limits)
    assert all(assistant.people()["name"].to_pylist() == ["bob"] for assistant in kept)
    check_whole(objects)
