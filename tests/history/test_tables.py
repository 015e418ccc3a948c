from __future__ import annotations

import io

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.core.row_parts import BREAKDOWNS
from dashboard.core.rows import MEMBERS, SCHEMAS, USED, USERS
from dashboard.errors import Damaged
from dashboard.history.tables import ACTIVE, conform, from_parquet, pack, roll_up, to_parquet, unpack
from tests.builders import counts, membership, usage


def users_of(*rows: dict) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=USERS)


def members_of(*rows: dict) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=MEMBERS)


def rolled_up(users: pa.Table, members: pa.Table) -> dict[int, dict]:
    return {row["team_id"]: row for row in roll_up(users, members).to_pylist()}


def test_githubs_worked_example_comes_out():
    """https://docs.github.com/en/copilot/reference/copilot-usage-metrics/team-level-metrics"""
    users = users_of(usage("alice", acceptances=12, added=88), usage("bob", acceptances=7, added=24))
    teams = rolled_up(users, members_of(membership("alice", 42), membership("alice", 43), membership("bob", 42)))
    names = ("licensed_members", "active_users", "code_acceptance_activity_count", "loc_added_sum")
    assert {team: tuple(row[name] for name in names) for team, row in teams.items()} == {
        42: (2, 2, 19, 112),
        43: (1, 1, 12, 88),
    }


def test_an_idle_team_has_zeros_and_a_row_alone_is_not_activity():
    users = users_of(usage("alice"))
    teams = rolled_up(users, members_of(membership("alice", 42), membership("bob", 43)))
    for team in (42, 43):
        assert teams[team]["licensed_members"] == 1
        assert teams[team]["active_users"] == 0
        assert teams[team]["loc_added_sum"] == 0
        assert teams[team]["totals_by_feature"] == []


def test_what_github_counted_for_nobody_stays_unknown():
    row = usage("alice", generations=1) | {"loc_suggested_to_delete_sum": None}
    assert rolled_up(users_of(row), members_of(membership("alice", 42)))[42]["loc_suggested_to_delete_sum"] is None


def test_somebody_in_no_team_counts_in_none():
    users = users_of(usage("alice", generations=1), usage("charlie", generations=100))
    assert rolled_up(users, members_of(membership("alice", 42)))[42]["code_generation_activity_count"] == 1


@pytest.mark.parametrize("breakdown", BREAKDOWNS)
def test_rows_of_a_breakdown_add_up_by_their_names(breakdown):
    names = [field.name for field in BREAKDOWNS[breakdown].value_type if field.type == pa.string()]

    def part(value: str, generations: int) -> dict:
        return dict.fromkeys(names, value) | counts(generations=generations, added=1)

    users = users_of(
        usage("alice", **{breakdown: [part("python", 5), part("go", 1)]}),
        usage("bob", **{breakdown: [part("python", 7)]}),
    )
    found = rolled_up(users, members_of(membership("alice", 42), membership("bob", 42)))[42][breakdown]
    assert [(row[names[0]], row["code_generation_activity_count"], row["loc_added_sum"]) for row in found] == [
        ("go", 1, 1),
        ("python", 12, 2),
    ]


def test_tokens_and_credits_add_up():
    cli = {"session_count": 2, "request_count": 3, "prompt_count": 4, "token_usage": {"output_tokens_sum": 10}}
    users = users_of(
        usage("alice", totals_by_cli=cli, ai_credits_used=0.1), usage("bob", totals_by_cli=cli, ai_credits_used=0.2)
    )
    team = rolled_up(users, members_of(membership("alice", 42), membership("bob", 42)))[42]
    assert team["ai_credits_used"] == 0.3
    assert team["totals_by_cli"] == {
        "session_count": 4, "request_count": 6, "prompt_count": 8, "output_tokens_sum": 20, "prompt_tokens_sum": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    "fields", [{"interactions": 1}, {"generations": 1}, {"acceptances": 1}, *({used: True} for used in USED)]
)
def test_any_use_is_activity(fields):
    assert activity(usage("alice", **fields))


@pytest.mark.parametrize("fields", [{}, {"added": 5}, {"used_chat": False}])
def test_anything_else_is_not(fields):
    assert not activity(usage("alice", **fields))
    assert not activity({"user_id": 1})


def activity(row: dict) -> bool:
    with duckdb.connect() as connection:
        connection.register("users", users_of(row))
        return connection.execute(f"SELECT {ACTIVE} FROM users").fetchall()[0][0]


def test_the_same_rows_in_another_order_are_the_same_bytes():
    alice, bob = usage("alice", generations=1), usage("bob", generations=2)
    assert to_parquet(users_of(alice, bob), "users") == to_parquet(users_of(bob, alice), "users")
    assert to_parquet(users_of(alice), "users") != to_parquet(users_of(bob), "users")


@pytest.mark.parametrize("table", SCHEMAS)
def test_every_table_is_read_as_it_was_written(table):
    row = {field.name: 7 if field.type == pa.int64() else None for field in SCHEMAS[table]}
    row |= {field.name: "said" for field in SCHEMAS[table] if field.type == pa.string() and not field.nullable}
    rows = pa.Table.from_pylist([row], schema=SCHEMAS[table])
    assert from_parquet(to_parquet(rows, table), table) == rows


def test_a_table_written_by_an_older_version_is_filled_with_unknowns():
    old = pa.schema(
        [
            ("user_id", pa.int32()),
            ("forgotten", pa.string()),
            ("totals_by_feature", pa.list_(pa.struct([("feature", pa.string()), ("loc_added_sum", pa.int64())]))),
        ]
    )
    row = {"user_id": 1001, "forgotten": "x", "totals_by_feature": [{"feature": "chat", "loc_added_sum": 3}]}
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([row], schema=old), sink)
    (read,) = from_parquet(sink.getvalue(), "users").to_pylist()
    assert (read["user_id"], read["used_chat"]) == (1001, None)
    assert read["totals_by_feature"] == [dict.fromkeys(counts()) | {"feature": "chat", "loc_added_sum": 3}]


@pytest.mark.parametrize("content", [b"", b"<html>", to_parquet(users_of(usage("alice")), "users")[:-100]])
def test_what_is_no_table_is_refused(content):
    with pytest.raises(Damaged):
        from_parquet(content, "users")


@pytest.mark.parametrize("raw", [b"", b'{"a":1}\n' * 1000])
def test_raw_files_are_unpacked_as_they_were_packed(raw):
    assert unpack(pack(raw)) == raw
    with pytest.raises(Damaged):
        unpack(b"not zstd")


def test_a_table_is_conformed_to_its_schema():
    assert conform(pa.table({"user_id": [1]}), USERS).schema == USERS
