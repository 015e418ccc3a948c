"""What is computed of another assistant and of both together follows whichever of the two changes."""

from __future__ import annotations

from datetime import date

from dashboard.history.erasure import erase
from dashboard.history.store import History
from tests.builders import FETCHED, augment_of, counts, day_of, history_of, membership, usage

DAY, NEXT_MONTH = date(2026, 11, 11), date(2026, 12, 1)
CHAT = {"chat_messages": 2}


def githubs(day, *logins, members=("alice", "bob", "charlie")):
    rows = [membership(login, 42, "red") for login in members]
    total = {"daily_active_users": len(logins), **counts(interactions=len(logins))}
    return day_of("acme", day, [usage(login, interactions=1) for login in logins], rows, total)


def asked(replica, table: str) -> list[tuple]:
    text = f"SELECT source, day, active_users, interactions FROM {table} ORDER BY source, day"
    return [tuple(row.values()) for row in replica.ask(text)]


def test_an_organisation_of_copilot_alone_has_nothing_of_both(tmp_path):
    replica = history_of(tmp_path, [("acme", DAY, githubs(DAY, "alice"))])
    for table in ("team_days", "org_days", "active_people", "team_people", "org_cells", "numbered_people"):
        assert replica.ask(f"SELECT DISTINCT source FROM {table}") in ([{"source": "github"}], []), table


def test_whoever_used_both_is_counted_once(tmp_path):
    augment = [("acme", DAY, augment_of("acme", DAY, {"bob": CHAT, "charlie": CHAT}))]
    replica = history_of(tmp_path, [("acme", DAY, githubs(DAY, "alice", "bob"))], augment=augment)
    for table in ("team_days", "org_days"):
        assert asked(replica, table) == [("all", DAY, 3, 6), ("augment", DAY, 2, 4), ("github", DAY, 2, 2)]


def test_both_follow_github_and_memberships_that_change_later(tmp_path):
    augment = [("acme", DAY, augment_of("acme", DAY, {"bob": CHAT, "charlie": CHAT}))]
    replica = history_of(tmp_path, [("acme", DAY, githubs(DAY, "alice"))], augment=augment)
    history = History(replica._objects)
    history.write_day("github", "acme", DAY, githubs(DAY, "alice", "bob", members=("alice", "charlie")), FETCHED)
    assert replica.update()
    assert asked(replica, "org_days") == [("all", DAY, 3, 6), ("augment", DAY, 2, 4), ("github", DAY, 2, 2)]
    people = replica.ask("SELECT source, user_id, active_days <> 0 AS active FROM team_people ORDER BY source, user_id")
    assert [tuple(row.values()) for row in people] == [
        ("all", 1001, True),
        ("all", 1003, True),
        ("augment", 1001, False),
        ("augment", 1003, True),
        ("github", 1001, True),
        ("github", 1003, False),
    ]


def test_both_follow_augment_that_changes_later(tmp_path):
    days = [("acme", day, githubs(day, "alice", "bob")) for day in (DAY, NEXT_MONTH)]
    replica = history_of(tmp_path, days)
    history = History(replica._objects)
    history.write_day("augment", "acme", DAY, augment_of("acme", DAY, {"charlie": CHAT}), FETCHED)
    assert replica.update()
    assert asked(replica, "org_days")[:2] == [("all", DAY, 3, 4), ("augment", DAY, 1, 2)]
    history.write_day("augment", "acme", DAY, augment_of("acme", DAY, {"bob": CHAT}), FETCHED)
    assert replica.update()
    assert asked(replica, "org_days")[:2] == [("all", DAY, 2, 4), ("augment", DAY, 1, 2)]
    assert asked(replica, "team_days")[:2] == [("all", DAY, 2, 4), ("augment", DAY, 1, 2)]


def test_a_day_of_which_one_side_has_lost_rows_has_no_people_of_both(tmp_path):
    """A person who was erased leaves the sums of their teams."""
    augment = [("acme", DAY, augment_of("acme", DAY, {"bob": CHAT, "charlie": CHAT}))]
    replica = history_of(tmp_path, [("acme", DAY, githubs(DAY, "alice", "bob"))], augment=augment)
    history = History(replica._objects)
    erase(history, 1003, FETCHED)
    assert replica.update()
    assert asked(replica, "team_days")[0] == ("all", DAY, None, 6)
