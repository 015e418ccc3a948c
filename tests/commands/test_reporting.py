"""`report`, and the table of SQL that asks GitHub: over HTTP, against the demo's GitHub."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import orjson
import pytest
import requests

from dashboard.commands.reporting import Asked, asked_of_github
from dashboard.errors import WrongUse

DAY = datetime.now(UTC).date() - timedelta(days=10)
TABLE = "github.copilot.org_copilot_one_day_usage_metrics"
BOTH = f"select download_links, report_day from {TABLE} where org = 'acme' and day = '{DAY}'"


@pytest.fixture
def asking(run, github, monkeypatch):
    for name, value in github.settings().items():
        monkeypatch.setenv(name, value)
    return run


def test_report_prints_where_the_files_are_and_they_are_there(asking):
    said = asking("report", "--org", "ACME", "--day", str(DAY))
    found = json.loads(said.out)
    assert (said.code, said.err, found["report_day"]) == (0, "", str(DAY))
    (link,) = found["download_links"]
    (row,) = requests.get(link, timeout=10).content.splitlines()
    assert orjson.loads(row)["day"] == str(DAY)


def test_any_report_can_be_named(asking):
    said = asking("report", "--org", "acme", "--day", str(DAY), "--report", "users-1-day")
    assert "users-1-day" in json.loads(said.out)["download_links"][0]
    assert asking("report", "--org", "acme", "--day", str(DAY), "--report", "users-1-day").code == 0


def test_a_report_that_is_not_there_is_said(asking):
    said = asking("report", "--org", "acme", "--day", str(datetime.now(UTC).date()))
    assert (said.code, said.out) == (1, b"")
    assert "no such report" in said.err


def test_sql_answers_with_githubs_one_row(asking):
    (row,) = json.loads(asking("sql", "--format", "json", BOTH).out)
    assert row["report_day"] == str(DAY)
    (link,) = row["download_links"]
    assert requests.get(link, timeout=10).status_code == 200


def test_the_question_is_answered_as_it_is_written(asking):
    question = f"SELECT len(m.download_links) AS files, m.org FROM GitHub.copilot.{TABLE.rsplit('.', 1)[1]} AS m WHERE DATE '{DAY}' = m.day AND m.org = 'Acme'"
    assert json.loads(asking("sql", "--format", "json", question).out) == [{"files": 1, "org": "Acme"}]


@pytest.mark.parametrize(
    "question",
    [
        f"select * from {TABLE}",
        f"select * from {TABLE} where org = 'acme'",
        f"select * from {TABLE} where day = '{DAY}'",
        f"select * from {TABLE} where org = 'acme' or day = '{DAY}'",
        f"select * from {TABLE} where org > 'acme' and day = '{DAY}'",
        f"select * from {TABLE} join users using (day) where org = 'acme' and day = '{DAY}'",
        f"select * from {TABLE} where org = 'acme' and day in (select day from {TABLE})",
    ],
)
def test_without_both_it_says_that_both_are_required(asking, question):
    said = asking("sql", question)
    assert (said.code, said.out) == (2, b"")
    assert "both are required" in said.err


def test_a_day_that_is_none_is_refused():
    with pytest.raises(WrongUse):
        asked_of_github(f"select * from {TABLE} where org = 'acme' and day = '2026-02-30'")


def test_questions_to_the_history_are_not_githubs():
    assert asked_of_github("select * from users where org = 'acme' and day = '2026-11-16'") is None
    assert asked_of_github("describe users") is None
    assert asked_of_github("not sql at all") is None
    assert asked_of_github(BOTH) == Asked("acme", DAY)


def test_no_file_can_be_read_beside_it(asking):
    said = asking("sql", BOTH.replace("download_links", "(select count(*) from read_text('/etc/hostname'))"))
    assert said.code != 0
    assert said.out == b""
