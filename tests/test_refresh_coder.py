"""A Coder deployment's days: fetched over HTTP, matched, kept, erased, and in nobody's way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.core.accounts import Identity, stranger_id
from dashboard.core.coder_rows import CODER_REPORTS, DEPLOYMENT_REPORT, SESSIONS_REPORT, SPEND_REPORT, WORKSPACES_REPORT
from dashboard.core.days import Span
from dashboard.core.rows import TABLE_OF
from dashboard.demo.coder import API
from dashboard.demo.coder_deployment import Deployment
from dashboard.demo.server import serve
from dashboard.demo.world import World
from dashboard.history.assistants import Assistant
from dashboard.history.erasure import erase
from dashboard.history.index import Place, read_index
from dashboard.history.objects import open_objects
from dashboard.history.person import held
from dashboard.history.replica import Replica
from dashboard.history.store import History
from dashboard.history.tables import from_parquet, unpack
from dashboard.insights import Insights
from dashboard.refresh import DayDone, Hint
from dashboard.refresh_coder import refresh_coder
from dashboard.sources.coder import Coder
from dashboard.sources.http import Patience

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)
DAY = date(2026, 11, 18)
SECRET = "rename the project falcon"
IDENTITIES = [Identity("alice@acme.example", 1001), Identity("bob", 1002)]
ONE = {"since": DAY, "until": DAY}


class Company:
    """A history, a Coder, and a refresh of the latter."""

    def __init__(self, folder: Path, stand_in):
        self.history = History(open_objects(str(folder / "history")))
        self.kept = Assistant(self.history, "coder", "acme")
        self.folder, self.stand_in, self.coder = folder, stand_in, stand_in.world.coder
        self.told: list = []

    def fetch(self, identities=IDENTITIES, now=NOW, token=None, **more):
        patience = Patience(tries=2, sleep=lambda seconds: None)
        api = Coder(self.stand_in.web_url + API, token or self.coder.token, patience)
        self.told = []
        return refresh_coder(api, self.history, self.kept, "acme", identities, now, tell=self.told.append, **more)

    def entry(self, report=WORKSPACES_REPORT, day=DAY):
        return read_index(self.history.objects).entries.get(Place("coder", "acme", report, day))

    def rows(self, report=WORKSPACES_REPORT, day=DAY):
        table = TABLE_OF[report]
        return from_parquet(self.history.read(self.entry(report, day).objects[table]), table).to_pylist()

    def ids(self, report=WORKSPACES_REPORT):
        return {row["user_login"]: row["user_id"] for row in self.rows(report)}

    def hints(self):
        return [event.text for event in self.told if isinstance(event, Hint)]


@pytest.fixture
def company(tmp_path):
    world = World(NOW.date())
    world.coder = Deployment()
    stand_in = serve(world)
    yield Company(tmp_path, stand_in)
    stand_in.stop()


def put_a_day(coder: Deployment) -> None:
    coder.put_work(DAY, "alice", (20.5, 41.0), vscode=3600, reconnecting_pty=1800)
    coder.put_work(DAY, "bob", template=1, code_server=1800)
    coder.put_work(DAY, "guest", vscode=1800)
    coder.put_session(DAY, "alice", prompt=SECRET, threads=3, input=100, output=10, cost_micros=450)
    coder.put_session(DAY, "alice", model=2, prompt=SECRET, threads=1, input=50, output=5)
    coder.put_build(DAY, "dotfiles", "https://github.com/alice/dotfiles")


def test_all_four_reports_of_a_day_are_kept_under_numbers_at_github(company):
    put_a_day(company.coder)
    assert company.fetch(**ONE).failures == []
    assert {company.entry(report).state for report in CODER_REPORTS} == {"provisional"}
    assert company.ids() == {"alice": 1001, "bob": 1002, "guest": stranger_id("guest")}
    (deployment,) = company.rows(DEPLOYMENT_REPORT)
    assert (deployment["daily_active_users"], deployment["accounts_active"], deployment["user_limit"]) == (3, 3, 100)
    assert {app["slug"]: app["seconds"] for app in deployment["apps"]}["vscode"] == 5400
    spend = {row["model"]: row["cost_micros"] for row in company.rows(SPEND_REPORT)}
    assert spend == {"claude-sonnet-5": 450, "gpt-6-codex": 0}
    clients = {row["client"]: (row["sessions"], row["prompts"]) for row in company.rows(SESSIONS_REPORT)}
    assert clients == {"Claude Code": (1, 3), "Codex": (1, 1)}
    assert "1 of 3 people of coder" in " ".join(company.hints())


@pytest.mark.parametrize("gateway", ["sessions", "interceptions"])
def test_no_prompt_and_no_value_that_people_wrote_is_in_any_file_of_the_history(company, gateway):
    put_a_day(company.coder)
    company.coder.gateway = gateway
    company.fetch(**ONE)
    assert company.rows(SESSIONS_REPORT)
    files = [path for path in (company.folder / "history").rglob("*") if path.is_file()]
    assert any(path.name.endswith(".zst") for path in files)
    for path in files:
        content = path.read_bytes()
        if path.name.endswith(".zst"):
            content = unpack(content)
        elif path.name.endswith(".parquet"):
            table = path.relative_to(company.folder / "history").parts[0]
            content = str(from_parquet(content, table).to_pylist()).encode()
        for word in (b"falcon", b"dotfiles/", b"alice/dotfiles", b"acme.example"):
            assert word not in content, path


def test_a_first_run_reads_the_sixty_days_that_coder_keeps_and_a_second_only_what_may_change(company):
    put_a_day(company.coder)
    company.fetch()
    days = [event.day for event in company.told if isinstance(event, DayDone)]
    assert (len(days), days[0], days[-1]) == (60, date(2026, 11, 20), date(2026, 9, 22))
    company.fetch(now=NOW + timedelta(hours=6))
    assert len([event for event in company.told if isinstance(event, DayDone)]) == 5


def test_twice_changes_nothing(company):
    put_a_day(company.coder)
    company.fetch(**ONE)
    before = company.entry().objects
    assert company.fetch(now=NOW + timedelta(hours=1), **ONE).written == 0
    assert company.entry().objects == before


def test_a_deployment_without_the_licence_says_so_once_and_the_rest_is_there(company):
    put_a_day(company.coder)
    company.coder.gateway = "none"
    assert company.fetch(since=DAY - timedelta(days=3), until=DAY).failures == []
    assert len([hint for hint in company.hints() if "licence" in hint]) == 2  # of the export and of sessions
    assert company.entry(SPEND_REPORT).state == "not_available"
    assert "Premium" in company.entry(SPEND_REPORT).reason
    assert len(company.rows()) == 3
    paths = [seen.path for seen in company.stand_in.requests]
    assert len([path for path in paths if "ai-gateway" in path]) == 1  # not asked again on the other days


def test_without_an_export_sessions_are_there(company):
    put_a_day(company.coder)
    company.coder.export = False
    assert company.fetch(**ONE).failures == []
    assert company.entry(SPEND_REPORT).state == "not_available"
    assert sum(row["input_tokens"] for row in company.rows(SESSIONS_REPORT)) == 150


def test_what_is_refused_of_the_deployment_is_unknown_and_the_rest_of_it_is_there(company):
    put_a_day(company.coder)
    company.coder.refused = {"daus", "entitlements"}
    company.coder.missing = {"user-status-counts"}
    assert company.fetch(**ONE).failures == []
    (row,) = company.rows(DEPLOYMENT_REPORT)
    assert (row["daily_active_users"], row["user_limit"], row["accounts_active"]) == (None, None, None)
    assert row["apps"]
    assert {"daus", "entitlements", "user-status-counts"} <= set(" ".join(company.hints()).replace("/", " ").split())


def test_a_dead_token_is_one_line_and_nothing_is_kept(company):
    put_a_day(company.coder)
    (failure,) = company.fetch(token="another", **ONE).failures
    assert "CODER_TOKEN" in failure
    assert read_index(company.history.objects).entries == {}


def test_one_bad_report_does_not_stop_the_others(company):
    put_a_day(company.coder)
    company.stand_in.faults.add("error", "*/user-activity")
    (failure,) = company.fetch(**ONE).failures
    assert "workspaces-1-day of 2026-11-18" in failure
    assert company.entry().state == "failed"
    assert company.entry(SPEND_REPORT).known


def test_when_identities_change_the_days_that_are_here_move_to_the_right_person(company):
    put_a_day(company.coder)
    company.fetch(**ONE)
    company.fetch([*IDENTITIES, Identity("guest", 1009)], since=DAY - timedelta(days=1), until=DAY - timedelta(days=1))
    assert company.ids()["guest"] == 1009
    assert sum(row["matched"] for row in company.kept.people().to_pylist()) == 3


def test_whoever_was_matched_by_email_stays_so_when_coder_stops_giving_emails(company):
    put_a_day(company.coder)
    company.fetch(**ONE)
    company.stand_in.faults.add("no_permission", f"{API}/api/v2/users")
    assert company.fetch(**ONE).failures == []
    assert company.ids()["alice"] == 1001
    assert any("users" in text and "matched by user name alone" in text for text in company.hints())


def test_without_the_permission_for_latency_it_is_unknown_and_said(company):
    put_a_day(company.coder)
    company.coder.refused = {"user-latency"}
    assert company.fetch(**ONE).failures == []
    assert {row["latency_p50_ms"] for row in company.rows()} == {None}
    assert sum(row["seconds"] for row in company.rows()) > 0
    assert any("insights/user-latency" in text for text in company.hints())


def test_somebody_with_two_accounts_is_one_person(company):
    put_a_day(company.coder)
    company.fetch([*IDENTITIES, Identity("guest", 1001)], **ONE)
    alice = next(row for row in company.rows() if row["user_id"] == 1001)
    assert (alice["seconds"], alice["latency_p50_ms"]) == (7200, 20.5)


def test_an_erased_person_is_gone_and_does_not_come_back(company):
    put_a_day(company.coder)
    company.fetch(**ONE)
    erased = erase(company.history, 1001, NOW)
    assert {"workspaces", "ai_spend", "ai_sessions", "raw"} <= set(erased.rows)
    company.fetch(now=NOW + timedelta(hours=1), **ONE)
    assert list(held(company.history.objects, read_index(company.history.objects), 1001)) == []
    assert set(company.ids()) == {"bob", "guest"}


def test_rows_of_people_go_by_their_retention_and_the_deployments_stay(company):
    put_a_day(company.coder)
    company.fetch(**ONE)
    company.history.expire(NOW.date(), 1, None)
    assert {company.entry(report).state for report in (WORKSPACES_REPORT, SPEND_REPORT, SESSIONS_REPORT)} == {"expired"}
    assert company.rows(DEPLOYMENT_REPORT)
    assert not list((company.folder / "history" / "workspaces").rglob("*.parquet"))
    company.history.expire(NOW.date(), 1, 1)
    assert company.entry(DEPLOYMENT_REPORT).state == "expired"
    assert not list((company.folder / "history" / "deployment").rglob("*.parquet"))


def test_the_replica_has_its_tables(company):
    put_a_day(company.coder)
    company.fetch(**ONE)
    replica = Replica(company.history.objects, company.folder / "replica")
    replica.update()
    (row,) = replica.ask("SELECT count(*) AS people, sum(seconds) AS seconds FROM workspaces WHERE org = 'acme'")
    assert row == {"people": 3, "seconds": 9000}


def test_rows_and_names_of_people_go_after_their_time_and_the_deployments_sums_stay(company):
    company.coder.put_work(DAY, "guest", vscode=1800)
    company.coder.put_work(NOW.date() - timedelta(days=1), "alice", vscode=3600)
    assert company.fetch(retain_user_days=2).failures == []
    assert company.kept.people()["name"].to_pylist() == ["alice"]
    assert (company.entry().state, sorted(company.entry().objects)) == ("expired", [])
    assert company.entry(DEPLOYMENT_REPORT).state in ("provisional", "final")


def test_without_the_permission_for_people_their_number_a_day_is_still_there(company):
    put_a_day(company.coder)
    company.coder.refused = {"user-activity"}
    company.fetch(**ONE)
    replica = Replica(company.history.objects, company.folder / "replica")
    replica.update()
    found = Insights(replica, 5).workspaces("acme", Span(DAY - timedelta(days=1), DAY), "day", [])
    assert [(point.state, point.active_users) for point in found.points] == [("not_available", None), ("final", 3)]
    assert (found.people, found.seconds, found.people_at_least) == (None, None, 3)
    assert any("user-activity" in reason for reason in found.refused)


def test_names_go_after_their_time_though_coder_does_not_answer_any_more(company):
    company.coder.put_work(DAY, "guest", vscode=1800)
    assert company.fetch(**ONE).failures == []
    assert company.kept.people()["name"].to_pylist() == ["guest"]
    later = NOW + timedelta(days=30)
    assert company.fetch(now=later, token="gone", retain_user_days=2).failures
    company.history.expire(later.date(), 2, None)  # as the refresh of GitHub's days does, before any other
    assert company.kept.people()["name"].to_pylist() == []
