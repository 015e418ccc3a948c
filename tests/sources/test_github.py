from __future__ import annotations

import logging
from datetime import date

import pytest

from dashboard.core.rows import DIRECTORY, ORG_REPORT, USERS_REPORT
from dashboard.demo.things import MEMBERS
from dashboard.errors import Away, DamagedReport, Denied, NotPublished
from dashboard.sources.credentials import AppCredential, TokenCredential
from dashboard.sources.github import GitHub
from tests.builders import usage

DAY = date(2026, 11, 16)
REPORTS_PATH = "/orgs/acme/copilot/metrics/reports/users-1-day"
FILE_HOSTS = ("copilot-reports.github.com", "copilot-reports.*.ghe.com", "*.blob.core.windows.net")


def rows(*logins):
    return [{"day": DAY.isoformat(), **usage(login, generations=1)} for login in logins]


@pytest.fixture
def github(stand_in, patience):
    credential = AppCredential(stand_in.api_url, str(stand_in.world.github_app.id), stand_in.private_key, patience)
    return GitHub(stand_in.api_url, credential, ["127.0.0.1"], patience)


@pytest.fixture
def told(scripted, patience):
    """A source whose GitHub says what the test scripts."""
    return GitHub(scripted.url, TokenCredential("a-token"), ["127.0.0.1"], patience)


def files_asked(stand_in):
    return [seen for seen in stand_in.requests if seen.path.startswith("/files/")]


def people(report):
    return report.rows["user_login"].to_pylist()


def test_all_links_are_followed_and_their_rows_put_together(github, stand_in, world, acme):
    world.put_report(acme, USERS_REPORT, DAY, rows("alice", "bob", "charlie"), shards=3)
    report = github.fetch_report("acme", USERS_REPORT, DAY)
    assert people(report) == ["alice", "bob", "charlie"]
    assert (report.name, report.org, report.day, report.raw.count(b"\n")) == (USERS_REPORT, "acme", DAY, 2)
    assert len(files_asked(stand_in)) == 3


def test_the_token_goes_to_the_api_and_never_to_the_file_host(github, stand_in, world, acme):
    world.put_report(acme, USERS_REPORT, DAY, rows("alice"))
    github.fetch_report("acme", USERS_REPORT, DAY)
    for seen in files_asked(stand_in):
        assert not {"Authorization", "Cookie"} & set(seen.headers)
    (asked,) = [seen for seen in stand_in.requests if seen.path.endswith(USERS_REPORT)]
    assert asked.query == {"day": "2026-11-16"}
    assert asked.headers["Authorization"].startswith("Bearer ")
    assert asked.headers["X-Github-Api-Version"] == "2026-03-10"
    assert asked.headers["Accept"] == "application/vnd.github+json"


@pytest.mark.parametrize("shape", ["204", "404", "string", "empty"])
def test_every_shape_of_no_report_is_not_published(github, world, acme, shape):
    world.no_report(acme, USERS_REPORT, DAY, shape)
    with pytest.raises(NotPublished):
        github.fetch_report("acme", USERS_REPORT, DAY)


@pytest.mark.parametrize(("status", "body"), [(404, b"No report available for acme on 2026-11-16"), (204, b"")])
def test_no_report_may_be_said_in_plain_text(told, scripted, status, body):
    scripted.say(REPORTS_PATH, status, body)
    with pytest.raises(NotPublished):
        told.fetch_report("acme", USERS_REPORT, DAY)


@pytest.mark.parametrize(
    ("link", "hosts"),
    [
        ("https://evil.example/f", FILE_HOSTS),
        ("https://copilot-reports.github.com.evil.example/f", FILE_HOSTS),
        ("https://evil-copilot-reports.github.com/f", FILE_HOSTS),
        ("https://copilot-reports.ghe.com/f", FILE_HOSTS),
        ("https://blob.core.windows.net/f", FILE_HOSTS),
        ("https://copilot-reports.github.com@evil.example/f", FILE_HOSTS),
        ("https://evil.example\\@copilot-reports.github.com/f", FILE_HOSTS),
        ("https://alice:secret@copilot-reports.github.com/f", FILE_HOSTS),
        ("https://evil.example/?copilot-reports.github.com", FILE_HOSTS),
        ("https://evil.example#copilot-reports.github.com", FILE_HOSTS),
        ("ftp://copilot-reports.github.com/f", FILE_HOSTS),
        ("file:///etc/passwd", FILE_HOSTS),
        ("/f", FILE_HOSTS),
        ("https://[", FILE_HOSTS),
        ("https://127.0.0.1:9/f", ["127.0.0.1:8"]),
    ],
)
def test_a_link_elsewhere_is_refused_before_anything_is_fetched(scripted, patience, link, hosts):
    own = scripted.url.removeprefix("http://")
    scripted.say(REPORTS_PATH, body={"download_links": [f"{scripted.url}/file", link]})
    source = GitHub(scripted.url, TokenCredential("a-token"), [own, *hosts], patience)
    with pytest.raises(Denied, match="GITHUB_DOWNLOAD_HOSTS"):
        source.fetch_report("acme", USERS_REPORT, DAY)
    assert len(scripted.seen) == 1


@pytest.mark.parametrize(
    "link",
    [
        "https://copilot-reports.github.com/f?sig=x",
        "https://COPILOT-reports.github.com:443/f",
        "https://copilot-reports.acme-corp.ghe.com/f",
        "https://a.b.blob.core.windows.net/f",
    ],
)
def test_links_to_listed_hosts_are_fine(link):
    source = GitHub("https://api.github.com", TokenCredential("a-token"), FILE_HOSTS)
    assert source._allowed(link) == link
    with pytest.raises(Denied):
        source._allowed(link.replace("https", "http", 1))


def test_a_redirect_of_the_file_host_is_not_followed(told, scripted):
    scripted.say(REPORTS_PATH, body={"download_links": [f"{scripted.url}/file"]})
    scripted.say("/file", 302, Location=f"{scripted.url}/elsewhere")
    with pytest.raises(Away, match="answered 302"):
        told.fetch_report("acme", USERS_REPORT, DAY)
    assert "/elsewhere" not in [path for path, _ in scripted.seen]


def test_an_expired_link_is_asked_for_once_again(github, stand_in, world, acme):
    world.put_report(acme, USERS_REPORT, DAY, rows("alice"))
    stand_in.faults.add("expired_link", "/files/*", times=1)
    assert people(github.fetch_report("acme", USERS_REPORT, DAY)) == ["alice"]
    stand_in.faults.add("expired_link", "/files/*")
    with pytest.raises(Away, match="new ones too"):
        github.fetch_report("acme", USERS_REPORT, DAY)
    assert sum(seen.path.endswith(USERS_REPORT) for seen in stand_in.requests) == 4


@pytest.mark.parametrize("fault", ["truncated", "garbled", "cut_off"])
def test_a_damaged_file_is_refused_with_its_content(github, stand_in, world, acme, fault):
    world.put_report(acme, USERS_REPORT, DAY, rows("alice", "bob"))
    stand_in.faults.add(fault, "/files/*")
    with pytest.raises(DamagedReport) as caught:
        github.fetch_report("acme", USERS_REPORT, DAY)
    assert b"user_login" in caught.value.content


def test_one_damaged_shard_refuses_the_report(github, stand_in, world, acme):
    world.put_report(acme, USERS_REPORT, DAY, rows("alice", "bob"), shards=2)
    stand_in.faults.add("truncated", "*/part-00001.json")
    with pytest.raises(DamagedReport):
        github.fetch_report("acme", USERS_REPORT, DAY)


def test_a_page_instead_of_the_file_is_damaged(told, scripted):
    scripted.say(REPORTS_PATH, body={"download_links": [f"{scripted.url}/file"]})
    scripted.say("/file", 200, b"<html>Sign in to the proxy</html>")
    with pytest.raises(DamagedReport):
        told.fetch_report("acme", USERS_REPORT, DAY)


@pytest.mark.parametrize(
    ("fault", "path"),
    [
        ("too_many_requests", "/api/*"),
        ("secondary_limit", "/api/*"),
        ("primary_limit", "/api/*"),
        ("error", "/api/*"),
        ("drop", "/api/*"),
        ("too_many_requests", "/files/*"),
        ("error", "/files/*"),
        ("drop", "/files/*"),
        ("cut_off", "/files/*"),
    ],
)
def test_limits_and_breakdowns_are_waited_out(github, stand_in, world, acme, waits, fault, path):
    world.put_report(acme, USERS_REPORT, DAY, rows("alice"))
    stand_in.faults.add(fault, path, times=2)
    assert people(github.fetch_report("acme", USERS_REPORT, DAY)) == ["alice"]
    assert len(waits) == 2


def test_a_github_that_stays_down_is_away(github, stand_in):
    github.fetch_teams("acme")
    stand_in.faults.add("error", "/api/orgs/*")
    with pytest.raises(Away, match="answered 502"):
        github.fetch_report("acme", USERS_REPORT, DAY)


@pytest.mark.parametrize(
    "body", [b'{"download_links": ["https://', b'{"links": []}', b'{"download_links": "x"}', b"[]"]
)
def test_an_answer_that_makes_no_sense_is_away(told, scripted, body):
    scripted.say(REPORTS_PATH, 200, body)
    with pytest.raises(Away):
        told.fetch_report("acme", USERS_REPORT, DAY)


@pytest.mark.parametrize(
    ("fault", "todo"),
    [
        ("policy_off", 'policy "Copilot usage metrics" is off for acme'),
        ("no_permission", "Organization Copilot metrics: read"),
        ("sso_required", "acme wants single sign-on"),
        ("oauth_restricted", "acme has not approved the app"),
        ("bad_credentials", "check GITHUB_TOKEN"),
    ],
)
def test_a_refusal_says_what_to_do(github, stand_in, waits, fault, todo):
    github.fetch_teams("acme")
    stand_in.faults.add(fault, "/api/orgs/acme/copilot/*")
    with pytest.raises(Denied, match=todo):
        github.fetch_report("acme", USERS_REPORT, DAY)
    assert waits == []


@pytest.mark.parametrize(
    ("message", "todo"),
    [
        ("`acme` has an IP allow list enabled, and your IP address is not permitted", "IP allow list"),
        ("This installation has been suspended", "suspended"),
        ("Resource not accessible by personal access token", "Members: read"),
        ("Nobody knows why", "refuses to answer about acme: Nobody knows why"),
    ],
)
def test_other_refusals_are_told_apart_by_their_message(told, scripted, message, todo):
    scripted.say(REPORTS_PATH, 403, {"message": message})
    with pytest.raises(Denied, match=todo) as caught:
        told.fetch_report("acme", USERS_REPORT, DAY)
    assert caught.value.status == 403


def test_an_unknown_organisation_is_denied(told, scripted):
    scripted.say(REPORTS_PATH, 404, {"message": "Not Found"})
    with pytest.raises(Denied, match="no organisation acme") as caught:
        told.fetch_report("acme", USERS_REPORT, DAY)
    assert caught.value.status == 404


def test_a_token_refused_in_its_hour_is_renewed_once(github, stand_in, world, acme):
    world.put_report(acme, USERS_REPORT, DAY, rows("alice"))
    stand_in.faults.add("bad_credentials", "/api/orgs/acme/copilot/*", times=1)
    assert people(github.fetch_report("acme", USERS_REPORT, DAY)) == ["alice"]
    assert sum(seen.path.endswith("/access_tokens") for seen in stand_in.requests) == 2


def test_a_renamed_organisation_is_followed_on_the_same_host_alone(told, scripted):
    scripted.say(REPORTS_PATH, 301, Location="/organizations/999/users-1-day")
    scripted.say("/organizations/999/users-1-day", 204)
    with pytest.raises(NotPublished):
        told.fetch_report("acme", USERS_REPORT, DAY)
    scripted.say("/orgs/acme/copilot/metrics/reports/organization-1-day", 301, Location="http://127.0.0.1:9/x")
    with pytest.raises(Denied, match="another host"):
        told.fetch_report("acme", ORG_REPORT, DAY)


def test_teams_are_read_from_all_pages(github, stand_in, world, acme):
    parent = world.add_team(acme, "Zürich & Söhne", id=42, slug="zuerich", description="All of it")
    world.add_team(acme, "Child", id=43, parent=parent)
    for number in range(130):
        world.add_team(acme, f"Team {number}", id=1000 + number)
    found = github.fetch_teams("acme")
    assert found.schema == DIRECTORY
    assert len(found) == 132
    teams = {team["team_id"]: team for team in found.to_pylist()}
    assert teams[42]["name"] == "Zürich & Söhne"
    assert (teams[42]["slug"], teams[42]["description"], teams[42]["parent_id"]) == ("zuerich", "All of it", None)
    assert teams[42]["url"].endswith("/orgs/acme/teams/zuerich")
    assert teams[43]["parent_id"] == 42
    assert sum(seen.path.endswith("/teams") for seen in stand_in.requests) == 2


def test_a_failed_page_of_teams_is_a_failure_and_not_a_shorter_list(told, scripted):
    team = {"id": 42, "slug": "red", "name": "Red"}
    scripted.say("/orgs/acme/teams", 200, [team], Link='</orgs/acme/teams?page=2>; rel="next"')
    scripted.say("/orgs/acme/teams", 403, {"message": "Resource not accessible by integration"})
    with pytest.raises(Denied, match="Members: read"):
        told.fetch_teams("acme")


def test_a_next_page_elsewhere_is_not_given_the_token(told, scripted):
    scripted.say("/orgs/acme/teams", 200, [], Link='<http://127.0.0.1:9/teams?page=2>; rel="next"')
    with pytest.raises(Denied, match="another host"):
        told.fetch_teams("acme")


def test_teams_of_the_enterprise_are_left_out(told, scripted):
    red = {"id": 42, "slug": "red", "name": "Red", "type": "organization", "parent": None}
    scripted.say("/orgs/acme/teams", 200, [red, {"id": 42, "slug": "ent:all", "name": "All", "type": "enterprise"}])
    assert told.fetch_teams("acme")["slug"].to_pylist() == ["red"]


@pytest.mark.parametrize("body", [{"message": "?"}, [{"id": "x", "slug": 1, "name": None}], [3], [{}]])
def test_a_list_of_teams_that_makes_no_sense_is_away(told, scripted, body):
    scripted.say("/orgs/acme/teams", 200, body)
    with pytest.raises(Away):
        told.fetch_teams("acme")


def test_without_the_permission_the_teams_are_denied(github, acme):
    acme.permissions = {name: level for name, level in acme.permissions.items() if name != MEMBERS}
    with pytest.raises(Denied, match="Members: read"):
        github.fetch_teams("acme")


def test_neither_token_nor_signature_reaches_a_log_or_a_message(github, stand_in, world, acme, caplog):
    caplog.set_level(logging.DEBUG)
    world.put_report(acme, USERS_REPORT, DAY, rows("alice"))
    github.fetch_report("acme", USERS_REPORT, DAY)
    stand_in.faults.add("error", "/files/*")
    with pytest.raises(Away) as caught:
        github.fetch_report("acme", USERS_REPORT, DAY)
    bearers = {
        seen.headers["Authorization"].split()[1] for seen in stand_in.requests if "Authorization" in seen.headers
    }
    secrets = bearers | {seen.query["sig"] for seen in files_asked(stand_in)}
    assert len(secrets) > 2
    ours = "".join(record.getMessage() for record in caplog.records if record.name != "werkzeug")
    assert not [secret for secret in secrets if secret in ours + str(caught.value)]
