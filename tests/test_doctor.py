"""What the doctor says of a deployment with one thing wrong, over the GitHub of the demo."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from dashboard.core.rows import ORG_REPORT
from dashboard.demo.server import serve
from dashboard.demo.things import MEMBERS, METRICS, SEATS
from dashboard.demo.world import World
from dashboard.doctor import examine, storage
from dashboard.doctor.github import API, CLOCK, SIGN_IN, WEB, api
from dashboard.doctor.organisation import installation
from dashboard.errors import Away, HistoryError
from dashboard.history.objects import S3, Folder
from dashboard.history.probe import honours_conditional_writes, takes_writes
from dashboard.sources.http import Answer
from tests.deployed import SECRET
from tests.forked import run

TODAY = datetime.now(UTC).date()
TOKEN, APP, REPORT, NAMES = "acme: GITHUB_TOKEN", "acme: GitHub App", "acme: a report", "acme: names of teams"
SEATS_OF, ADMIN_TEAM = "acme: seats", "admin team acme/platform-admins"


@pytest.fixture(scope="module")
def world():
    world = World(TODAY)
    acme, dana = world.add_organisation("acme", 999), world.add_person("dana", 1004)
    world.add_to_organisation(acme, dana, "admin")
    world.admin_teams = [world.add_team(acme, "Platform admins", [dana], id=50)]
    return world


@pytest.fixture(scope="module")
def running(world):
    running = serve(world)
    yield running
    running.stop()


@pytest.fixture
def github(running):
    yield running
    running.faults.clear()


@pytest.fixture
def acme(world):
    """As it was, after each test."""
    acme = world.organisation("acme")
    before = dict(vars(acme))
    yield acme
    vars(acme).update(before)
    world.reports.clear()


@pytest.fixture
def environ(github, tmp_path):
    return {
        **github.settings(),
        "SECRET_KEY": SECRET,
        "CONFIG_URL": str(tmp_path / "config"),
        "HISTORY_URL": str(tmp_path / "history"),
        "REPLICA_DIR": str(tmp_path / "replica"),
        "SESSION_URL": f"sqlite:///{tmp_path / 'sessions.db'}",
    }


@pytest.fixture
def with_token(github, environ):
    """The server's credential is a token that dana got by signing in."""
    without = {name: text for name, text in environ.items() if not name.startswith("GITHUB_APP_")}
    return {**without, "GITHUB_TOKEN": github.token("dana")}


def worst(environ, **options):
    """What is not ok: by what was tried, the level and what is said."""
    found = [finding for finding in examine(environ, **options) if finding.level != "ok"]
    assert all("\n" not in finding.line() for finding in found)
    return {finding.tried: f"{finding.level} {finding.found}; {finding.do}" for finding in found}


def only(findings, tried, *words):
    """Nothing but this one is wrong, and it says so."""
    assert list(findings) == [tried]
    assert all(word in findings[tried] for word in ("FAIL", *words)), findings


def test_with_nothing_wrong_every_line_is_ok_and_the_code_is_0(environ, acme, world, tmp_path):
    day = TODAY - timedelta(days=4)
    world.put_report(acme, ORG_REPORT, day, [{"day": day.isoformat(), "daily_active_users": 3}])
    done = run("doctor", **environ)
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert {line[:6] for line in lines} == {"ok    "}
    assert any(f"{ORG_REPORT} of {day}" in line for line in lines)
    assert not list((tmp_path / "history").rglob("probe*"))
    for secret in (SECRET, environ["GITHUB_OAUTH_CLIENT_SECRET"], "PRIVATE KEY", "ghs_", "gho_"):
        assert secret not in done.stdout


def test_one_thing_wrong_is_one_line_and_code_1(environ, acme):
    acme.metrics_policy = False
    done = run("doctor", **environ)
    assert (done.returncode, done.stderr) == (1, "")
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("FAIL  ")]
    assert "Copilot usage metrics" in line


def test_every_wrong_setting_is_said_and_the_others_are_tried_all_the_same(environ):
    del environ["GITHUB_OAUTH_CLIENT_SECRET"], environ["GITHUB_APP_PRIVATE_KEY"]
    findings = list(examine({**environ, "MIN_TEAM_SIZE": "few", "SECRET_KEY": "changeme"}))
    said = [finding.found.split()[0] for finding in findings if finding.failed]
    assert said == ["GITHUB_OAUTH_CLIENT_SECRET", "SECRET_KEY", "MIN_TEAM_SIZE", "GITHUB_APP_ID"]
    assert API in [finding.tried for finding in findings]


# -- GitHub


def test_a_github_out_of_reach_ends_what_depends_on_it(environ):
    only(worst({**environ, "GITHUB_API_URL": "http://127.0.0.1:9/api"}), API, "no answer", "HTTPS_PROXY")


def test_a_web_address_out_of_reach(environ):
    only(worst({**environ, "GITHUB_URL": "http://127.0.0.1:9"}), WEB, "no answer")


def test_a_github_out_of_order(github, environ):
    github.faults.add("error", status=502)
    only(worst(environ), API, "502")


def test_an_address_that_is_not_the_apis(environ, github):
    only(worst({**environ, "GITHUB_API_URL": github.web_url}), API, "GITHUB_API_URL")


def test_a_certificate_nobody_knows_is_told_by_its_remedy():
    found = api("https://api.github.com", Answer(0, complete=False, trouble="SSLError"))
    assert "REQUESTS_CA_BUNDLE" in found.do


@pytest.mark.parametrize("name", ["GITHUB_OAUTH_CLIENT_ID", "GITHUB_OAUTH_CLIENT_SECRET"])
def test_an_oauth_app_that_github_does_not_know(environ, name):
    only(worst({**environ, name: "another"}), SIGN_IN, name)


def test_a_limit_says_nothing_of_the_oauth_app(github, environ):
    github.faults.add("too_many_requests", "/api/applications/*")
    only(worst(environ), SIGN_IN, "limits our requests")


@pytest.mark.parametrize(("seconds", "words"), [(90, "ahead of"), (-90, "behind")])
def test_a_clock_that_is_wrong(environ, seconds, words):
    only(worst(environ, now=lambda: time.time() + seconds), CLOCK, words, "NTP")


def test_a_clock_within_a_minute_is_fine(environ):
    assert worst(environ, now=lambda: time.time() + 50) == {}


# -- an organisation


def app_is_not_installed(acme):
    acme.permissions = None


def app_may_not_read_metrics(acme):
    acme.permissions = {MEMBERS: "read"}


@pytest.mark.parametrize(
    ("change", "words"),
    [(app_is_not_installed, "not installed"), (app_may_not_read_metrics, "Organization Copilot metrics: read")],
)
def test_a_github_app_that_does_not_open_the_organisation(environ, acme, change, words):
    change(acme)
    found = worst(environ)
    assert "hint" in found.pop(ADMIN_TEAM)
    only(found, APP, words)


def test_a_suspended_installation():
    found = installation("acme", {"suspended_at": "2026-11-01T00:00:00Z", "permissions": {METRICS: "read"}})
    assert (found.level, "suspended" in found.found) == ("FAIL", True)


@pytest.mark.parametrize(
    ("setting", "words"),
    [({"GITHUB_APP_ID": "12"}, "GITHUB_APP_ID"), ({"GITHUB_ORG": "nowhere"}, "GITHUB_ORG")],
)
def test_a_wrong_app_or_an_unknown_organisation(environ, setting, words):
    found = worst({**environ, **setting, "ADMIN_TEAMS": ""})
    assert "hint" in found.pop(storage.ADMINS)
    (said,) = found.values()
    assert words in said


def test_a_key_of_another_app(environ):
    pem = "-----{} RSA PRIVATE KEY-----\\nbm8ga2V5\\n-----{} RSA PRIVATE KEY-----".format("BEGIN", "END")
    found = worst({**environ, "GITHUB_APP_PRIVATE_KEY": pem})
    assert "GITHUB_APP_PRIVATE_KEY" in found[APP]


def test_more_permissions_than_needed_are_a_hint(environ, acme):
    acme.permissions = {**acme.permissions, METRICS: "write"}
    assert worst(environ)[APP].startswith("hint")


def test_the_policy_is_off(environ, acme):
    acme.metrics_policy = False
    only(worst(environ), REPORT, "Copilot usage metrics", "owner")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("no_permission", "Organization Copilot metrics: read"),
        ("ip_not_allowed", "IP allow list"),
        ("error", "502"),
        ("drop", "no answer"),
    ],
)
def test_a_report_that_is_refused(github, environ, fault, words):
    github.faults.add(fault, "/api/*/copilot/metrics/*")
    only(worst(environ), REPORT, words)


def test_a_download_host_that_is_not_listed(environ, acme, world):
    day = TODAY - timedelta(days=3)
    world.put_report(acme, ORG_REPORT, day, [{"day": day.isoformat()}])
    only(worst({**environ, "GITHUB_DOWNLOAD_HOSTS": "files.example"}), REPORT, "GITHUB_DOWNLOAD_HOSTS")


def test_a_token_that_is_fine(with_token):
    assert worst(with_token) == {}


def sso(acme):
    acme.requires_sso = True


def unapproved(acme):
    acme.oauth_app_approved = False


@pytest.mark.parametrize(("change", "words"), [(sso, "single sign-on"), (unapproved, "approve")])
def test_a_token_that_the_organisation_keeps_out(with_token, acme, change, words):
    change(acme)
    found = worst(with_token)
    assert {tried: said.split()[0] for tried, said in found.items()} == {
        REPORT: "FAIL",
        SEATS_OF: "hint",
        NAMES: "hint",
        ADMIN_TEAM: "hint",
    }
    assert words in found[REPORT]


@pytest.mark.parametrize(
    ("setting", "words"), [({"GITHUB_TOKEN": "ghp_dead"}, "GITHUB_TOKEN"), ({"GITHUB_ORG": "nowhere"}, "GITHUB_ORG")]
)
def test_a_dead_token_or_an_unknown_organisation(with_token, setting, words):
    found = worst({**with_token, **setting})
    (said,) = [said for tried, said in found.items() if tried.endswith("GITHUB_TOKEN")]
    assert words in said
    assert "ghp_dead" not in said


def test_names_of_teams_that_may_not_be_read_are_a_hint(environ, acme):
    acme.permissions = {METRICS: "read", SEATS: "read"}
    found = worst(environ)
    assert {said.split()[0] for said in found.values()} == {"hint"}
    assert "slugs" in found[NAMES]


def test_seats_that_may_be_read_are_counted(environ):
    (found,) = [finding for finding in examine(environ) if finding.tried == SEATS_OF]
    assert (found.level, found.found) == ("ok", "0 seats")


def test_seats_that_may_not_be_read_are_a_hint_that_names_the_permission(environ, acme):
    acme.permissions = {METRICS: "read", MEMBERS: "read"}
    found = worst(environ)
    assert list(found) == [SEATS_OF]
    assert found[SEATS_OF].startswith("hint")
    assert "GitHub Copilot Business: read" in found[SEATS_OF]
    assert "nothing is known of seats" in found[SEATS_OF]


def test_seats_out_of_order_are_a_failure(github, environ):
    github.faults.add("error", "/api/*/copilot/billing", status=502)
    only(worst(environ), SEATS_OF, "502")


@pytest.mark.parametrize(
    ("given", "level", "words"),
    [
        ("acme/platform-admins", "hint", "acme/platform-admins#50"),
        ("acme/platform-admins#51", "FAIL", "the id 50, not 51"),
        ("acme/nobody", "FAIL", "no such team"),
        ("elsewhere/platform-admins#50", "FAIL", "GITHUB_ORG"),
    ],
)
def test_an_admin_team_that_does_not_resolve(environ, given, level, words):
    (said,) = worst({**environ, "ADMIN_TEAMS": given}).values()
    assert said.startswith(level)
    assert words in said


def test_admin_teams_in_a_file_are_resolved_too(environ, tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "admin_teams.json").write_text('["nobody"]')
    assert "no such team" in worst(environ)["admin team acme/nobody"]


def test_an_admin_file_that_is_not_understood(environ, tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "admin_teams.json").write_text('{"acme": "platform-admins"}')
    only(worst(environ), storage.ADMINS, "nobody is an admin")


@pytest.mark.parametrize(
    ("file", "content", "where"),
    [
        ("holidays.csv", "day,name\n25.12.2026,Christmas day\n", "line 2, column day"),
        ("notes.csv", "day,text,team\n2026-11-10,Training,red\n", "line 2, column team"),
    ],
)
def test_a_line_about_days_that_is_not_understood(environ, tmp_path, file, content, where):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / file).write_text(content)
    only(worst(environ), f"{file} in CONFIG_URL", where)


# -- the address and the keys


def test_a_public_address_without_tls(environ):
    only(worst({**environ, "PUBLIC_URL": "http://usage.example.com"}), "PUBLIC_URL", "https")


def test_a_public_address_with_tls_names_the_callback(environ):
    lines = [finding.found for finding in examine({**environ, "PUBLIC_URL": "https://usage.example.com/copilot"})]
    assert any("https://usage.example.com/copilot/login/github/authorized" in line for line in lines)


def test_a_former_key_is_a_hint_and_the_present_one_a_failure(environ):
    former = "former-of-the-tests-0123456789abcdef"
    said = worst({**environ, "SECRET_KEY_FALLBACKS": former})["SECRET_KEY_FALLBACKS"]
    assert said.startswith("hint")
    assert former not in said
    only(worst({**environ, "SECRET_KEY_FALLBACKS": SECRET}), "SECRET_KEY_FALLBACKS", "not changed")


# -- where things are kept


@contextmanager
def as_nobody():
    """Root may write everywhere, so that for a moment it is somebody else."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def read_only(tmp_path_factory):
    folder = tmp_path_factory.mktemp("read-only")
    for above in (folder, *(above for above in folder.parents if above.name.startswith(("pytest-", "popen-")))):
        above.chmod(0o755)
    folder.chmod(0o555)
    with as_nobody():
        yield folder
    folder.chmod(0o755)


def failed(findings):
    return [(finding.tried, finding.found) for finding in findings if finding.failed]


def test_a_folder_that_can_only_be_read(read_only):
    ((tried, said),) = failed(storage.history(str(read_only)))
    assert tried == storage.WRITE
    assert "Permission denied" in said
    assert storage.replica(read_only).failed
    assert failed([storage.sessions(f"sqlite:///{read_only}/sessions.db")])


def test_a_history_that_is_no_folder(environ, tmp_path):
    (tmp_path / "file").write_text("")
    found = worst({**environ, "HISTORY_URL": str(tmp_path / "file"), "REPLICA_DIR": str(tmp_path / "file")})
    assert set(found) == {storage.WRITE, storage.REPLICA}


def test_an_index_that_was_altered(environ, tmp_path):
    (tmp_path / "history").mkdir()
    (tmp_path / "history" / "index.json").write_text("{}")
    only(worst(environ), storage.READ, "index.json")


@pytest.mark.parametrize("url", ["redis://:the-password@127.0.0.1:9/0", "redis://127.0.0.1:port"])
def test_a_session_store_that_does_not_answer(environ, url):
    found = worst({**environ, "SESSION_URL": url})
    only(found, storage.SESSIONS)
    assert "the-password" not in str(found)


def test_an_s3_address_that_is_none(environ, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "not an address")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.setenv(name, "us-east-1")
    only(worst({**environ, "HISTORY_URL": "s3://bucket/history"}), storage.READ, "AWS_ENDPOINT_URL_S3")


class CarelessS3(BaseHTTPRequestHandler):
    """A gateway that takes every write, whatever the condition, as some do."""

    protocol_version = "HTTP/1.1"

    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.objects[self.path.partition("?")[0]] = body
        self.answer(200)

    def do_GET(self):
        body = self.server.objects.get(self.path.partition("?")[0])
        self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>") if body is None else self.answer(200, body)

    def do_DELETE(self):
        self.server.objects.pop(self.path.partition("?")[0], None)
        self.answer(204)

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("ETag", '"0123456789abcdef0123456789abcdef"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def careless_s3(monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), CarelessS3)
    server.objects = {}
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://127.0.0.1:{server.server_port}")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.setenv(name, "us-east-1")
    yield server
    server.shutdown()
    server.server_close()


def test_a_bucket_that_ignores_conditions_is_said_loudly(environ, careless_s3):
    found = worst({**environ, "HISTORY_URL": "s3://bucket/history"})
    only(found, storage.CONDITIONS, "ignores If-Match", "DO NOT KEEP A HISTORY HERE")
    assert careless_s3.objects == {}


def test_a_right_that_only_erasing_needs_is_a_hint(rgw):
    s3 = S3(rgw.new_bucket(), **rgw.options)
    assert storage.forgetting(s3).level == "ok"
    rgw.deny(s3.bucket, "s3:ListBucketVersions")
    found = storage.forgetting(s3)
    assert (found.level, "AccessDenied" in found.found, "s3:ListBucketVersions" in found.do) == ("hint", True, True)
    assert not storage.writable(s3).failed
    assert list(s3.list()) == []


class IgnoresIfMatch(Folder):
    def swap(self, key, content, etag):
        if etag is None:
            return super().swap(key, content, None)
        self.write(key, content)
        return etag


class RefusesAll(Folder):
    def swap(self, key, content, etag):
        if etag is None:
            return super().swap(key, content, None)
        return super().swap(key, content, f'"{etag}"')


class Forgets(Folder):
    def write(self, key, content):
        pass


class Away5xx(Folder):
    def swap(self, key, content, etag):
        raise Away("the store didn't answer")


def test_the_probe_tells_a_store_by_what_it_does(tmp_path):
    assert honours_conditional_writes(Folder(tmp_path)) is None
    assert takes_writes(Folder(tmp_path)) is None
    assert "If-Match" in honours_conditional_writes(IgnoresIfMatch(tmp_path))
    with pytest.raises(HistoryError, match="refuses"):
        honours_conditional_writes(RefusesAll(tmp_path))
    assert "come back" in takes_writes(Forgets(tmp_path))
    with pytest.raises(Away):
        honours_conditional_writes(Away5xx(tmp_path))
    assert list(Folder(tmp_path).list()) == []
