from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.deployed import SECRET
from tests.forked import run, started


@pytest.fixture
def environ(github, tmp_path):
    return {**github.settings(), "HISTORY_URL": str(tmp_path / "history"), "SECRET_KEY": SECRET}


def test_all_missing_settings_are_said_in_a_line_each_and_the_code_is_2():
    done = started("refresh", GITHUB_ORG="")
    assert done.returncode == 2
    assert [line.split()[1] for line in done.stderr.splitlines()] == ["GITHUB_ORG", "GITHUB_APP_ID"]


@pytest.mark.parametrize(
    "arguments",
    [["nothing"], ["refresh", "--since", "yesterday"], ["demo", "--users", "0"], ["refresh", "--every", "6"]],
)
def test_wrong_use_is_code_2_without_a_traceback(arguments):
    done = started(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.fixture
def last_days() -> list[str]:
    """The span of the four days before yesterday, as arguments."""
    today = datetime.now(UTC).date()
    return ["--since", str(today - timedelta(days=5)), "--until", str(today - timedelta(days=2))]


def test_a_span_that_ends_before_it_begins_is_wrong_use(environ):
    done = run("refresh", "--since", "2026-11-01", "--until", "2026-10-01", **environ)
    assert (done.returncode, "later than" in done.stderr) == (2, True)


def test_refresh_in_a_log_is_a_line_a_day(environ, last_days):
    lines = run("refresh", *last_days, **environ).stderr.splitlines()
    assert [line.split()[1] for line in lines] == sorted((line.split()[1] for line in lines), reverse=True)
    assert len(lines) == 4


def test_a_failed_refresh_is_code_1_with_a_line_that_says_what_to_do(github, environ):
    github.faults.add("policy_off")
    done = run("refresh", **environ)
    assert done.returncode == 1
    assert "policy" in done.stderr
    assert "Traceback" not in done.stderr


def test_coverage_as_json_has_its_shape(environ, last_days):
    run("refresh", *last_days, **environ)
    (entry, *_) = json.loads(run("coverage", "--json", **environ).stdout)["coverage"]
    assert {"source", "org", "report", "day", "state", "checked_at", "rows"} <= set(entry)


def test_an_empty_history_says_what_to_do(tmp_path):
    assert "refresh" in run("coverage", HISTORY_URL=str(tmp_path)).stdout


def test_a_person_is_exported_and_erased_by_id(environ, last_days, github):
    run("refresh", *last_days, **environ)
    alice = str(github.world.person("alice").id)
    before = json.loads(run("export", "--user", alice, **environ).stdout)
    assert before["user"] == {"id": int(alice), "logins": ["alice"]}
    assert before["members"]
    done = run("erase", "--user", alice, **environ)
    assert (done.returncode, done.stderr) == (0, "")
    assert "rows of members" in done.stdout
    run("refresh", *last_days, **environ)
    after = json.loads(run("export", "--user", alice, **environ).stdout)
    assert (after["erased"], after["users"], after["members"], after["raw"]) == (True, [], [], [])


@pytest.mark.parametrize("command", ["export", "erase"])
def test_a_person_is_named_by_number_alone(environ, command):
    assert run(command, "--user", "alice", **environ).returncode == 2


def test_an_erasure_that_is_not_all_says_what_is_left_with_code_1(environ, tmp_path):
    config = tmp_path / "config"
    config.mkdir()
    (config / "identities.csv").write_text("github_id,name\n1001,A\n")
    done = run("erase", "--user", "1001", **environ, CONFIG_URL=str(config))
    assert done.returncode == 1
    assert "identities.csv under CONFIG_URL mentions them in line 2" in done.stderr
