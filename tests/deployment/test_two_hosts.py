"""The web tier keeps no state of its own: whichever host a person's next request lands on, it goes on."""

from __future__ import annotations

import json
import os
import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
import requests

from tests.asking import page_request
from tests.deployment.conftest import MEMBERSHIP_TTL, Host, TwoHosts
from tests.security.served import wait_until

COOKIE = "dashboard_session"
RED = "/teams/acme/red"
SPAN = "?from=2026-01-01&to=2026-12-31"
NOT_KEPT = ("/dev/null", "/dev/tty", "/dev/pts/", "/dev/shm/dashboard-metrics-")


class Person(requests.Session):
    """Whose every request lands on the other host than the one before."""

    def __init__(self, at: TwoHosts, login: str):
        super().__init__()
        self.at = at
        begun = self.get(f"{at.proxy.url}/login/github", allow_redirects=False, timeout=20).headers["Location"]
        back = requests.get(f"{begun}&login={login}", allow_redirects=False, timeout=20).headers["Location"]
        assert self.get(back, allow_redirects=False, timeout=20).status_code == 302

    def api(self, path: str) -> requests.Response:
        return self.get(f"{self.at.proxy.url}/api/v1{path}", timeout=20)

    def page(self, address: str) -> requests.Response:
        return self.post(f"{self.at.proxy.url}/_dash-update-component", json=page_request(address), timeout=20)


def hosts_of(at: TwoHosts, path: str) -> list[int]:
    return [port for seen, port in at.proxy.seen if seen == path]


def test_the_steps_of_a_sign_in_land_on_different_hosts(two_hosts):
    alice = Person(two_hosts, "alice")
    (first,), (second,) = hosts_of(two_hosts, "/login/github"), hosts_of(two_hosts, "/login/github/authorized")
    assert first != second
    assert [alice.api("/me").json()["user"]["login"] for _ in range(2)] == ["alice", "alice"]


def test_a_sign_in_can_be_finished_once_whichever_host_is_asked_again(two_hosts):
    browser = requests.Session()
    begun = browser.get(f"{two_hosts.proxy.url}/login/github", allow_redirects=False, timeout=20).headers["Location"]
    back = requests.get(f"{begun}&login=bob", allow_redirects=False, timeout=20).headers["Location"]
    cookies = dict(browser.cookies)
    assert requests.get(back, cookies=cookies, allow_redirects=False, timeout=20).cookies.get(COOKIE)
    for _ in two_hosts.hosts:
        assert not requests.get(back, cookies=cookies, allow_redirects=False, timeout=20).cookies.get(COOKIE)


def test_pages_and_the_api_say_the_same_on_both(two_hosts):
    dana = Person(two_hosts, "dana")
    for path in ("/me", f"{RED}/daily{SPAN}", f"{RED}/summary{SPAN}", "/orgs/acme/daily", "/coverage"):
        answers = [dana.api(path) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200], path
        assert answers[0].json() == answers[1].json(), path
    for address in ("/", "/org", RED, "/me", "/help"):
        answers = [dana.page(address) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200], address
        assert answers[0].json() == answers[1].json(), address


def test_one_person_is_served_without_a_hitch(two_hosts):
    alice, before = Person(two_hosts, "alice"), len(two_hosts.proxy.seen)
    answers = [
        ask(path) for _ in range(10) for ask, path in ((alice.page, RED), (alice.api, "/me"), (alice.page, "/org"))
    ]
    assert {answer.status_code for answer in answers} == {200}
    ports = [port for _, port in two_hosts.proxy.seen[before:]]
    assert all(port != after for port, after in pairwise(ports))


def test_a_sign_out_at_one_is_a_sign_out_at_both(two_hosts):
    charlie = Person(two_hosts, "charlie")
    cookies = dict(charlie.cookies)
    assert charlie.post(f"{two_hosts.proxy.url}/logout", allow_redirects=False, timeout=20).status_code in (302, 303)
    for host in two_hosts.hosts:
        assert requests.get(f"{host.served.url}/api/v1/me", cookies=cookies, timeout=20).status_code == 401


def test_a_personal_key_made_at_one_works_at_both_until_it_is_revoked_at_either(two_hosts):
    bob = Person(two_hosts, "bob")
    made = bob.post(f"{two_hosts.proxy.url}/me/keys", data={"label": "a script"}, timeout=20)
    key = re.search(r'value="(cud_[^"]+)"', made.text)[1]

    def statuses() -> list[int]:
        with_key = {"Authorization": f"Bearer {key}", "Host": f"localhost:{two_hosts.proxy.port}"}
        return [
            requests.get(f"{host.served.url}/api/v1/me", headers=with_key, timeout=20).status_code
            for host in two_hosts.hosts
        ]

    assert statuses() == [200, 200]
    (revoke,) = re.findall(r"/me/keys/[\w-]+/revoke", json.dumps(bob.page("/me").json()))
    assert bob.post(f"{two_hosts.proxy.url}{revoke}", allow_redirects=False, timeout=20).status_code == 303
    assert statuses() == [401, 401]


def test_who_leaves_a_team_is_out_at_both_once_memberships_are_read_again(two_hosts):
    world = two_hosts.github.world
    alice, red = Person(two_hosts, "alice"), world.team(world.organisation("acme"), "red")
    assert [alice.api(f"{RED}/summary").status_code for _ in range(2)] == [200, 200]
    world.remove_member(red, world.person("alice"))
    time.sleep(MEMBERSHIP_TTL)
    assert [alice.api(f"{RED}/summary").status_code for _ in range(2)] == [404, 404]
    read = [seen for seen in two_hosts.github.requests if seen.path.endswith("/user/teams")]
    world.add_member(red, world.person("alice"))
    assert len(read) >= 2


def test_a_host_keeps_its_replica_and_nothing_else(two_hosts):
    Person(two_hosts, "dana").page(RED)
    for host in two_hosts.hosts:
        files = {path.relative_to(host.disk).parts[0] for path in host.disk.rglob("*") if path.is_file()}
        assert files == {"replica"}
        assert written_to(host) <= {str(host.disk / "replica"), str(host.served.log.parent)}


def written_to(host: Host) -> set[str]:
    """Folders of what its processes have open to write, but for what is gone and memory (gunicorn's, /metrics')."""
    found = set()
    for pid in (host.served.process.pid, *host.served.workers()):
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            target = os.readlink(descriptor)
            flags = int(re.search(r"flags:\s+(\d+)", Path(f"/proc/{pid}/fdinfo/{descriptor.name}").read_text())[1], 8)
            if (
                target.startswith("/")
                and flags & 3
                and not target.startswith(NOT_KEPT)
                and not target.endswith("(deleted)")
            ):
                found.add(str(Path(target).parent))
    return found


def test_when_a_host_goes_the_other_one_goes_on_with_the_same_people(two_hosts):
    """The last of these tests: afterwards there is one host."""
    alice = Person(two_hosts, "alice")
    gone, left = two_hosts.hosts
    gone.served.process.terminate()
    gone.served.process.wait(40)
    two_hosts.proxy.ports = [left.served.port]
    wait_until(lambda: alice.page("/org").ok, 10)
    assert [alice.api("/me").status_code for _ in range(3)] == [200, 200, 200]


@pytest.fixture(autouse=True)
def nobody_seen_yet(two_hosts):
    two_hosts.proxy.seen.clear()
