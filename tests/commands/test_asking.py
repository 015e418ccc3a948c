"""`sql`: what comes out, what is refused, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.commands.conftest import DAYS, a_history
from tests.security.served import wait_until

COMMAND = [sys.executable, "-m", "dashboard"]


def test_a_table_is_aligned_and_unknown_is_not_zero(run):
    said = run(
        "sql", "SELECT user_login, ai_credits_used FROM users WHERE org = 'acme' AND day = '2026-11-10' ORDER BY 1"
    )
    assert said.out.decode().splitlines() == [
        "user_login  ai_credits_used",
        "----------  ---------------",
        "=cmd()                 NULL",
        "alice                   0.5",
        "bob                    NULL",
    ]
    assert (said.code, said.err) == (0, "")


def test_csv_is_read_back_as_it_was_but_for_what_a_spreadsheet_would_run(run):
    question = (
        'SELECT day, user_login, totals_by_feature[1].feature AS feature, totals_by_feature, \'a,"b"\n\' AS "-x", NULL AS nothing'
        " FROM users WHERE org = 'acme' ORDER BY day, user_login LIMIT 2"
    )
    out = run("sql", "--format", "csv", question).out.decode()
    head, cmd, alice = csv.reader(io.StringIO(out, newline=""))
    assert head == ["day", "user_login", "feature", "totals_by_feature", "'-x", "nothing"]
    assert cmd == ["2026-11-10", "'=cmd()", "", "", 'a,"b"\n', ""]
    assert alice[:3] == ["2026-11-10", "alice", "chat_panel"]
    assert json.loads(alice[3])[0]["code_generation_activity_count"] == 3
    assert out.count("\r\n") == 3


def test_numbers_below_zero_stay_numbers_in_csv(run):
    assert (
        run("sql", "--format", "csv", "SELECT -1 AS a, -0.5::DOUBLE AS b, '-1' AS c").out == b"a,b,c\r\n-1,-0.5,'-1\r\n"
    )


def test_json_has_exact_whole_numbers_iso_days_utc_times_and_null_for_what_is_no_number(run):
    question = (
        "SELECT max(day) AS day, max(code_generation_activity_count) AS big, sum(9007199254740993::HUGEINT) AS sum,"
        " 'nan'::DOUBLE AS nan, [1.5::DOUBLE, 'inf'] AS list, (SELECT max(checked_at) FROM reports) AS at, 0.10::DECIMAL(4, 2) AS d"
        " FROM users"
    )
    said = run("sql", "--format", "json", question)
    (row,) = json.loads(said.out)
    assert row == {
        "day": DAYS[-1].isoformat(), "big": 2**53 + 1, "sum": 30 * (2**53 + 1), "nan": None, "list": [1.5, None],
        "at": "2026-11-21T06:00:00Z", "d": 0.1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("format", "empty"), [("json", b"[\n]\n"), ("csv", b"user_id,day\r\n"), ("table", b"user_id  day\n-------  ---\n")]
)
def test_no_rows_is_an_empty_answer(run, format, empty):
    assert run("sql", "--format", format, "SELECT user_id, day FROM users WHERE false").out == empty


def test_columns_of_one_name_are_refused_in_json_alone(run):
    assert run("sql", "SELECT 1 AS a, 2 AS a").code == 0
    said = run("sql", "--format", "json", "SELECT 1 AS a, 2 AS a")
    assert (said.code, "AS" in said.err) == (2, True)


@pytest.mark.parametrize("question", ["DESCRIBE users", "SHOW TABLES", "SUMMARIZE teams", "EXPLAIN SELECT 1", "FROM org", "SELECT 1;",
    "WITH a AS (SELECT 1 AS n) SELECT n FROM a -- so", "PIVOT reports ON state USING count(*)"])  # fmt: skip
def test_what_reads_is_answered(run, question):
    said = run("sql", question)
    assert (said.code, said.err) == (0, "")
    assert said.out


def refused_questions(folder: Path) -> list[str]:
    return [
        f"COPY users TO '{folder}/users.csv'",
        f"COPY (SELECT 1) TO '{folder}/one.parquet'",
        f"EXPORT DATABASE '{folder}/everything'",
        f"ATTACH '{folder}/other.duckdb' AS other",
        "ATTACH ':memory:' AS other",
        "DETACH replica",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM 'https://example.org/a.parquet'",
        "SELECT * FROM glob('/etc/*')",
        "SELECT getenv('HOME')",
        "SELECT * FROM duckdb_secrets()",
        "CREATE SECRET s (TYPE s3)",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET memory_limit = '100GB'",
        "RESET memory_limit",
        "SET VARIABLE a = 1",
        "PRAGMA database_list",
        "PRAGMA enable_external_access",
        "CALL pragma_version()",
        "CREATE TABLE a (b INTEGER)",
        "CREATE TEMP TABLE a (b INTEGER)",
        "CREATE TEMP MACRO a() AS 1",
        "INSERT INTO users (user_id) VALUES (1)",
        "UPDATE users SET user_login = ''",
        "DELETE FROM users",
        "DROP TABLE users",
        "CHECKPOINT",
        "BEGIN",
        "PREPARE a AS SELECT 1",
        "FROM query('DELETE FROM users')",
        f"EXPLAIN ANALYZE COPY users TO '{folder}/users.csv'",
        "EXPLAIN ANALYZE DELETE FROM users",
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP TABLE users",
        "",
        "-- nothing",
        "SELEC 1",
        "SELECT * FROM nothing",
        "SELECT $org",
    ]


def test_what_writes_attaches_reads_files_or_changes_settings_is_refused_in_a_line(run, tmp_path):
    for question in refused_questions(tmp_path):
        said = run("sql", question)
        assert (question, said.code, said.out) == (question, 2, b"")
        assert said.err.startswith("dashboard: ")
        assert len(said.err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
    assert run("sql", "--format", "csv", "SELECT count(*) AS n FROM users").out == b"n\r\n30\r\n"


def test_the_locks_hold_where_a_statement_would_be_let_through(run, tmp_path, monkeypatch):
    """The engine's locks are enough by themselves: the look at the kind of statement only makes the words plain."""
    monkeypatch.setattr("dashboard.history.streaming.READING", ANY)
    for question in refused_questions(tmp_path)[:22]:
        run("sql", question)
    assert list(tmp_path.iterdir()) == []
    assert run("sql", "--format", "csv", "SELECT count(*) AS n FROM users").out == b"n\r\n30\r\n"


class Any:
    def __contains__(self, kind: object) -> bool:
        return True


ANY = Any()


def test_an_error_in_the_middle_of_an_answer_is_a_line(run):
    said = run(
        "sql", "--format", "csv", "SELECT CASE WHEN range = 150000 THEN error('so') ELSE 1 END AS n FROM range(200000)"
    )
    assert said.code == 2
    assert said.err == "dashboard: the question can't be answered: Invalid Input Error: so\n"


def test_what_needs_too_much_memory_says_so(run, monkeypatch):
    monkeypatch.setattr("dashboard.commands.local_copy.MEMORY", "100MB")
    said = run("sql", "SELECT list(range) FROM range(1000000000)")
    assert (said.code, "more memory" in said.err) == (1, True)


def test_a_table_ends_after_ten_thousand_rows_and_says_so(run):
    said = run("sql", "SELECT range FROM range(10001)")
    assert len(said.out.splitlines()) == 10_002
    assert "first 10,000 rows" in said.err
    assert run("sql", "SELECT range FROM range(10000)").err == ""
    assert len(run("sql", "--format", "csv", "SELECT range FROM range(10001)").out.splitlines()) == 10_002


def test_with_the_store_away_the_last_good_copy_answers_and_says_how_old_it_is(tmp_path, run, monkeypatch):
    a_history(tmp_path)
    monkeypatch.setenv("HISTORY_URL", "s3://nowhere/at-all")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setenv("REPLICA_DIR", str(tmp_path / "replica"))
    said = run("sql", "--format", "csv", "SELECT count(*) AS n FROM users")
    assert (said.code, said.out) == (0, b"n\r\n30\r\n")
    assert "the answers are as of 20" in said.err
    monkeypatch.setenv("REPLICA_DIR", str(tmp_path / "empty"))
    said = run("sql", "SELECT 1")
    assert (said.code, said.out) == (1, b"")


def test_where_no_copy_can_be_kept_is_said(run, monkeypatch):
    monkeypatch.setenv("REPLICA_DIR", "/dev/null")
    said = run("sql", "SELECT 1")
    assert (said.code, said.out) == (1, b"")
    assert said.err == "dashboard: REPLICA_DIR /dev/null can't be used: File exists\n"


def test_an_empty_history_is_said_to_be_empty(tmp_path, run, monkeypatch):
    monkeypatch.setenv("HISTORY_URL", str(tmp_path / "history"))
    monkeypatch.setenv("REPLICA_DIR", str(tmp_path / "replica"))
    assert f"the history at {tmp_path / 'history'} is empty" in run("sql", "SELECT count(*) FROM users").err


def test_a_question_follows_the_store(tmp_path, run, monkeypatch):
    a_history(tmp_path)
    shutil.rmtree(tmp_path / "replica")
    monkeypatch.setenv("HISTORY_URL", str(tmp_path / "history"))
    monkeypatch.setenv("REPLICA_DIR", str(tmp_path / "replica"))
    assert run("sql", "--format", "csv", "SELECT count(*) AS n FROM users").out == b"n\r\n30\r\n"


def test_a_question_comes_from_the_standard_input(environ):
    done = subprocess.run(
        [*COMMAND, "sql", "-", "--format", "csv"],
        input=b"SELECT 1 AS a",
        env={**os.environ, **environ},
        capture_output=True,
        timeout=60,
    )
    assert done.stdout == b"a\r\n1\r\n"


def test_a_pipe_that_is_closed_is_no_reason_for_words(environ):
    for format in ("table", "csv", "json"):
        asking = [*COMMAND, "sql", "--format", format, "SELECT range, repeat('x', 100) AS x FROM range(9000)"]
        process = subprocess.Popen(
            asking, env={**os.environ, **environ}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        process.stderr.close()
        assert process.wait(30) == 1


@pytest.mark.parametrize(
    "question",
    [
        "SELECT count(*) FROM range(10000000) AS a, range(1000000) AS b WHERE a.range * b.range % 7 = 3",
        "SELECT a.range FROM range(10000000) AS a, range(1000000) AS b WHERE b.range = 0 AND a.range < 9 OR hash(a.range + b.range) = 3",
    ],
    ids=["before-the-first-row", "between-rows"],
)
def test_ctrl_c_ends_it_at_once_with_code_1(environ, question):
    process = subprocess.Popen(
        [*COMMAND, "sql", question], env={**os.environ, **environ}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        wait_until(lambda: is_asking(process.pid), 60)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=10)
    finally:
        process.kill()
    assert (process.returncode, err) == (1, b"dashboard: stopped\n")


def is_asking(pid: int) -> bool:
    """Whether it has the replica open, and has worked for a while since."""
    if not any(name.endswith(".duckdb") for name in open_files(pid)):
        return False
    before = seconds_worked(pid)
    time.sleep(0.5)
    return seconds_worked(pid) - before > 0.1 and seconds_worked(pid) > 1.5


def open_files(pid: int) -> list[str]:
    """Empty when one was closed while we looked."""
    try:
        return [os.readlink(each) for each in Path(f"/proc/{pid}/fd").iterdir()]
    except FileNotFoundError:
        return []


def seconds_worked(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def on_a_terminal(environ: dict[str, str], *arguments: str) -> tuple[int, str]:
    """As on one of sixty columns."""
    mine, theirs = pty.openpty()
    told = {**os.environ, **environ, "COLUMNS": "60", "LINES": "24"}
    process = subprocess.Popen([*COMMAND, *arguments], env=told, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(mine, 65536):
            shown += part
    except OSError:  # how a terminal whose other side has gone says that there is no more
        pass
    os.close(mine)
    return process.wait(30), shown.decode().replace("\r\n", "\n")


def test_on_a_terminal_a_table_is_as_wide_as_that(environ):
    code, shown = on_a_terminal(
        environ, "sql", "SELECT day, user_login, totals_by_feature FROM users ORDER BY ALL LIMIT 4"
    )
    assert code == 0
    assert max(map(len, shown.splitlines())) == 60
    assert "…" in shown


def test_on_a_terminal_parquet_is_refused(environ):
    code, shown = on_a_terminal(environ, "export", "--table", "users", "--format", "parquet")
    assert (code, "--out" in shown, len(shown.splitlines())) == (2, True, 1)
