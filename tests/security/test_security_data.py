"""Damaged, hostile and late data: what `refresh` makes of it, in the history, in the quarantine and by its exit code."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime, timedelta

import boto3
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from moto.server import ThreadedMotoServer

from dashboard import cli
from dashboard.core.rows import MEMBERS_REPORT, ORG_REPORT, REPORTS, REPOS_REPORT, USERS_REPORT
from dashboard.demo.server import serve
from dashboard.demo.world import World
from dashboard.errors import HistoryError, WrongSettings, WrongUse
from dashboard.history import keys
from dashboard.history.objects import S3, Folder
from dashboard.history.store import History
from dashboard.settings import read_settings
from dashboard.sources.credentials import AppCredential
from dashboard.sources.github import GitHub
from dashboard.sources.http import Patience
from tests.builders import day_of, membership, usage

TODAY = datetime.now(UTC).date()
DAY = TODAY - timedelta(days=2)
AWS = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "region_name": "us-east-1"}


class Ingest:
    """`python -m dashboard refresh` of one day into an empty folder; `waits` are the seconds it would have slept."""

    def __init__(self, github, folder, monkeypatch, capsys):
        self.github, self.world, self.folder, self.capsys = github, github.world, folder, capsys
        self.acme = self.world.organisation("acme")
        self.waits = []
        for name, text in {**github.settings(), "HISTORY_URL": str(folder)}.items():
            monkeypatch.setenv(name, text)
        monkeypatch.setattr(cli, "github", self.impatient)

    def impatient(self, settings):
        patience = Patience(sleep=self.waits.append)
        credential = AppCredential(
            settings.github_api_url, settings.github_app_id, settings.github_app_private_key, patience
        )
        return GitHub(settings.github_api_url, credential, settings.github_download_hosts, patience)

    def run(self):
        """The exit code, and what was said of failures."""
        code = cli.main(["refresh", "--since", str(DAY), "--until", str(DAY)])
        lines = self.capsys.readouterr().err.splitlines()
        return code, [line for line in lines if line.startswith("dashboard: ")]

    def put(self, *rows, report=USERS_REPORT, day=DAY, shards=1):
        self.world.put_report(self.acme, report, DAY, [{"day": day.isoformat(), **row} for row in rows], shards)

    def put_bytes(self, *files, report=USERS_REPORT):
        self.world.put_bytes(self.acme, report, DAY, *files)

    def users(self):
        """The logins that the history has of the day, in its order, or None."""
        path = self.folder / f"users/source=github/org=acme/day={DAY}/rows.parquet"
        return pq.read_table(path).column("user_login").to_pylist() if path.exists() else None

    def state(self, report=USERS_REPORT):
        coverage = {entry.report: entry for entry in History(Folder(self.folder)).coverage()}
        return coverage[report].state

    def objects(self):
        paths = [path for path in self.folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
        return sorted(str(path.relative_to(self.folder)) for path in paths)

    def quarantined(self):
        return {path.read_bytes() for path in self.folder.glob("quarantine/**/*.refused")}

    def asked(self, part):
        return [seen for seen in self.github.requests if part in seen.path]


@pytest.fixture(scope="module")
def running():
    world = World(TODAY)
    world.add_organisation("acme", 999)
    running = serve(world)
    yield running
    running.stop()


@pytest.fixture
def ingest(running, tmp_path, monkeypatch, capsys):
    running.requests.clear()
    yield Ingest(running, tmp_path / "history", monkeypatch, capsys)
    running.faults.clear()
    running.world.reports.clear()
    running.world.teams.clear()


def lines(*rows):
    return b"".join(orjson.dumps({"day": DAY.isoformat(), **row}) + b"\n" for row in rows)


# -- D1: where things are written


HOSTILE = [
    "../x",
    "a/../../b",
    "a//b",
    "/etc/passwd",
    "..",
    ".hidden",
    "a/./b",
    "%2e%2e/x",
    "a\0b",
    "a\nb",
    "a\\..\\b",
    "ü",
    "",
    "a/",
    "x" * 1025,
]


@pytest.fixture(scope="module")
def bucket():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = {"endpoint_url": f"http://{host}:{port}", **AWS}
    boto3.client("s3", **address).create_bucket(Bucket="history")
    yield S3("history", "some/prefix", **address)
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def objects(request, tmp_path):
    return Folder(tmp_path / "root" / "history") if request.param == "folder" else request.getfixturevalue("bucket")


@pytest.mark.parametrize("key", HOSTILE)
def test_d1_no_key_leads_out_of_the_store(objects, key, tmp_path):
    for call in (objects.read, objects.delete, lambda key: objects.read_changed(key, "0" * 32)):
        with pytest.raises(WrongUse):
            call(key)
    for call in (objects.write, lambda key, content: objects.swap(key, content, None)):
        with pytest.raises(WrongUse):
            call(key, b"x")
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} <= {".lock"}


@pytest.mark.parametrize("name", [*HOSTILE, "team=1", "Acme", "*", "a?b", "[ab]"])
def test_d1_keys_are_made_of_checked_names_and_days_alone(name, tmp_path):
    for make in (
        lambda: keys.rows_key("users", "github", name, DAY),
        lambda: keys.rows_key("users", name, "acme", DAY),
        lambda: keys.raw_key("github", "acme", DAY, name),
        lambda: keys.quarantine_key("github", name, DAY, USERS_REPORT, "0" * 64),
    ):
        with pytest.raises(WrongUse):
            make()
    with pytest.raises(WrongUse):
        History(Folder(tmp_path)).write_day(
            "github", name, DAY, day_of("acme", DAY, [usage("alice")]), datetime.now(UTC)
        )
    assert list(Folder(tmp_path).list()) == []


def test_d1_one_names_listing_has_nothing_of_a_longer_name(objects):
    objects.write("users/org=acme/day=1/rows.parquet", b"1")
    objects.write("users/org=acme-10/day=1/rows.parquet", b"2")
    assert list(objects.list("users/org=acme/")) == ["users/org=acme/day=1/rows.parquet"]


def test_d1_a_link_in_the_folder_is_not_followed_out_of_it(tmp_path):
    (tmp_path / "history").mkdir()
    (tmp_path / "history" / "users").symlink_to(tmp_path)
    with pytest.raises(HistoryError):
        Folder(tmp_path / "history").write("users/rows.parquet", b"x")
    assert not (tmp_path / "rows.parquet").exists()


@pytest.mark.parametrize("org", ["../etc", "acme/../x", "acme%2f", "a b", "acme\0"])
def test_d1_an_organisation_that_is_no_login_is_a_wrong_setting(org):
    with pytest.raises(WrongSettings):
        read_settings({"GITHUB_ORG": org}, "history")


def test_d1_names_that_github_sends_are_in_no_key(ingest):
    hostile = "../../etc/passwd"
    ingest.world.add_team(ingest.acme, hostile, id=42, slug=hostile)
    ingest.put(usage("alice", user_login=hostile, generations=1))
    ingest.put(membership("alice", 42, hostile), report=MEMBERS_REPORT)
    ingest.put({"repo_id": 1, "repo_name": hostile}, report=REPOS_REPORT)
    ingest.world.add_seat(ingest.acme, ingest.world.add_person(hostile, 6666), team=ingest.world.teams[42])
    assert ingest.run() == (0, [])
    allowed = re.compile(
        rf"(users|members|teams|org|repos|raw)/source=github/org=acme/day={DAY}/(rows\.parquet|[a-z0-9-]+\.ndjson\.zst)"
        r"|(seats|billing)/source=github/org=acme/day=[0-9-]{10}/rows\.parquet"
        r"|directory/source=github/org=acme/rows\.parquet|index\.json"
    )
    assert [name for name in ingest.objects() if not allowed.fullmatch(name)] == []
    assert ingest.users() == [hostile]


# -- D3: cut, garbled and empty files


GOOD = lines(usage("alice", generations=1), usage("bob", generations=1))
PAGE = b"<!DOCTYPE html><html><body>Sign in to the proxy</body></html>\n"


@pytest.mark.parametrize(
    "file",
    [
        GOOD[: len(GOOD) * 3 // 4],
        gzip.compress(GOOD, mtime=0)[:-9],
        PAGE,
        b"",
        b" \r\n\n",
        GOOD + PAGE,
        GOOD + b"\0\0\0",
        b"null\n",
        b"[]",
    ],
    ids=["cut in a line", "compressed and cut", "a page", "empty", "blank", "a page behind", "NUL", "null", "no rows"],
)
def test_d3_a_damaged_file_is_refused_whole_and_kept_aside_while_the_version_before_it_stays(ingest, file):
    ingest.put(usage("charlie", generations=1))
    assert ingest.run()[0] == 0
    ingest.put_bytes(file)
    code, (line,) = ingest.run()
    assert (code, USERS_REPORT in line, "kept aside" in line) == (1, True, True)
    assert (ingest.users(), ingest.state()) == (["charlie"], "provisional")
    assert ingest.quarantined() == {file}


def test_d3_a_damaged_first_file_leaves_the_day_failed_and_its_siblings_whole(ingest):
    ingest.put_bytes(GOOD[:-20])
    ingest.put(membership("alice", 42), report=MEMBERS_REPORT)
    assert ingest.run()[0] == 1
    assert (ingest.users(), ingest.state(), ingest.state(MEMBERS_REPORT)) == (None, "failed", "provisional")
    assert not [name for name in ingest.objects() if name.startswith("teams/")]


@pytest.mark.parametrize("kind", ["cut_off", "garbled", "truncated"])
def test_d3_what_the_way_does_to_a_file_is_noticed_and_the_next_run_completes_the_day(ingest, kind):
    ingest.put(usage("alice", generations=1), usage("bob", generations=1))
    ingest.github.faults.add(kind, "/files/*")
    assert (ingest.run()[0], ingest.users()) == (1, None)
    ingest.github.faults.clear()
    assert ingest.run() == (0, [])
    assert (ingest.users(), ingest.state()) == (["alice", "bob"], "provisional")


@pytest.mark.parametrize(
    "files",
    [
        (b"\xef\xbb\xbf" + GOOD,),
        (GOOD.replace(b"\n", b"\r\n"),),
        (GOOD.replace(b"\n", b"\r\n", 1),),
        (GOOD.rstrip(b"\n"),),
        (GOOD, b"\n"),
        (b"", GOOD),
        (orjson.dumps([orjson.loads(line) for line in GOOD.splitlines()]),),
        (lines(usage("alice", generations=1, note="x" * 10_000_000), usage("bob", generations=1)),),
    ],
    ids=["BOM", "CRLF", "mixed ends", "no last end", "blank shard behind", "blank shard before", "array", "10 MB line"],
)
def test_d3_what_only_looks_odd_is_accepted(ingest, files):
    ingest.put_bytes(*files)
    assert ingest.run() == (0, [])
    assert ingest.users() == ["alice", "bob"]


# -- D4: the same day again


def test_d4_a_day_fetched_twice_is_there_once(ingest):
    ingest.put(usage("alice", generations=1), usage("bob", generations=1))
    assert [ingest.run(), ingest.run()] == [(0, []), (0, [])]
    assert ingest.users() == ["alice", "bob"]


def test_d4_identical_repeats_count_once_across_files_too(ingest):
    ingest.put(*[usage("alice", generations=1)] * 3, usage("bob"), shards=2)
    assert ingest.run() == (0, [])
    assert ingest.users() == ["alice", "bob"]


def test_d4_two_different_rows_of_one_person_refuse_the_report(ingest):
    ingest.put(usage("alice", generations=1), usage("alice", generations=2), shards=2)
    code, (line,) = ingest.run()
    assert (code, "two different records" in line) == (1, True)
    assert (ingest.users(), ingest.state()) == (None, "failed")


def test_d4_a_late_correction_replaces_the_day(ingest):
    ingest.put(usage("alice", generations=1), usage("bob", generations=1))
    ingest.run()
    ingest.put(usage("alice", generations=5), usage("charlie", generations=1))
    assert ingest.run() == (0, [])
    assert ingest.users() == ["alice", "charlie"]


def test_d4_of_a_report_of_28_days_only_the_day_itself_counts(ingest):
    totals = [{"day": str(DAY - timedelta(days=back)), "daily_active_users": 10 + back} for back in range(28)]
    ingest.put_bytes(orjson.dumps({"organization_id": "999", "day_totals": totals}), report=ORG_REPORT)
    assert ingest.run() == (0, [])
    (path,) = ingest.folder.glob("org/**/rows.parquet")
    assert f"day={DAY}" in str(path)
    assert pq.read_table(path).column("daily_active_users").to_pylist() == [10]


# -- D5: rows that are not what they should be


@pytest.mark.parametrize(
    "row",
    [
        {"user_id": "one"},
        {"user_id": None},
        {"user_id": 1.5},
        {"code_generation_activity_count": "many"},
        {"code_generation_activity_count": -1},
        {"code_generation_activity_count": 2**64 - 1},
        {"used_chat": "yes"},
        {"totals_by_feature": {"feature": "chat"}},
        {"totals_by_feature": [{"feature": "chat", "code_generation_activity_count": -5}]},
        {"day": "2031-01-01"},
        {"day": "someday"},
        {"day": None},
    ],
    ids=str,
)
def test_d5_one_wrong_row_refuses_the_report(ingest, row):
    file = lines(usage("alice", generations=1), {**usage("bob", generations=1), **row})
    ingest.put_bytes(file)
    code, (line,) = ingest.run()
    assert (code, ingest.users(), ingest.state()) == (1, None, "failed")
    assert "kept aside" in line
    assert ingest.quarantined() == {file}


@pytest.mark.parametrize("name", ["user_id", "day"])
def test_d5_a_row_without_its_key_refuses_the_report(ingest, name):
    row = {"day": DAY.isoformat(), **usage("alice", generations=1)}
    del row[name]
    ingest.put_bytes(orjson.dumps(row))
    assert (ingest.run()[0], ingest.users(), ingest.state()) == (1, None, "failed")


def test_d5_what_nobody_has_heard_of_is_kept_raw_and_in_no_table(ingest):
    ingest.put(usage("alice", generations=1, tokens_dreamt=7))
    assert ingest.run() == (0, [])
    (table,) = ingest.folder.glob("users/**/rows.parquet")
    assert "tokens_dreamt" not in pq.read_schema(table).names
    (raw,) = ingest.folder.glob(f"raw/**/{USERS_REPORT}.ndjson.zst")
    with pa.CompressedInputStream(pa.OSFile(str(raw)), "zstd") as stream:
        assert b"tokens_dreamt" in stream.read()


# -- D6: links that have expired, and where the token goes


def test_d6_for_a_link_that_expired_a_new_one_is_asked_for_once(ingest):
    ingest.put(usage("alice", generations=1))
    ingest.github.faults.add("expired_link", f"/files/*{USERS_REPORT}*", times=1)
    assert ingest.run() == (0, [])
    assert len(ingest.asked(f"reports/{USERS_REPORT}")) == 2
    assert ingest.users() == ["alice"]


def test_d6_links_that_always_expire_end_in_one_line(ingest):
    ingest.put(usage("alice", generations=1))
    ingest.github.faults.add("expired_link", f"/files/*{USERS_REPORT}*")
    code, (line,) = ingest.run()
    assert (code, "try again later" in line) == (1, True)
    assert len(ingest.asked(f"reports/{USERS_REPORT}")) == 2
    assert (ingest.users(), ingest.state(), ingest.quarantined()) == (None, "failed", set())


def test_d6_the_file_host_gets_no_token_and_no_log_gets_a_signature(ingest, caplog):
    caplog.set_level("DEBUG")
    ingest.put(usage("alice", generations=1))
    assert ingest.run() == (0, [])
    (seen,) = ingest.asked("/files/")
    assert not {"Authorization", "Cookie"} & set(seen.headers)
    assert seen.query["sig"] not in caplog.text


def test_d6_a_link_to_another_host_is_not_followed(ingest, monkeypatch):
    monkeypatch.setenv("GITHUB_DOWNLOAD_HOSTS", "files.example")
    ingest.put(usage("alice", generations=1))
    code, (line,) = ingest.run()
    assert (code, "GITHUB_DOWNLOAD_HOSTS" in line) == (1, True)
    assert ingest.asked("/files/") == []


# -- D7: GitHub in trouble


TROUBLE = {
    "bad_credentials": {},
    "secondary_limit": {"seconds": 7},
    "primary_limit": {"seconds": 7},
    "too_many_requests": {"seconds": 7},
    "500": {"status": 500},
    "502": {"status": 502},
    "drop": {},
}


def add_trouble(ingest, name, **more):
    kind = "error" if name.isdecimal() else name
    ingest.github.faults.add(kind, f"/api/*reports/{USERS_REPORT}", **TROUBLE[name], **more)


@pytest.mark.parametrize("name", TROUBLE)
def test_d7_trouble_that_passes_is_waited_out(ingest, name):
    ingest.put(usage("alice", generations=1))
    add_trouble(ingest, name, times=1)
    assert ingest.run() == (0, [])
    assert ingest.users() == ["alice"]
    assert all(6 <= wait <= 9 for wait in ingest.waits if "seconds" in TROUBLE[name])
    assert max(ingest.waits, default=0) <= 60
    assert bool(ingest.waits) == (name != "bad_credentials")


@pytest.mark.parametrize("name", TROUBLE)
def test_d7_trouble_that_stays_ends_in_one_line_and_takes_nothing_away(ingest, name):
    ingest.put(usage("alice", generations=1))
    ingest.run()
    before = ingest.objects()
    ingest.put(usage("bob", generations=1))
    add_trouble(ingest, name)
    code, (line,) = ingest.run()
    assert (code, "Traceback" in line, "Unicorn" in line) == (1, False, False)
    assert (ingest.users(), ingest.state(), ingest.objects()) == (["alice"], "provisional", before)
    assert 2 <= len(ingest.asked(f"reports/{USERS_REPORT}")) <= 1 + 5


@pytest.mark.parametrize("kind", ["truncated", "garbled", "cut_off"])
def test_d7_a_truncated_answer_of_the_api_is_no_report_and_no_zero(ingest, kind):
    ingest.put(usage("alice", generations=1))
    ingest.github.faults.add(kind, f"/api/*reports/{USERS_REPORT}")
    code, (line,) = ingest.run()
    assert (code, "try again later" in line) == (1, True)
    assert (ingest.users(), ingest.state(), ingest.quarantined()) == (None, "failed", set())


def test_d7_a_report_in_trouble_stops_no_other(ingest):
    for report in set(REPORTS) - {USERS_REPORT, REPOS_REPORT}:
        row = membership("alice", 42) if report == MEMBERS_REPORT else {"daily_active_users": 1}
        ingest.put(row, report=report)
    add_trouble(ingest, "502")
    assert ingest.run()[0] == 1
    assert {report: ingest.state(report) for report in (USERS_REPORT, MEMBERS_REPORT, ORG_REPORT)} == {
        USERS_REPORT: "failed",
        MEMBERS_REPORT: "provisional",
        ORG_REPORT: "provisional",
    }
