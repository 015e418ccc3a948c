"""`digest`: a team's week with the numbers of its page, in a file, at a real mail server, at a real webhook."""

from __future__ import annotations

import json
import re
import socket
import ssl
import subprocess
import threading
from datetime import date, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from dashboard import cli
from dashboard.core.days import Span, parse_week
from dashboard.history.objects import open_objects
from dashboard.history.replica import Replica
from dashboard.insights import Insights
from dashboard.publishing import require_shown
from layouts import words
from tests.builders import day_of, history_of, membership, people, usage

MONDAY = date(2026, 11, 9)
DAYS = [date(2026, 10, 26) + timedelta(days=number) for number in range(25)]  # to Thursday 19 November
MISSING = date(2026, 11, 11)
RED = people(1, 6)
CHAT = [{"feature": "chat_panel_agent_mode", "user_initiated_interaction_count": 4}]
TEAM = ("--team", "acme/red")
OF_OTHERS = "s3cret-token"


def a_day(day: date) -> list:
    if day == MISSING:
        return day_of("acme", day)
    members = [membership(login, 42, "red") for login in RED] + [membership("alice", 44, "tiny")]
    active = RED[: 3 + day.weekday() % 3] if day.weekday() < 5 else []
    rows = [usage(login, interactions=4, generations=2, totals_by_feature=CHAT) for login in active]
    return day_of("acme", day, [*rows, usage("alice", interactions=900)], members, {"daily_active_users": 7})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    found = tmp_path_factory.mktemp("digest")
    history_of(found, [("acme", day, a_day(day)) for day in DAYS]).close()
    return found


@pytest.fixture
def run(folder, monkeypatch, capfd):
    monkeypatch.setenv("HISTORY_URL", str(folder / "history"))
    monkeypatch.setenv("REPLICA_DIR", str(folder / "replica"))
    monkeypatch.setenv("PUBLIC_URL", "https://copilot.example")

    def run(*arguments: str):
        code = cli.main(["digest", *arguments])
        return code, *capfd.readouterr()

    return run


@pytest.fixture
def insights(folder):
    replica = Replica(open_objects(str(folder / "history")), folder / "replica")
    replica.update()
    yield Insights(replica, 5)
    replica.close()


def test_the_newest_complete_week_is_told_as_text_with_the_numbers_of_the_page(run, insights):
    code, out, err = run(*TEAM)
    team, span = require_shown(insights, "acme/red"), Span(MONDAY, MONDAY + timedelta(days=6))
    now = insights.summary(team, span).now
    assert (code, err) == (0, "")
    assert out.startswith("red\nWeek 46, 9 Nov – 15 Nov 2026\n")
    assert f"{now.active_users} of {now.licensed_members} licensed" in out
    assert re.search(rf"Interactions: +{words.count(now.counters.interactions)} prompts sent", out)
    for day in insights.daily(team, span):
        said = words.count(day.active_users) if day.known else "no report"
        assert re.search(rf"{words.short_day(day.day)} .*{said}$", out, re.M), day
    assert "https://copilot.example/teams/acme/red?from=2026-11-09&to=2026-11-15" in out


@pytest.mark.parametrize("week", ["2026-W45", "2026-11-04", "2026-11-08"])
def test_a_week_is_named_by_its_number_or_a_day_of_it(run, week):
    assert parse_week(week) == date(2026, 11, 2)
    assert "Week 45, 2 Nov – 8 Nov 2026\n" in run(*TEAM, "--week", week)[1]


def test_a_week_that_is_not_over_says_so(run):
    assert "Week 47, 16 Nov – 19 Nov 2026, so far" in run(*TEAM, "--week", "2026-W47")[1]


@pytest.mark.parametrize("week", ["2026-W60", "last", "2026-11-31", "W46", "2026-W00"])
def test_no_week_is_wrong_use(run, week):
    with pytest.raises(SystemExit) as ended:
        run(*TEAM, "--week", week)
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (("--team", "acme/tiny"), 1, "too few of its members"),
        (("--team", "acme/nobody"), 2, "knows no team"),
        (("--team", "acme/red", "--week", "2026-W40"), 1, "no report covers"),
        (("--team", "acme/red", "--week", "2026-W50"), 2, "has no day yet"),
        (("--team", "acme/red", "--to", "digest.pdf"), 2, "must end with .html or .txt"),
        (("--team", "acme/red", "--to", "webhook"), 2, "DIGEST_WEBHOOK"),
        (("--team", "acme/red", "--to", "http://hooks.example/x"), 2, "not an https address"),
        (("--team", "acme/red", "--to", "ftp://host/x"), 2, "not an https address"),
        (("--team", "acme/red", "--to", f"smtp://me:{OF_OTHERS}@host?from=a@b.c&to=d@e.f"), 2, "SMTP_PASSWORD"),
        (("--team", "acme/red", "--to", "smtp://host?from=a@b.c"), 2, "from whom and to whom"),
        (("--team", "acme/red", "--to", "smtp://host?from=a@b.c&to=d@e.f%0d%0aBcc:x@y.z"), 2, "from whom and to whom"),
        (("--team", "acme/red", "--to", "smtp://host:99999?from=a@b.c&to=d@e.f"), 2, "no port"),
    ],
)
def test_what_cant_be_done_is_one_line_that_says_why(run, arguments, code, why):
    got, out, err = run(*arguments)
    assert (got, out) == (code, "")
    assert why in err
    assert len(err.splitlines()) == 1
    assert OF_OTHERS not in err


def test_a_file_is_a_page_that_needs_nothing_else_in_the_colours_of_the_site(run, tmp_path):
    file = tmp_path / "week.html"
    assert run(*TEAM, "--to", str(file)) == (0, "", "")
    page = file.read_text()
    assert "<title>red: Copilot in week 46, 9 Nov – 15 Nov 2026</title>" in page
    assert not re.search(r"<script|<link|<img|url\(|@import|javascript:", page)
    assert re.findall(r'(?:src|href)="([^"]*)"', page) == [
        "https://copilot.example/teams/acme/red?from=2026-11-09&amp;to=2026-11-15"
    ]
    tokens = Path("dashboard/assets/10-tokens.css").read_text().partition('[data-bs-theme="dark"]')[0]
    assert all(colour in tokens for colour in re.findall(r"#[0-9A-F]{6}", page))
    text = tmp_path / "week.txt"
    run(*TEAM, "--to", str(text))
    assert text.read_text() == run(*TEAM)[1]


# Mail


class Inbox:
    def __init__(self):
        self.received = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.received.append((session.ssl is not None, envelope))
        return "250 kept"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def mail_server():
    """Starts real mail servers on this machine, with what they are asked for."""
    running = []

    def start(**options):
        inbox = Inbox()
        controller = Controller(inbox, hostname="127.0.0.1", port=(port := free_port()), **options)
        controller.start()
        running.append(controller)
        return inbox, port

    yield start
    for controller in running:
        controller.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Of a server called localhost, signed by itself."""
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    asked = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1"
    subprocess.run(["openssl", *asked.split(), "-keyout", key, "-out", cert], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    return context, cert


def address(port: int) -> str:
    return f"smtp://127.0.0.1:{port}?from=copilot@acme.example&to=alice@acme.example,bob@acme.example"


def test_it_is_mailed_as_text_and_html_to_each(run, mail_server):
    inbox, port = mail_server()
    assert run(*TEAM, "--to", address(port)) == (0, "", "")
    ((encrypted, envelope),) = inbox.received
    assert not encrypted
    assert envelope.mail_from == "copilot@acme.example"
    assert envelope.rcpt_tos == ["alice@acme.example", "bob@acme.example"]
    message = message_from_bytes(envelope.content, policy=policy.default)
    assert message["Subject"] == "red: Copilot in week 46, 9 Nov – 15 Nov 2026"
    plain, page = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert plain.splitlines() == run(*TEAM)[1].splitlines()
    assert "<h1" in page


def test_the_connection_is_encrypted_where_that_is_offered(run, mail_server, certificate, monkeypatch):
    context, cert = certificate
    inbox, port = mail_server(tls_context=context)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    assert run(*TEAM, "--to", address(port))[0] == 0
    assert [encrypted for encrypted, _ in inbox.received] == [True]


def test_a_server_that_cant_prove_who_it_is_gets_nothing(run, mail_server, certificate):
    inbox, port = mail_server(tls_context=certificate[0])
    code, _, err = run(*TEAM, "--to", address(port))
    assert (code, inbox.received) == (1, [])
    assert "certificate" in err


def test_the_password_of_the_settings_signs_in_and_is_never_told(run, mail_server, certificate, monkeypatch):
    given = []

    def check(server, session, envelope, mechanism, data):
        given.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"right-one", handled=False)

    context, cert = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    monkeypatch.setenv("SMTP_USER", "copilot")
    inbox, port = mail_server(tls_context=context, authenticator=check, auth_required=True)
    monkeypatch.setenv("SMTP_PASSWORD", "wrong-one")
    code, out, err = run(*TEAM, "--to", address(port))
    assert (code, inbox.received) == (1, [])
    assert "SMTP_PASSWORD" in err
    assert "wrong-one" not in out + err
    monkeypatch.setenv("SMTP_PASSWORD", "right-one")
    assert run(*TEAM, "--to", address(port))[0] == 0
    assert set(given) == {("copilot", "wrong-one"), ("copilot", "right-one")}
    assert len(inbox.received) == 1


def test_a_mail_server_that_is_not_there_is_one_line(run):
    code, _, err = run(*TEAM, "--to", address(1))
    assert code == 1
    assert "the mail server 127.0.0.1:1 did not take the digest" in err


# Webhooks


@pytest.fixture
def hook():
    """A webhook on this machine; what it got, and what it answers with."""
    got = []

    class Hook(BaseHTTPRequestHandler):
        status = 200

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((self.path, self.headers["Content-Type"], json.loads(body)))
            self.send_response(Hook.status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *said):
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{OF_OTHERS}", got, Hook
    server.shutdown()
    server.server_close()


def test_it_is_posted_as_json_to_the_webhook_named_or_set(run, hook, monkeypatch):
    url, got, _ = hook
    assert run(*TEAM, "--to", url) == (0, "", "")
    monkeypatch.setenv("DIGEST_WEBHOOK", url)
    assert run(*TEAM, "--to", "webhook") == (0, "", "")
    assert got[0] == got[1]
    path, kind, body = got[0]
    assert (path, kind) == (f"/{OF_OTHERS}", "application/json")
    assert body["text"] == run(*TEAM)[1]
    assert body["html"].startswith("<!DOCTYPE html>")
    assert body["subject"].startswith("red: Copilot in week 46")


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_webhook_that_refuses_is_told_without_its_secret(run, hook, status):
    url, got, handler = hook
    handler.status = status
    code, _, err = run(*TEAM, "--to", url)
    assert (code, len(got)) == (1, 1)
    assert f"the webhook at 127.0.0.1 answered {status}" in err
    assert OF_OTHERS not in err


def test_nothing_of_a_withheld_team_is_sent(run, hook, mail_server):
    inbox, port = mail_server()
    assert run("--team", "acme/tiny", "--to", hook[0])[0] == 1
    assert run("--team", "acme/tiny", "--to", address(port))[0] == 1
    assert (hook[1], inbox.received) == ([], [])
