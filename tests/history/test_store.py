from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from dashboard.core.reports import Outcome
from dashboard.core.rows import MEMBERS_REPORT, ORG_REPORT, SCHEMAS, USERS_REPORT
from dashboard.errors import Away, WrongUse
from dashboard.history.index import read_index
from dashboard.history.objects import Objects
from dashboard.history.settle import finish_others, read_object
from dashboard.history.store import History
from dashboard.history.tables import from_parquet, unpack
from tests.builders import day_of, membership, outcome, usage

DAY = date(2026, 11, 16)
AT = datetime.fromisoformat("2026-11-18T03:15:00+00:00")
LATER = AT + timedelta(days=1)
MEMBERS = [membership("alice", 42), membership("bob", 42)]


def good_day(generations: int = 5) -> list[Outcome]:
    users = [usage("alice", generations=generations), usage("bob")]
    return day_of("acme", DAY, users, MEMBERS, {"daily_active_users": 1})


def write(objects: Objects, outcomes: list[Outcome], at: datetime = AT, day: date = DAY) -> bool:
    return History(objects).write_day("github", "acme", day, outcomes, at)


def rows_of(objects: Objects, table: str) -> list[dict[str, Any]]:
    """As anybody reads them who knows nothing but the path."""
    return from_parquet(
        objects.read(f"{table}/source=github/org=acme/day=2026-11-16/rows.parquet").content, table
    ).to_pylist()


def generations(objects: Objects) -> int:
    return sum(row["code_generation_activity_count"] for row in rows_of(objects, "teams"))


def check_whole(objects: Objects) -> None:
    """Every object that the index names is there as it says, under its own name."""
    for entry in read_index(objects).entries.values():
        for found in entry.objects.values():
            assert len(read_object(objects, found)) == found.bytes
            assert objects.read(found.key).content == read_object(objects, found)


def test_a_day_is_a_table_and_a_raw_file_for_each_report_and_the_teams(objects):
    assert write(objects, good_day())
    place = "source=github/org=acme/day=2026-11-16"
    assert list(objects.list()) == sorted(
        [
            "index.json",
            *(f"{table}/{place}/rows.parquet" for table in ("members", "org", "teams", "users")),
            *(f"raw/{place}/{report}.ndjson.zst" for report in (MEMBERS_REPORT, ORG_REPORT, USERS_REPORT)),
        ]
    )
    assert [row["user_login"] for row in rows_of(objects, "users")] == ["alice", "bob"]
    assert unpack(objects.read(f"raw/{place}/{ORG_REPORT}.ndjson.zst").content) == good_day()[2].rows.raw
    check_whole(objects)


def test_the_same_day_again_writes_nothing_but_when_it_was_checked(objects):
    write(objects, good_day())
    before = {key: objects.read(key).etag for key in objects.list() if key != "index.json"}
    assert not write(objects, good_day(), LATER)
    assert {key: objects.read(key).etag for key in objects.list() if key != "index.json"} == before
    entry = History(objects).entry("github", "acme", USERS_REPORT, DAY)
    assert (entry.fetched_at, entry.checked_at) == (AT, LATER)


def test_a_provisional_day_becomes_final(objects):
    rows = [usage("alice", generations=1)]
    write(objects, [outcome(USERS_REPORT, "acme", DAY, rows, "provisional")])
    assert not write(objects, [outcome(USERS_REPORT, "acme", DAY, rows, "final")], LATER)
    assert History(objects).entry("github", "acme", USERS_REPORT, DAY).state == "final"


def test_a_corrected_day_replaces_the_old_one_with_its_teams(objects):
    write(objects, good_day(5))
    assert write(objects, good_day(6), LATER)
    assert generations(objects) == 6
    assert not list(objects.list("staged/"))
    check_whole(objects)


@pytest.mark.parametrize("state", ["failed", "not_available"])
def test_a_failed_try_never_worsens_a_good_day(objects, state):
    write(objects, good_day())
    good = History(objects).entry("github", "acme", USERS_REPORT, DAY)
    assert not write(objects, [Outcome(USERS_REPORT, state, "GitHub answered 502")], LATER)
    after = History(objects).entry("github", "acme", USERS_REPORT, DAY)
    assert (after.state, after.objects, after.fetched_at) == (good.state, good.objects, good.fetched_at)
    assert (after.checked_at, after.reason) == (LATER, "GitHub answered 502")


def test_a_failure_is_kept_until_the_report_comes(objects):
    write(objects, [Outcome(USERS_REPORT, "failed", "GitHub answered 502")])
    (seen,) = History(objects).coverage()
    assert (seen.state, seen.rows, seen.reason) == ("failed", None, "GitHub answered 502")
    assert History(objects).captured_days("github", "acme") == set()
    write(objects, good_day(), LATER)
    assert {(seen.report, seen.state, seen.rows) for seen in History(objects).coverage()} == {
        (USERS_REPORT, "final", 2),
        (MEMBERS_REPORT, "final", 2),
        (ORG_REPORT, "final", 1),
    }
    assert History(objects).captured_days("github", "acme") == {DAY}


@pytest.mark.parametrize("first", [USERS_REPORT, MEMBERS_REPORT])
def test_a_report_that_comes_a_day_after_its_sibling_completes_the_teams(objects, first):
    users, members, _ = good_day()
    one, other = (users, members) if first == USERS_REPORT else (members, users)
    write(objects, [one])
    assert not list(objects.list("teams/"))
    write(objects, [other], LATER)
    assert generations(objects) == 5


def test_organisations_do_not_mix(objects):
    write(objects, good_day())
    History(objects).write_day(
        "github", "umbrella", DAY, day_of("umbrella", DAY, [usage("bob", generations=9)], MEMBERS), AT
    )
    assert generations(objects) == 5
    assert len(list(objects.list("teams/source=github/org=umbrella/"))) == 1


@pytest.mark.parametrize("org", ["../acme", "Acme", "a/b", "", "acme\0"])
def test_a_name_that_could_be_a_path_is_refused(history, org):
    with pytest.raises(WrongUse):
        history.write_day("github", org, DAY, good_day(), AT)


def test_the_directory_of_teams_is_replaced_whole(objects):
    history = History(objects)
    for name in ("Red", "Rot"):
        team = {"team_id": 42, "slug": "red", "name": name}
        assert history.write_directory("github", "acme", pa.Table.from_pylist([team], schema=SCHEMAS["directory"]), AT)
    stored = objects.read("directory/source=github/org=acme/rows.parquet")
    assert [row["name"] for row in from_parquet(stored.content, "directory").to_pylist()] == ["Rot"]
    assert history.coverage() == []


def test_a_refused_file_is_kept_aside_once_with_its_reason(objects):
    for _ in range(2):
        History(objects).keep_aside("github", "acme", USERS_REPORT, DAY, b"<html>", "line 1 is no JSON")
    refused, reason = sorted(objects.list("quarantine/"), reverse=True)
    assert objects.read(refused).content == b"<html>"
    assert b"line 1 is no JSON" in objects.read(reason).content
    assert not objects.read("index.json")


def test_two_refreshers_at_once_lose_nothing(objects):
    days = [DAY - timedelta(days=number) for number in range(4)]

    def refresh(generations: int) -> None:
        history = History(objects)
        for day in days:
            history.write_day("github", "acme", day, good_day(generations), AT)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(refresh, (1, 2, 3)))
    assert History(objects).captured_days("github", "acme") == set(days)
    check_whole(objects)
    users = rows_of(objects, "users")
    assert generations(objects) == sum(row["code_generation_activity_count"] for row in users)


class Overtaken:
    """A store in which somebody else writes just before this writer's first swap of the index."""

    def __init__(self, objects: Objects, meanwhile: Callable[[], object]):
        self.objects = objects
        self.meanwhile: Callable[[], object] | None = meanwhile

    def __getattr__(self, name: str) -> Any:
        return getattr(self.objects, name)

    def swap(self, key: str, content: bytes, etag: str | None) -> str:
        if key == "index.json" and self.meanwhile:
            meanwhile, self.meanwhile = self.meanwhile, None
            meanwhile()
        return self.objects.swap(key, content, etag)


@pytest.mark.parametrize("already_there", [False, True])
def test_a_writer_overtaken_on_the_same_day_begins_again(objects, already_there):
    if already_there:
        write(objects, good_day(1))
    write(Overtaken(objects, lambda: write(objects, good_day(7))), good_day(6), LATER)
    check_whole(objects)
    assert generations(objects) == 6
    assert not list(objects.list("staged/"))


def test_a_writer_overtaken_on_another_day_keeps_both(objects):
    other = DAY - timedelta(days=1)
    write(Overtaken(objects, lambda: write(objects, good_day(7), day=other)), good_day(6))
    assert History(objects).captured_days("github", "acme") == {DAY, other}
    check_whole(objects)


class Killed(BaseException):
    """Like SIGKILL: nothing catches it."""


class Mortal:
    """A store whose user dies before one of its writes: all that came before has happened."""

    def __init__(self, objects: Objects, writes: int):
        self.objects = objects
        self.left = writes

    def __getattr__(self, name: str) -> Any:
        if name in ("write", "swap", "delete"):
            self.left -= 1
            if self.left < 0:
                raise Killed
        return getattr(self.objects, name)


def test_killed_at_any_step_a_day_is_the_old_one_or_the_new_one_and_the_next_run_completes_it(folder):
    write(folder, good_day(1))
    for step in range(100):
        acknowledged = History(folder).entry("github", "acme", USERS_REPORT, DAY)
        try:
            write(Mortal(folder, step), good_day(step + 2))
        except Killed:
            assert_old_or_new(folder, acknowledged, step + 2)
            write(folder, good_day(step + 2), LATER)
        else:
            break
        check_whole(folder)
        assert generations(folder) == step + 2
        assert not set(folder.list("staged/")) & {found.staged for found in all_objects(folder)}
    assert step == 10


def assert_old_or_new(objects: Objects, old: Any, new_generations: int) -> None:
    for found in all_objects(objects):
        read_object(objects, found)
    entry = History(objects).entry("github", "acme", USERS_REPORT, DAY)
    rows = from_parquet(read_object(objects, entry.objects["users"]), "users").to_pylist()
    assert entry == old or rows[0]["code_generation_activity_count"] == new_generations


def all_objects(objects: Objects) -> list[Any]:
    return [found for entry in read_index(objects).entries.values() for found in entry.objects.values()]


def test_what_a_killed_writer_left_staged_goes_after_an_hour(objects):
    write(objects, good_day(1))
    with pytest.raises(Killed):
        write(Mortal(objects, 2), good_day(2))
    assert list(objects.list("staged/"))
    finish_others(objects)
    assert list(objects.list("staged/"))
    finish_others(objects, datetime.now(AT.tzinfo) + timedelta(hours=2))
    assert not list(objects.list("staged/"))
    assert generations(objects) == 1


def test_what_somebody_else_left_among_the_staged_is_let_be(objects):
    objects.write("staged/notes.txt", b"not ours")
    write(objects, good_day(1))
    assert objects.read("staged/notes.txt")


def test_a_first_write_that_was_killed_does_not_stand_in_the_way(objects):
    with pytest.raises(Killed):
        write(Mortal(objects, 3), good_day(1))
    assert History(objects).coverage() == []
    write(objects, good_day(2))
    assert generations(objects) == 2
    check_whole(objects)


def test_an_object_the_store_has_lost_or_damaged_is_written_again_when_the_day_is(objects):
    write(objects, good_day())
    objects.delete("users/source=github/org=acme/day=2026-11-16/rows.parquet")
    objects.write("org/source=github/org=acme/day=2026-11-16/rows.parquet", b"rotten")
    assert write(objects, good_day(), LATER)
    check_whole(objects)
    assert not write(objects, good_day(), LATER)


def test_beside_a_damaged_sibling_a_report_is_kept_without_teams_until_the_sibling_comes_again(objects):
    users, members, _ = good_day(1)
    write(objects, [users, members])
    objects.write("members/source=github/org=acme/day=2026-11-16/rows.parquet", b"rotten")
    history = History(objects)
    assert history.damaged("github", "acme", DAY) == {MEMBERS_REPORT}
    assert write(objects, [good_day(2)[0]], LATER)
    assert rows_of(objects, "users")[0]["code_generation_activity_count"] == 2
    assert "teams" not in history.entry("github", "acme", MEMBERS_REPORT, DAY).objects, "they were sums of other rows"
    assert write(objects, [members], LATER)
    assert generations(objects) == 2
    assert history.damaged("github", "acme", DAY) == set()
    check_whole(objects)


def test_sums_that_are_damaged_are_made_again_with_the_memberships(objects):
    write(objects, good_day(1))
    objects.write("teams/source=github/org=acme/day=2026-11-16/rows.parquet", b"rotten")
    assert History(objects).damaged("github", "acme", DAY) == {MEMBERS_REPORT}
    assert write(objects, [good_day(1)[1]], LATER)
    assert generations(objects) == 1
    check_whole(objects)


def test_what_somebody_else_has_brought_since_it_was_asked_for_stays(objects):
    history = History(objects)
    write(objects, good_day(1))
    seen = {entry.report: entry for entry in history.coverage()}
    write(objects, [good_day(2)[0]], LATER)
    late = [good_day(3)[0], outcome(ORG_REPORT, "acme", DAY, [{"daily_active_users": 7}])]
    assert history.write_day("github", "acme", DAY, late, LATER, seen)
    assert generations(objects) == 2
    assert rows_of(objects, "org")[0]["daily_active_users"] == 7, "nobody else has brought that one"


@pytest.mark.parametrize("state", ["failed", "not_available"])
def test_what_somebody_else_failed_to_bring_stands_in_nobodys_way(objects, state):
    write(objects, [Outcome(USERS_REPORT, state, "GitHub answered 502")])
    assert History(objects).write_day("github", "acme", DAY, good_day(3), LATER, {})
    assert generations(objects) == 3


def test_a_store_that_is_away_is_said_and_nothing_is_half_written(s3_by_proxy, proxy):
    write(s3_by_proxy, good_day(1))
    proxy.spoil = lambda method, path, answer: None
    with pytest.raises(Away):
        write(s3_by_proxy, good_day(2), LATER)
    proxy.spoil = lambda method, path, answer: answer
    check_whole(s3_by_proxy)


def test_replies_that_get_lost_do_no_harm(s3_by_proxy, proxy):
    writes: list[str] = []

    def lose_every_second(method: str, path: str, answer: Any) -> Any:
        if method == "PUT":
            writes.append(path)
            return answer if len(writes) % 2 else None
        return answer

    proxy.spoil = lose_every_second
    for number in range(3):
        write(s3_by_proxy, good_day(number), AT + timedelta(days=number))
    proxy.spoil = lambda method, path, answer: answer
    assert generations(s3_by_proxy) == 2
    check_whole(s3_by_proxy)
