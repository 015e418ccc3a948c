"""`seats`: a list, a person's, a CSV in GitHub's columns, and a draft of whom to ask."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta

import pytest

from dashboard import cli
from tests.builders import history_of, seat, snapshot
from tests.commands.conftest import Said

TODAY = date(2026, 11, 20)


def listed(charlies):
    return snapshot(
        seat(
            "alice",
            last_activity_at=datetime(2026, 11, 19, 8),
            last_authenticated_at=datetime(2026, 11, 18, 8),
            last_activity_editor="vscode/1.139.0/copilot-chat/0.52.1",
        ),
        seat("charlie", user_login="=cmd()", last_activity_at=charlies),
        seat("bob", last_activity_at=datetime(2026, 10, 1), pending_cancellation_date=date(2026, 12, 1)),
        seat("person-001"),
    )


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """charlie was last seen in August, which GitHub has forgotten."""
    found = tmp_path_factory.mktemp("seats")
    days = [(TODAY - timedelta(days=9), datetime(2026, 8, 13, 8)), (TODAY, None)]
    history_of(found, [], [("acme", day, listed(charlies)) for day, charlies in days]).close()
    return found


@pytest.fixture
def run(folder, monkeypatch, capfdbinary):
    monkeypatch.setenv("HISTORY_URL", str(folder / "history"))
    monkeypatch.setenv("REPLICA_DIR", str(folder / "replica"))
    monkeypatch.setenv("GITHUB_ORG", "acme")

    def run(*arguments: str) -> Said:
        code = cli.main(["seats", *arguments])
        out, err = capfdbinary.readouterr()
        return Said(code, out, err.decode())

    return run


def test_the_list_says_the_last_activity_in_words(run):
    lines = run().out.decode().splitlines()
    assert lines[0] == "acme: 4 seats on 2026-11-20: 1 active, 1 idle, 1 ending, 1 unknown"
    rows = {line.split("  ")[0]: line for line in lines}
    assert "the day before" in rows["alice"]
    assert "VS Code 1.139.0" in rows["alice"]
    assert "NULL" not in rows["alice"], "she has her seat through no team"
    assert "99 days before" in rows["=cmd()"]
    assert "never, or not for 90 days" in rows["person-001"]


def test_those_not_used_for_so_long_are_counted_and_priced_without_what_is_unknown(run):
    out = run("--inactive-for", "60d").out.decode()
    assert "1 was not used for 60 days or more; of 1 more it can't be told: about USD 19.00 a month" in out
    assert "=cmd()" in out
    assert "alice" not in out


def test_one_person_is_found_whatever_the_case(run):
    out = run("--user", "ALICE").out.decode()
    assert "alice" in out
    assert "bob" not in out
    assert run("--user", "erin").code == 2


@pytest.mark.parametrize(
    "arguments",
    [["--user", "alice", "--inactive-for", "30d"], ["--user", "alice", "--suggest"], ["--inactive-for", "12h"]],
)
def test_a_seat_in_use_is_never_called_unused_by_what_is_asked_together(run, arguments):
    said = run(*arguments)
    assert (said.code, said.out) == (2, b"")
    assert "--inactive-for" in said.err


def test_the_csv_begins_with_githubs_own_columns_and_runs_nothing(run):
    rows = list(csv.reader(io.StringIO(run("--csv").out.decode(), newline="")))
    assert rows[0][:5] == ["report_time", "login", "last_authenticated_at", "last_activity_at", "last_surface_used"]
    found = {row[1]: row for row in rows[1:]}
    assert set(found) == {"alice", "bob", "'=cmd()", "person-001"}
    assert found["alice"][:5] == [
        "2026-11-21T06:00:00Z",
        "alice",
        "2026-11-18T08:00:00Z",
        "2026-11-19T08:00:00Z",
        "VS Code 1.139.0",
    ]


def test_a_suggestion_is_a_draft_for_a_human_and_leaves_out_who_goes_anyway(run):
    lines = run("--suggest").out.decode().splitlines()
    assert lines[0] == "# acme: 1 of 4 seats, not used for 30 days, could be asked back, as of 2026-11-20"
    assert "Nothing was cancelled" in lines[2]
    assert [line.split("\t")[0] for line in lines[3:]] == ["=cmd()"]


@pytest.mark.parametrize("arguments", [[], ["--csv"], ["--suggest"], ["--inactive-for", "30d"]])
def test_where_nobody_sees_names_there_are_no_logins(run, monkeypatch, arguments):
    monkeypatch.setenv("SHOW_NAMES_TO", "nobody")
    said = run(*arguments)
    assert said.code == 0
    assert not any(name in said.out for name in (b"alice", b"bob", b"cmd", b"person-001"))
    assert ("nobody is named" in said.err) == (arguments == ["--csv"])
    assert run("--user", "alice").code == 2


def test_without_a_snapshot_it_says_what_to_do(run):
    said = run("--org", "umbrella")
    assert (said.code, "run refresh" in said.err) == (1, True)
