from __future__ import annotations

from datetime import timedelta

import pytest
import requests

from dashboard.demo.things import MEMBERS, SEATS
from tests.demo.conftest import TODAY

DAY = TODAY - timedelta(days=5)
ROWS = [{"user_id": number, "day": DAY.isoformat()} for number in range(1001, 1006)]


@pytest.fixture
def acme(world):
    return world.organisations["acme"]


def links(client, report: str = "users-1-day") -> list[str]:
    return client.report(report, DAY, client.installation_token()).json()["download_links"]


def fetch(link: str, **headers: str) -> requests.Response:
    return requests.get(link, headers=headers, timeout=10)


def test_a_report_is_what_was_put_there(world, acme, client):
    world.put_report(acme, "users-1-day", DAY, ROWS)
    answer = client.report("users-1-day", DAY, client.installation_token())
    assert answer.json()["report_day"] == DAY.isoformat()
    assert fetch(answer.json()["download_links"][0]).text.count("\n") == 5


def test_a_report_comes_in_as_many_files_as_wanted(world, acme, client):
    world.put_report(acme, "users-1-day", DAY, ROWS, shards=3)
    assert sum(fetch(link).text.count("\n") for link in links(client)) == 5
    assert len(links(client)) == 3


def test_bytes_come_as_they_are(world, acme, client):
    world.put_bytes(acme, "users-1-day", DAY, b"\xef\xbb\xbf{\r\n", b"", b"\x00\xff")
    assert [fetch(link).content for link in links(client)] == [b"\xef\xbb\xbf{\r\n", b"", b"\x00\xff"]


def test_no_report_has_three_shapes_and_an_empty_list(world, acme, client):
    token, answers = client.installation_token(), {}
    for shape in ("204", "404", "string", "empty"):
        world.no_report(acme, "users-1-day", DAY, shape)
        answers[shape] = client.report("users-1-day", DAY, token)
    assert [answer.status_code for answer in answers.values()] == [204, 404, 200, 200]
    assert answers["204"].content == b""
    assert "No report available" in answers["404"].json()["message"]
    assert isinstance(answers["string"].json(), str)
    assert answers["empty"].json()["download_links"] == []


def test_a_link_refuses_who_brings_a_token(world, acme, client):
    world.put_report(acme, "users-1-day", DAY, ROWS)
    link = links(client)[0]
    assert fetch(link, Authorization="Bearer x").status_code == 403
    assert fetch(link).status_code == 200


def test_a_link_expires_and_can_not_be_altered(world, acme, client):
    world.put_report(acme, "users-1-day", DAY, ROWS)
    link = links(client)[0]
    assert fetch(link.replace("users-1-day", "repos-1-day")).status_code == 403
    world.link_seconds = -1
    assert fetch(links(client)[0]).status_code == 403


@pytest.mark.parametrize("day", ["", "yesterday", "2026-11-31", "20261116"])
def test_a_day_is_required(client, day):
    answer = client.ask(f"/orgs/acme/copilot/metrics/reports/users-1-day?day={day}", client.installation_token())
    assert answer.status_code == 422


def test_who_may_read_reports(world, acme, github, client):
    world.put_report(acme, "users-1-day", DAY, ROWS)
    tokens = {
        "app": client.installation_token(),
        "app without the permission": client.installation_token(permissions={MEMBERS: "read", SEATS: "read"}),
        "an owner": github.token("dana", "read:org", personal=True),
        "a member": github.token("alice", "read:org", personal=True),
        "a stranger": github.token("erin", "read:org", personal=True),
    }
    answers = {who: client.report("users-1-day", DAY, token) for who, token in tokens.items()}
    assert [answer.status_code for answer in answers.values()] == [200, 403, 200, 403, 404]
    assert answers["a member"].json()["message"].startswith("Insufficient permissions.")


def test_the_policy_may_be_off(acme, client):
    acme.metrics_policy = False
    answer = client.report("users-1-day", DAY, client.installation_token())
    assert (answer.status_code, "policy must be enabled" in answer.json()["message"]) == (403, True)


def test_the_legacy_endpoints_are_gone(client):
    token = client.installation_token()
    for path in ("/orgs/acme/copilot/metrics", "/orgs/acme/team/red/copilot/metrics", "/orgs/acme/copilot/usage"):
        assert client.ask(path, token).status_code == 404


def test_the_latest_report_names_its_window(world, acme, client):
    world.put_report(acme, "organization-28-day", None, [{"day_totals": []}])
    answer = client.ask(
        "/orgs/acme/copilot/metrics/reports/organization-28-day/latest", client.installation_token()
    ).json()
    assert (answer["report_start_day"], answer["report_end_day"]) == ("2026-10-23", "2026-11-19")
    assert fetch(answer["download_links"][0]).json() == {"day_totals": []}


def test_seats_come_in_pages_of_fifty(world, acme, client):
    for number in range(120):
        world.add_seat(acme, world.add_person(f"person-{number:03d}"))
    token = client.installation_token()
    answer = client.ask("/orgs/acme/copilot/billing/seats", token)
    assert (answer.json()["total_seats"], len(answer.json()["seats"]), "next" in answer.links) == (120, 50, True)
    assert client.ask("/orgs/acme/copilot/billing", token).json()["seat_breakdown"]["total"] == 120
    assert client.ask("/orgs/acme/members/person-007/copilot", token).json()["assignee"]["login"] == "person-007"


def test_active_this_cycle_are_those_who_used_it_this_month(world, acme, client):
    first = TODAY.replace(day=1)
    used = {"person-001": first, "person-002": first - timedelta(days=1), "person-003": None}
    for login in used:
        world.add_seat(acme, world.add_person(login))

    class Reporter:
        def last_active(self, person):
            return used[person.login]

    world.reporter = Reporter()
    breakdown = client.ask("/orgs/acme/copilot/billing", client.installation_token()).json()["seat_breakdown"]
    assert (breakdown["active_this_cycle"], breakdown["inactive_this_cycle"]) == (1, 2)
