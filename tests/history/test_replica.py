from __future__ import annotations

import multiprocessing
import shutil
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from dashboard.core.reports import Outcome, Report
from dashboard.core.rows import MEMBERS_REPORT, ORG_REPORT, SCHEMAS, USERS_REPORT
from dashboard.errors import Away, Damaged, HistoryError, WrongUse
from dashboard.history import building, computed, following, reader, replica_tables
from dashboard.history import replica as replica_module
from dashboard.history.index import Index, commit, read_index
from dashboard.history.objects import Folder
from dashboard.history.replica import Replica
from dashboard.history.store import History
from dashboard.history.tables import conform, to_parquet
from tests.builders import counts, day_of, membership, outcome, people, usage

DAY = date(2026, 11, 16)
AT = datetime(2026, 11, 18, 3, 15, tzinfo=UTC)
USERS_KEY = "users/source=github/org=acme/day=2026-11-16/rows.parquet"
MEMBERS = [membership("alice", 42), membership("bob", 42), membership("alice", 43)]
COMPUTED = [table for table in (*computed.MONTHLY, *computed.WHOLE) if table not in computed.PASSING]
GENERATIONS = (
    "SELECT day, sum(code_generation_activity_count) AS n FROM users WHERE org = $org GROUP BY day ORDER BY day"
)


def write(history: History, generations: int = 5, day: date = DAY, org: str = "acme") -> None:
    users = [usage("alice", generations=generations), usage("bob")]
    history.write_day("github", org, day, day_of(org, day, users, MEMBERS, {"daily_active_users": 1}), AT)


def generations(replica: Replica) -> dict[date, int]:
    return {row["day"]: row["n"] for row in replica.ask(GENERATIONS, org="acme")}


def state(replica: Replica, report: str = USERS_REPORT) -> str:
    return replica.ask("SELECT state FROM reports WHERE day = $day AND report = $report", day=DAY, report=report)[0][
        "state"
    ]


def eventually(check: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while not check() and time.monotonic() < until:
        time.sleep(0.02)
    return check()


def test_before_there_is_anything_it_says_so(replica):
    with pytest.raises(Away, match="try again"):
        replica.ask("SELECT 1")
    assert replica.version is None
    assert replica.read_at is None


def test_an_empty_history_has_every_table_and_no_rows(replica):
    assert replica.update()
    for table in (*SCHEMAS, "reports", *COMPUTED):
        assert replica.ask(f"SELECT * FROM {table}") == []
    assert not replica.update()


def test_it_answers_what_the_history_holds_whatever_the_store(objects, tmp_path):
    write(History(objects))
    replica = Replica(objects, tmp_path / "replica")
    assert replica.update()
    assert generations(replica) == {DAY: 5}
    assert replica.version == objects.read("index.json").etag
    assert not replica.update()


def test_it_follows_changes_day_by_day(history, replica):
    write(history, 5)
    write(history, 1, DAY - timedelta(days=1))
    replica.update()
    write(history, 6)
    write(history, 2, DAY + timedelta(days=1))
    assert replica.update()
    assert generations(replica) == {DAY - timedelta(days=1): 1, DAY: 6, DAY + timedelta(days=1): 2}
    assert replica.ask("SELECT count(*) AS n FROM teams WHERE team_id = 42")[0]["n"] == 3


def test_an_update_gives_what_a_build_from_nothing_gives(history, folder, replica, tmp_path):
    used = {"totals_by_feature": [{"feature": "chat_inline", **counts(interactions=1)}]}
    for number in range(40):
        day = DAY - timedelta(days=number)
        users = [usage("alice", generations=number, **used), usage(f"person-{number:03}", generations=1, **used)]
        history.write_day("github", "acme", day, day_of("acme", day, users, MEMBERS, {"daily_active_users": 1}), AT)
        if number in (1, 39):
            replica.update()
    write(history, 9)
    write(history, 2, DAY - timedelta(days=33))
    replica.update()
    fresh = Replica(folder, tmp_path / "fresh")
    fresh.update()
    for table in (*SCHEMAS, "reports", *COMPUTED):
        columns = "* REPLACE (bit_count(people) AS people)" if table == "org_people" else "*"
        everything = f"SELECT {columns} FROM {table} ORDER BY ALL"
        assert replica.ask(everything) == fresh.ask(everything), table
    assert replica.ask("SELECT count(*) AS n FROM org_people") != [{"n": 0}]


def test_a_day_that_is_gone_from_the_index_is_gone_from_all_that_was_computed(history, folder, replica):
    gone = DAY - timedelta(days=1)
    write(history)
    write(history, 5, gone)
    replica.update()
    index = read_index(folder)
    kept = Index({place: entry for place, entry in index.entries.items() if place.day != gone})
    commit(folder, lambda index: kept)
    replica.update()
    assert replica.ask("SELECT DISTINCT day FROM team_days") == [{"day": DAY}]
    assert replica.ask("SELECT DISTINCT member_days FROM team_people") == [{"member_days": 1 << DAY.day}]


def test_a_month_of_more_rows_than_are_written_at_once_is_there_as_a_whole(history, replica):
    people, teams, days = 3000, 20, 7
    members = pa.table(
        {"user_id": np.repeat(np.arange(people), teams), "team_id": np.tile(np.arange(teams), people)},
    )
    for number in range(days):
        report = Report(MEMBERS_REPORT, "acme", DAY - timedelta(days=number), conform(members, SCHEMAS["members"]), b"")
        history.write_day("github", "acme", report.day, [Outcome(MEMBERS_REPORT, "final", "", report)], AT)
    replica.update()
    assert replica.ask("SELECT count(*) AS n FROM members") == [{"n": people * teams * days}]
    assert replica.ask("SELECT sum(people_kept) AS n FROM team_days") == [{"n": people * teams * days}]
    assert replica.ask("SELECT sum(bit_count(member_days)) AS n FROM team_people") == [{"n": people * teams * days}]


def test_reports_say_what_the_index_says_in_utc(history, replica):
    write(history)
    history.write_day(
        "github", "acme", DAY, [Outcome(ORG_REPORT, "failed", "GitHub answered 502")], AT + timedelta(days=1)
    )
    replica.update()
    (row,) = replica.ask("SELECT * FROM reports WHERE report = $report", report=ORG_REPORT)
    assert row == {
        "source": "github", "org": "acme", "report": ORG_REPORT, "day": DAY, "state": "final", "rows": 1,
        "checked_at": AT + timedelta(days=1), "fetched_at": AT, "reason": "GitHub answered 502",
    }  # fmt: skip


def test_a_members_days_of_a_month_and_their_active_ones_are_bits(history, replica):
    write(history)
    yesterday = DAY - timedelta(days=1)
    history.write_day("github", "acme", yesterday, day_of("acme", yesterday, None, MEMBERS), AT)
    replica.update()
    rows = replica.ask("SELECT user_id, month, member_days, active_days FROM team_people WHERE team_id = 42 ORDER BY 1")
    month, both = DAY.replace(day=1), 1 << DAY.day | 1 << yesterday.day
    assert [tuple(row.values()) for row in rows] == [(1001, month, both, 1 << DAY.day), (1002, month, both, 0)]


def test_standings_count_members_of_one_day_who_were_ever_active(history, replica):
    five, six = people(1, 5), people(1, 6)
    yesterday = DAY - timedelta(days=1)
    for day, members, active in ((yesterday, six, five[:3]), (DAY, five, five[3:4])):
        users = [usage(login, generations=int(login in active)) for login in six]
        history.write_day(
            "github", "acme", day, day_of("acme", day, users, [membership(login, 7) for login in members]), AT
        )
    replica.update()
    assert replica.ask("SELECT * FROM standings") == [
        {"source": "github", "org": "acme", "team_id": 7, "slug": "team-7", "last_day": DAY, "licensed": 5,
         "max_licensed": 6, "max_active": 4}
    ]  # fmt: skip


def test_the_directory_is_in_its_latest_version(history, replica):
    for name in ("Red", "Rot"):
        team = {"team_id": 42, "slug": "red", "name": name}
        history.write_directory("github", "acme", pa.Table.from_pylist([team], schema=SCHEMAS["directory"]), AT)
        replica.update()
    assert replica.ask("SELECT org, name FROM directory") == [{"org": "acme", "name": "Rot"}]


ANOTHER_VERSION = to_parquet(pa.Table.from_pylist([usage("alice", generations=500)], schema=SCHEMAS["users"]), "users")


@pytest.mark.parametrize("content", [b"rotten", b"", ANOTHER_VERSION])
def test_a_damaged_object_is_not_served_and_the_rest_is(history, folder, replica, content):
    write(history, 5)
    write(history, 1, DAY - timedelta(days=1))
    good = folder.read(USERS_KEY).content
    folder.write(USERS_KEY, content)
    replica.update()
    assert generations(replica) == {DAY - timedelta(days=1): 1}
    assert state(replica) == "failed"
    assert not replica.update()
    folder.write(USERS_KEY, good)
    assert replica.update()
    assert generations(replica)[DAY] == 5
    assert state(replica) == "final"


def test_a_day_that_becomes_damaged_stays_as_it_was(history, folder, replica):
    write(history, 5)
    replica.update()
    write(history, 6)
    folder.delete(USERS_KEY)
    write(history, 1, DAY + timedelta(days=1))
    assert replica.update()
    assert generations(replica) == {DAY: 5, DAY + timedelta(days=1): 1}
    assert state(replica) == "final"


def test_a_day_is_taken_from_where_it_is_staged_until_it_is_in_its_place(history, folder, replica, monkeypatch):
    write(history, 5)
    monkeypatch.setattr("dashboard.history.store.settle", lambda objects, keys: None)
    write(history, 6)
    assert list(folder.list("staged/"))
    replica.update()
    assert generations(replica) == {DAY: 6}


def test_it_answers_on_while_the_store_is_away(history, folder, replica, tmp_path):
    write(history)
    replica.update()
    folder.root.rename(tmp_path / "elsewhere")
    folder.root.write_text("not a folder")
    with pytest.raises(Damaged):
        Replica(Broken(folder), tmp_path / "replica").update()
    assert generations(replica) == {DAY: 5}
    again = Replica(Broken(folder), tmp_path / "replica")
    assert generations(again) == {DAY: 5}
    assert again.version == replica.version


class Broken:
    def __init__(self, objects: Folder):
        self.objects = objects

    def read(self, key: str) -> Any:
        raise Damaged("the store is broken")

    def read_changed(self, key: str, etag: str) -> Any:
        raise Damaged("the store is broken")


def test_an_index_of_a_newer_program_leaves_the_answers_as_they_were(history, folder, replica):
    write(history)
    replica.update()
    folder.write("index.json", folder.read("index.json").content.replace(b'"schema":1', b'"schema":2'))
    with pytest.raises(Damaged, match="update the program"):
        replica.update()
    assert generations(replica) == {DAY: 5}


def test_deleting_it_is_harmless(history, folder, replica, tmp_path):
    write(history)
    replica.update()
    for path in (tmp_path / "replica").iterdir():
        path.unlink()
    assert generations(replica) == {DAY: 5}
    assert replica.update()
    assert Replica(folder, tmp_path / "replica").ask("SELECT count(*) AS n FROM users") == [{"n": 2}]


@pytest.mark.parametrize("damage", [b"", b"rotten" * 1000])
def test_a_damaged_file_is_built_anew(history, folder, replica, tmp_path, damage):
    write(history)
    replica.update()
    shutil.copytree(tmp_path / "replica", tmp_path / "damaged")
    (file,) = (tmp_path / "damaged").glob("*.duckdb")
    file.write_bytes(damage)
    fresh = Replica(folder, tmp_path / "damaged")
    assert fresh.update()
    assert generations(fresh) == {DAY: 5}


@pytest.mark.parametrize("from_the_end", [1, 2, 3])
def test_a_block_that_rots_is_never_served(history, folder, replica, tmp_path, from_the_end):
    write(history)
    replica.update()
    shutil.copytree(tmp_path / "replica", tmp_path / "damaged")
    (file,) = (tmp_path / "damaged").glob("*.duckdb")
    content = bytearray(file.read_bytes())
    content[-from_the_end * 262_144 + 2000] ^= 0xFF
    file.write_bytes(content)
    rotten = Replica(folder, tmp_path / "damaged")
    try:
        assert generations(rotten) == {DAY: 5}
    except (HistoryError, Away):
        assert rotten.update()
        assert generations(rotten) == {DAY: 5}


def test_a_file_of_another_format_is_built_anew(history, folder, replica, tmp_path, monkeypatch):
    write(history)
    replica.update()
    monkeypatch.setattr(reader, "FORMAT", "another")
    monkeypatch.setattr(replica_tables, "FORMAT", "another")
    fresh = Replica(folder, tmp_path / "replica")
    assert fresh.version is None
    assert fresh.update()
    assert generations(fresh) == {DAY: 5}


def test_a_build_that_fails_leaves_the_current_version(history, replica, tmp_path, monkeypatch):
    write(history, 5)
    replica.update()
    write(history, 6)

    def full(*args: object) -> None:
        raise duckdb.IOException("No space left on device")

    monkeypatch.setattr(building.computed, "fill_whole", full)
    with pytest.raises(HistoryError, match="No space left"):
        replica.update()
    assert generations(replica) == {DAY: 5}
    assert len(list((tmp_path / "replica").glob("*.duckdb"))) == 1
    assert not list((tmp_path / "replica").glob("building-*"))


def test_a_question_survives_a_swap_in_the_middle(history, replica):
    write(history, 5)
    replica.update()
    asked = threading.Event()
    answers: list[list[dict]] = []

    def ask_slowly() -> None:
        asked.set()
        sql = "SELECT max(code_generation_activity_count) AS n, count(*) AS c FROM users, range(60000000)"
        answers.append(replica.ask(sql))

    asking = threading.Thread(target=ask_slowly)
    asking.start()
    asked.wait()
    write(history, 6)
    assert replica.update()
    assert generations(replica) == {DAY: 6}
    asking.join()
    assert answers[0][0]["n"] in (5, 6)
    assert answers[0][0]["c"] == 120_000_000


def test_many_threads_ask_while_versions_change(history, replica):
    write(history, 0)
    replica.update()
    seen: list[int] = []
    stop = threading.Event()

    def keep_asking() -> None:
        while not stop.is_set():
            seen.append(generations(replica)[DAY])

    threads = [threading.Thread(target=keep_asking) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(1, 4):
        write(history, number)
        replica.update()
    stop.set()
    for thread in threads:
        thread.join()
    assert set(seen) <= set(range(4))
    assert generations(replica) == {DAY: 3}


def test_another_reader_of_the_folder_notices_within_seconds(history, folder, replica, tmp_path, monkeypatch):
    monkeypatch.setattr(following, "GLANCE", 0.05)
    write(history, 5)
    replica.update()
    other = Replica(Broken(folder), tmp_path / "replica")
    other.follow()
    assert generations(other) == {DAY: 5}
    assert eventually(lambda: other.ready)
    write(history, 6)
    assert replica.update()
    assert eventually(lambda: generations(other) == {DAY: 6})
    other.close()


def test_following_notices_what_changes_in_the_store(history, replica, monkeypatch):
    monkeypatch.setattr(replica_module, "POLL_STORE", 0.05)
    monkeypatch.setattr(following, "GLANCE", 0.01)
    before = threading.active_count()
    assert not replica.ready
    replica.follow()
    replica.follow()
    assert threading.active_count() == before + 1
    write(history, 5)
    assert eventually(lambda: replica.version is not None and generations(replica) == {DAY: 5})
    assert replica.read_at <= datetime.now(UTC)
    assert replica.ready


def test_of_processes_that_start_at_once_one_builds(history, folder, tmp_path):
    write(history)
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        answers = pool.starmap(build_and_ask, [(str(folder.root), str(tmp_path / "replica"))] * 3)
    assert len(answers) == 3
    assert len(set(answers)) == 1
    assert len(list((tmp_path / "replica").glob("*.duckdb"))) == 1


def build_and_ask(history: str, folder: str) -> datetime:
    """When the version that answers was built."""
    replica = Replica(Folder(Path(history)), Path(folder))
    replica.update()
    return replica.ask("SELECT read_at FROM version")[0]["read_at"]


@pytest.mark.parametrize(
    "sql",
    ["SELECT * FROM nothing", "SELEC 1", "SELECT $missing", "DELETE FROM users", "SELECT * FROM read_text('/etc/hostname')",
     "COPY users TO '/tmp/users.csv'", "SET enable_external_access = true", "ATTACH ':memory:' AS other"],
)  # fmt: skip
def test_a_question_it_cannot_or_must_not_answer_is_refused(history, replica, sql):
    write(history)
    replica.update()
    with pytest.raises(WrongUse):
        replica.ask(sql)
    assert generations(replica) == {DAY: 5}


def test_values_are_bound_and_never_part_of_the_question(history, replica):
    write(history)
    replica.update()
    assert replica.ask("SELECT $org AS org", org="'; DROP TABLE users") == [{"org": "'; DROP TABLE users"}]
    assert replica.ask("SELECT count(*) AS n FROM users WHERE day IN (SELECT unnest($days))", days=[DAY]) == [{"n": 2}]


def test_rows_lie_in_the_order_that_questions_read_them(history, replica):
    for number in range(3):
        write(history, 1, DAY - timedelta(days=number), org="umbrella")
        write(history, 1, DAY - timedelta(days=number))
    replica.update()
    for columns in ("org, day, user_id FROM users", "org, team_id, day FROM team_days", "org, month FROM team_people"):
        rows = [tuple(row.values()) for row in replica.ask(f"SELECT {columns}")]
        assert rows == sorted(rows)


def test_its_file_is_laid_out_as_it_says_in_any_folder(history, folder, tmp_path):
    write(history)
    replica = Replica(folder, tmp_path / "alice's")
    replica.update()
    (found,) = replica.ask("SELECT block_size FROM pragma_database_size()")
    assert f"BLOCK_SIZE {found['block_size']}," in replica_tables.LAYOUT


def test_a_report_that_came_empty_is_known_and_nobody_was_active(history, replica):
    outcomes = [outcome(USERS_REPORT, "acme", DAY, []), day_of("acme", DAY, None, MEMBERS)[1]]
    history.write_day("github", "acme", DAY, outcomes, AT)
    replica.update()
    assert state(replica) == "final"
    assert {row["active_days"] for row in replica.ask("SELECT active_days FROM team_people")} == {0}
