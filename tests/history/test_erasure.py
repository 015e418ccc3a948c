"""Erasing a person, over every kind of store."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest

from dashboard.core.days import Span
from dashboard.core.reports import Outcome
from dashboard.core.rows import MEMBERS_REPORT, USERS_REPORT
from dashboard.core.subjects import Team
from dashboard.errors import Damaged
from dashboard.history.erasure import bury, erase
from dashboard.history.index import Place, read_index
from dashboard.history.keys import staged_key
from dashboard.history.objects import Objects, open_objects
from dashboard.history.replica import Replica
from dashboard.history.settle import read_object
from dashboard.history.store import History
from dashboard.history.tables import from_parquet, pack, unpack
from dashboard.history.tombstones import KEY
from dashboard.insights import Insights
from dashboard.people import erase_person, export_person
from tests.builders import CAST, day_of, membership, outcome, people, usage

MONDAY = date(2026, 11, 16)
TUESDAY = MONDAY + timedelta(days=1)
AT = datetime(2026, 11, 18, 6, tzinfo=UTC)
RED = Team("acme", 42, "red", "Red")
EVERYBODY = ["alice", "bob", *people(1, 4)]
ALICE = CAST["alice"]


def a_day(day: date, generations: int = 5) -> list[Outcome]:
    users = [usage(login, generations=generations) for login in EVERYBODY]
    return day_of("acme", day, users, [membership(login, 42, "red") for login in EVERYBODY], {"daily_active_users": 6})


def write(objects: Objects, day: date, generations: int = 5) -> None:
    History(objects).write_day("github", "acme", day, a_day(day, generations), AT)


def contents(objects: Objects) -> dict[str, bytes]:
    return {key: readable(objects.read(key).content) for key in objects.list()}


def readable(content: bytes) -> bytes:
    """What somebody finds who unpacks it."""
    if content[:4] == b"PAR1":
        return repr(pa.parquet.read_table(pa.BufferReader(content)).to_pylist()).encode()
    try:
        return unpack(content)
    except Damaged:
        return content


HER = re.compile(rb"alice|(?<![0-9a-f])1001(?![0-9a-f])")  # not four digits of some hash


def mentioning_alice(objects: Objects) -> list[str]:
    return [key for key, content in contents(objects).items() if HER.search(content)]


def teams_of(objects: Objects, day: date) -> list[dict]:
    return from_parquet(
        objects.read(f"teams/source=github/org=acme/day={day}/rows.parquet").content, "teams"
    ).to_pylist()


@pytest.fixture
def filled(objects):
    for day in (MONDAY, TUESDAY):
        write(objects, day)
    return objects


def test_nothing_of_an_erased_person_is_left_and_the_sums_they_are_in_stay(filled):
    before = [teams_of(filled, day) for day in (MONDAY, TUESDAY)]
    org = filled.read(f"org/source=github/org=acme/day={MONDAY}/rows.parquet").content
    erased = erase(History(filled), ALICE, AT)
    assert erased.rows == {"users": 2, "members": 2, "raw": 4}
    assert erased.logins == {"alice"}
    assert mentioning_alice(filled) == []
    assert [teams_of(filled, day) for day in (MONDAY, TUESDAY)] == before
    assert filled.read(f"org/source=github/org=acme/day={MONDAY}/rows.parquet").content == org
    assert sum(b"bob" in content for content in contents(filled).values()) == 8, "nobody else is touched"
    assert not list(filled.list("staged/"))


@pytest.mark.parametrize("generations", [5, 6])
def test_an_erased_person_stays_erased_through_later_writes_and_the_sums_have_all_that_came(filled, generations):
    erase(History(filled), ALICE, AT)
    write(filled, TUESDAY, generations)
    write(filled, TUESDAY + timedelta(days=1), generations)
    assert mentioning_alice(filled) == []
    for day in (TUESDAY, TUESDAY + timedelta(days=1)):
        (team,) = teams_of(filled, day)
        assert (team["licensed_members"], team["code_generation_activity_count"]) == (6, 6 * generations)


def test_one_report_alone_makes_no_sum_smaller(filled):
    erase(History(filled), ALICE, AT)
    users = [usage(login, generations=9) for login in EVERYBODY]
    History(filled).write_day("github", "acme", MONDAY, [outcome(USERS_REPORT, "acme", MONDAY, users)], AT)
    (team,) = teams_of(filled, MONDAY)
    assert (team["licensed_members"], team["code_generation_activity_count"]) == (6, 30)
    write(filled, MONDAY, 9)
    assert teams_of(filled, MONDAY)[0]["code_generation_activity_count"] == 54


@pytest.mark.parametrize("day", [TUESDAY, TUESDAY + timedelta(days=1)])
def test_a_write_that_was_drafted_before_the_erasure_is_drafted_again(filled, monkeypatch, day):
    """The slow writer has read everything and stored its rows, of a day that is there or a new one; then comes the erasure."""
    slow = History(filled)
    store, done = slow._store, []

    def slowly(draft):
        wrote = store(draft)
        if not done:
            done.append(erase(History(filled), ALICE, AT))
        return wrote

    monkeypatch.setattr(slow, "_store", slowly)
    slow.write_day("github", "acme", day, a_day(day, 7), AT)
    assert done
    assert mentioning_alice(filled) == []
    assert teams_of(filled, day)[0]["code_generation_activity_count"] == 42
    users = read_index(filled).entries[Place("github", "acme", USERS_REPORT, day)].objects["users"]
    assert from_parquet(read_object(filled, users), "users").num_rows == 5


def test_a_slow_writer_that_is_killed_does_not_bring_the_old_content_back(filled, monkeypatch):
    """It found the content it fetched in the index that it read, and means to confirm that the store has it."""
    slow = History(filled)
    store = slow._store

    def killed(draft):
        erase(History(filled), ALICE, AT)
        store(draft)
        raise KeyboardInterrupt

    monkeypatch.setattr(slow, "_store", killed)
    with pytest.raises(KeyboardInterrupt):
        slow.write_day("github", "acme", TUESDAY, a_day(TUESDAY), AT)
    assert mentioning_alice(filled) == []


def test_refused_files_and_leftovers_that_mention_the_person_go_and_others_stay(filled):
    history = History(filled)
    line = b'{"user_login":"%s","user_id":%d,'
    history.keep_aside("github", "acme", USERS_REPORT, MONDAY, line % (b"alice", ALICE), "cut")
    history.keep_aside("github", "acme", USERS_REPORT, MONDAY, line % (b"bob", CAST["bob"]), "cut")
    filled.write(staged_key(datetime.now(UTC), "killed"), pack(line % (b"alice", ALICE) + b'"x":1}'))
    erased = erase(history, ALICE, AT)
    assert len(erased.refused) == len(erased.leftovers) == 1
    assert mentioning_alice(filled) == []
    assert len(list(filled.list("quarantine/"))) == 2, "bob's, and its reason"


def test_a_file_refused_later_is_kept_without_them(filled):
    erase(History(filled), ALICE, AT)
    lines = [b'{"user_id":1001,"user_login":"alice"}', b'{"user_id":1002,"user_login":"bob"}', b'{"user_login":"ali']
    History(filled).keep_aside("github", "acme", USERS_REPORT, MONDAY, b"\n".join(lines), "cut")
    (key,) = [key for key in filled.list("quarantine/") if key.endswith(".refused")]
    assert filled.read(key).content == lines[1]


def test_erasing_again_and_erasing_a_stranger_change_no_row(filled):
    erase(History(filled), ALICE, AT)
    before = contents(filled)
    assert erase(History(filled), ALICE, AT).rows == {}
    assert contents(filled) == before
    assert erase(History(filled), 777, AT).rows == {}
    assert {key for key, content in contents(filled).items() if content != before[key]} == {"index.json", KEY}


def test_while_nobody_can_say_who_was_erased_nothing_is_written(filled):
    bury(History(filled), ALICE, AT)
    filled.write(KEY, b"{}")
    with pytest.raises(Damaged):
        write(filled, MONDAY, 8)
    assert teams_of(filled, MONDAY)[0]["code_generation_activity_count"] == 30


def test_a_tombstone_names_nobody_and_has_a_key_of_its_own(filled, tmp_path):
    bury(History(filled), ALICE, AT)
    other = open_objects(str(tmp_path / "other"))
    bury(History(other), ALICE, AT)
    ours, theirs = (json.loads(objects.read(KEY).content) for objects in (filled, other))
    assert len(ours["people"]) == 1
    assert ours["people"] != theirs["people"]
    assert re.fullmatch("[0-9a-f]{64}", ours["people"][0])


def test_an_unreadable_day_is_said_and_stops_no_other(filled):
    filled.write(f"users/source=github/org=acme/day={MONDAY}/rows.parquet", b"torn")
    erased = erase(History(filled), ALICE, AT)
    (line,) = erased.failures
    assert str(MONDAY) in line
    assert erased.rows["users"] == 1


def test_old_versions_of_rows_go_too_and_those_of_the_index_stay(s3, aws, bucket):
    aws.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    write(s3, MONDAY)
    write(s3, MONDAY, 6)
    erase(History(s3), ALICE, AT)
    versions = aws.list_object_versions(Bucket=bucket)["Versions"]
    bodies = {
        (found["Key"], found["VersionId"]): readable(
            aws.get_object(Bucket=bucket, Key=found["Key"], VersionId=found["VersionId"])["Body"].read()
        )
        for found in versions
    }
    assert not [key for key, body in bodies.items() if b"alice" in body]
    assert sum(found["Key"].endswith("index.json") for found in versions) > 1
    assert [key for key in bodies if "/users/" in key[0]]


@pytest.fixture
def replica_of(tmp_path):
    def made(objects: Objects) -> Replica:
        found = Replica(objects, tmp_path / "replica")
        found.update()
        return found

    return made


def test_the_replica_follows_and_its_file_is_begun_anew(filled, replica_of, tmp_path):
    replica = replica_of(filled)
    assert any(b"alice" in file.read_bytes() for file in (tmp_path / "replica").glob("*.duckdb"))
    erase(History(filled), ALICE, AT)
    assert replica.update()
    assert replica.ask("SELECT count(*) AS n FROM users WHERE user_id = 1001") == [{"n": 0}]
    assert replica.ask("SELECT sum(bit_count(member_days)) AS n FROM team_people") == [{"n": 10}]
    assert not any(b"alice" in file.read_bytes() for file in (tmp_path / "replica").glob("*.duckdb"))


def test_after_an_erasure_no_number_is_smaller_and_distinct_people_are_unknown_where_they_are(filled, replica_of):
    replica = replica_of(filled)
    span = Span(MONDAY, TUESDAY)
    before = Insights(replica, 6)
    days, now = before.daily(RED, span), before.summary(RED, span).now
    erase(History(filled), ALICE, AT)
    replica.update()
    after = Insights(replica, 6)
    assert after.daily(RED, span) == days
    assert [team.qualifies for team in after.teams("acme")] == [True]
    assert after.summary(RED, span).now.counters == now.counters
    assert after.summary(RED, span).now.licensed_members == now.licensed_members == 6
    assert (now.active_users, after.summary(RED, span).now.active_users) == (6, None)
    assert after.summary(RED, span).now.adoption is None
    assert [member.login for member in after.members(RED, span)] == EVERYBODY[1:]


def test_a_person_gets_one_document_of_all_that_is_kept_about_them(filled, tmp_path):
    config = open_objects(str(tmp_path / "config"))
    config.write("identities.csv", b"github_login,email\nbob,b@example.com\nAlice,a@example.com\n")
    history = History(filled)
    history.keep_aside("github", "acme", USERS_REPORT, MONDAY, b'{"user_id":1001', "cut")
    found = json.loads(json.dumps(export_person(history, config, ALICE, AT), default=str))
    assert found["user"] == {"id": ALICE, "logins": ["alice"]}
    assert [(row["day"], row["user_login"]) for row in found["users"]] == [
        (str(MONDAY), "alice"),
        (str(TUESDAY), "alice"),
    ]
    assert [row["team_id"] for row in found["members"]] == [42, 42]
    assert {row["report"] for row in found["raw"]} == {USERS_REPORT, MEMBERS_REPORT}
    assert [row["reason"] for row in found["quarantine"]] == ["cut"]
    assert found["identities"] == {"file": "identities.csv", "lines": [3]}
    assert found["erased"] is False
    assert "bob" not in json.dumps(found)

    done, left = erase_person(history, config, ALICE, AT)
    assert done[0].startswith("erased ")
    assert left == ["identities.csv under CONFIG_URL mentions them in line 3: remove it there"]
    emptied = export_person(history, config, ALICE, AT)
    assert emptied["erased"]
    assert not any(emptied[name] for name in ("users", "members", "raw", "quarantine"))


def test_the_index_names_the_tombstones_and_coverage_does_not_show_them(filled):
    erase(History(filled), ALICE, AT)
    assert KEY in read_index(filled).named()
    assert {seen.org for seen in History(filled).coverage()} == {"acme"}
