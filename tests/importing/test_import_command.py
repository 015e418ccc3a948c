from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import boto3
import pytest

from dashboard.core.days import Span, parse_day
from dashboard.history.objects import open_objects
from dashboard.history.store import History
from tests import forked
from tests.builders import usage
from tests.importing.olden import as_file, as_lines, metrics_day, team


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "dashboard", "import", *map(str, arguments)]


def environ(folder: Path, **settings: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "GITHUB_ORG": "acme", "HISTORY_URL": str(folder / "history"), **settings}


def run(folder: Path, *arguments: object, **settings: str) -> subprocess.CompletedProcess:
    return forked.run("import", *map(str, arguments), **environ(folder, **settings))


def days(url: str, **options: str) -> int:
    return len(History(open_objects(url, **options)).coverage())


@pytest.fixture
def old(tmp_path) -> Path:
    folder = tmp_path / "old"
    folder.mkdir()
    return folder


def test_a_folder_is_a_line_for_each_file_and_what_is_no_history_does_no_harm(tmp_path, old):
    (old / "a picture.png").write_bytes(b"\x89PNG\r\n")
    (old / "deeper").mkdir()
    (old / "deeper" / "teams history.txt").write_bytes(as_file([team("red", metrics_day())]))
    (old / "empty").write_bytes(b"")
    (old / ".hidden").write_bytes(b"{broken")
    (old / "package.json").write_text('{"name": "a", "version": "1"}')
    done = run(tmp_path, old)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.removeprefix(f"{old}/").split(";")[0] for line in done.stdout.splitlines()] == [
        "a picture.png: not recognised",
        "deeper/teams history.txt: teams_history.json of acme: 1 team day written",
        "empty: not recognised",
        "package.json: not recognised",
    ]


def test_what_is_refused_is_code_1_with_its_position_and_the_rest_is_there(tmp_path, old):
    (old / "x").write_bytes(as_file([metrics_day("2025-03-03"), metrics_day("2025-03-04", total_active_users=-1)]))
    done = run(tmp_path, old / "x")
    assert (done.returncode, done.stdout) == (
        1,
        f"{old}/x: days of the metrics API of acme: 1 day written; 1 refused\n",
    )
    assert done.stderr == f"dashboard: {old}/x: [1]: total_active_users is -1, not a whole number from 0\n"


def test_very_many_refusals_are_cut_short(tmp_path, old):
    (old / "x").write_bytes(as_lines(*(metrics_day("2031-01-01") for _ in range(1000))))
    lines = run(tmp_path, old / "x").stderr.splitlines()
    assert (len(lines), lines[-1]) == (21, f"dashboard: {old}/x: 980 more were refused")


def test_nothing_recognised_at_all_is_code_1(tmp_path, old):
    (old / "notes.txt").write_text("nothing")
    done = run(tmp_path, old)
    assert (done.returncode, "nothing was recognised" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no-such-file"], "there is no file at no-such-file"),
        (["s3://"], "names no bucket"),
        ([".", "--org", "not/a/login"], "--org: 'not/a/login' is not a GitHub login"),
    ],
)
def test_wrong_use_is_code_2_before_anything_is_written(tmp_path, arguments, said):
    done = run(tmp_path, *arguments)
    assert (done.returncode, said in done.stderr) == (2, True)
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "history").exists()


def test_without_an_organisation_it_is_code_2(tmp_path, old):
    (old / "x").write_bytes(as_file([metrics_day()]))
    done = run(tmp_path, old, GITHUB_ORG="")
    assert (done.returncode, "--org" in done.stderr) == (2, True)


def test_a_file_that_may_not_be_read_stops_none_of_the_others(tmp_path, old):
    (old / "a").symlink_to("/proc/self/mem")
    (old / "b").write_bytes(as_file([metrics_day()]))
    done = run(tmp_path, old)
    assert done.returncode == 1
    assert "can't be read" in done.stderr
    assert "1 day written" in done.stdout


def test_an_import_that_was_killed_keeps_whole_batches_and_is_finished_by_running_it_again(tmp_path, old):
    span = Span(parse_day("2024-06-01"), parse_day("2025-11-30"))
    teams = [team(slug, *(metrics_day(day.isoformat()) for day in span)) for slug in ("red", "blue")]
    (old / "x").write_bytes(as_file(teams))
    index = tmp_path / "history" / "index.json"
    process = subprocess.Popen(command(old / "x"), env=environ(tmp_path), stdout=subprocess.DEVNULL)
    until = time.monotonic() + 30
    while not index.exists() and time.monotonic() < until:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = days(str(tmp_path / "history"))
    assert 0 < kept < len(span), "it was to be killed in the middle"
    assert kept % 60 == 0
    done = run(tmp_path, old / "x")
    assert (done.returncode, f"{2 * kept} already here" in done.stdout) == (0, True)
    assert days(str(tmp_path / "history")) == len(span)


def test_objects_of_others_in_s3_are_read_by_whatever_names_they_have(tmp_path, rgw):
    archive, client = rgw.new_bucket(), boto3.client("s3", **rgw.options)
    client.put_object(Bucket=archive, Key="a b/pre mär 26/teams (1).json", Body=as_file([team("red", metrics_day())]))
    client.put_object(Bucket=archive, Key="a b/users.ndjson", Body=as_lines({"day": "2026-11-16", **usage("alice")}))
    client.put_object(Bucket=archive, Key="a bee/other.json", Body=as_file([metrics_day("2025-03-05")]))
    history = f"s3://{rgw.new_bucket()}/some/prefix"
    done = run(tmp_path, f"s3://{archive}/a b", HISTORY_URL=history, **rgw.environ)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split(";")[0] for line in done.stdout.splitlines()] == [
        f"s3://{archive}/a b/pre mär 26/teams (1).json: teams_history.json of acme: 1 team day written",
        f"s3://{archive}/a b/users.ndjson: users-1-day of acme: 1 day written",
    ]
    assert days(history, **rgw.options) == 2
    again = run(tmp_path, f"{history}/raw", "--replace", HISTORY_URL=history, **rgw.environ)
    assert (again.returncode, "users-1-day of acme: 1 already here" in again.stdout) == (0, True)
    alone = run(tmp_path, f"s3://{archive}/a bee/other.json", HISTORY_URL=history, **rgw.environ)
    assert (alone.returncode, days(history, **rgw.options)) == (0, 3)


def test_a_bucket_that_is_not_there_is_code_1_without_a_traceback(tmp_path, rgw):
    done = run(tmp_path, "s3://no-such-bucket-here/x", **rgw.environ)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "check the bucket's name" in done.stderr
