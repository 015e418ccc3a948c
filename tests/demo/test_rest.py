from __future__ import annotations

import pytest


def slugs(answer) -> list[tuple[str, str]]:
    return [(team["organization"]["login"], team["slug"]) for team in answer.json()]


def test_nobody_and_dead_tokens_get_401(client):
    assert client.ask("/user").json()["message"] == "Requires authentication"
    assert client.ask("/user", "dead").json()["message"] == "Bad credentials"


def test_every_answer_tells_what_is_left_of_the_limit(github, client):
    token = github.token("alice")
    left = [int(client.ask("/user", token).headers["x-ratelimit-remaining"]) for _ in range(2)]
    assert left[0] - left[1] == 1
    names = {name.lower() for name in client.ask("/user").headers}
    assert {"x-ratelimit-limit", "x-ratelimit-used", "x-ratelimit-reset", "x-ratelimit-resource"} <= names


def test_ones_own_teams_are_those_of_all_organisations(github, client):
    assert slugs(client.ask("/user/teams", github.token("charlie"))) == [
        ("acme", "blue"),
        ("umbrella", "platform-admins"),
    ]


def test_who_has_not_accepted_yet_is_in_no_team(world, github, client):
    world.add_member(world.teams[42], world.people[1005], state="pending")
    assert slugs(client.ask("/user/teams", github.token("erin"))) == []


def test_a_team_that_was_left_is_gone_at_once(world, github, client):
    token = github.token("alice")
    world.remove_member(world.teams[42], world.people[1001])
    assert slugs(client.ask("/user/teams", token)) == []


def test_teams_come_in_pages_with_links(world, github, client):
    for number in range(250):
        world.add_team(world.organisations["acme"], f"Squad {number}", [world.people[1001]])
    token, found = github.token("alice"), []
    answer = client.ask("/user/teams?per_page=100", token)
    while True:
        found += slugs(answer)
        if "next" not in answer.links:
            break
        answer = client.ask(answer.links["next"]["url"].removeprefix(github.api_url), token)
    assert len(found) == len(set(found)) == 251
    assert "Link" not in client.ask("/user/teams", github.token("bob")).headers


def test_teams_need_a_scope(github, client):
    assert client.ask("/user/teams", github.token("alice", "read:user")).status_code == 403


@pytest.mark.parametrize(("login", "status"), [("alice", 200), ("erin", 404)])
def test_only_members_have_a_membership(github, client, login, status):
    assert client.ask("/user/memberships/orgs/ACME", github.token(login)).status_code == status


def test_teams_have_twins_by_id(github, client):
    token = github.token("alice")
    for path in ("", "/members", "/memberships/alice"):
        by_slug, by_id = (
            client.ask(f"{base}{path}", token).json() for base in ("/orgs/acme/teams/red", "/organizations/999/team/42")
        )
        assert by_slug == by_id


def test_a_team_of_another_organisation_has_no_twin_here(github, client):
    assert client.ask("/organizations/999/team/142", github.token("charlie")).status_code == 404


def test_members_of_child_teams_are_members(world, github, client):
    acme = world.organisations["acme"]
    world.add_team(acme, "Red interns", [world.people[1003]], parent=world.teams[42])
    token = github.token("dana")
    assert [person["login"] for person in client.ask("/orgs/acme/teams/red/members", token).json()] == [
        "alice",
        "bob",
        "charlie",
    ]
    assert client.ask("/orgs/acme/teams/red/memberships/charlie", token).json()["state"] == "active"


def test_a_strangers_view_of_an_organisation_is_404(github, client):
    assert client.ask("/orgs/acme/teams", github.token("erin")).status_code == 404
    assert client.ask("/orgs/acme/teams/red/members", github.token("erin")).status_code == 404


def test_hostile_names_arrive_as_they_are(world, github, client):
    name = "</script><b>\u202eRed' OR 1=1 --"
    world.add_team(world.organisations["acme"], name, [world.people[1001]], slug="hostile", description="<img src=x>")
    assert client.ask("/user/teams", github.token("alice")).json()[-1]["name"] == name


def test_an_organisation_that_has_not_approved_the_app_is_left_out(world, github, client):
    world.organisations["acme"].oauth_app_approved = False
    token = github.token("charlie")
    answer = client.ask("/user/memberships/orgs/acme", token)
    assert answer.status_code == 403
    assert "the `acme` organization has enabled OAuth App access restrictions" in answer.json()["message"]
    assert slugs(client.ask("/user/teams", token)) == [("umbrella", "platform-admins")]
    assert client.ask("/user/teams", github.token("charlie", personal=True)).json()[0]["slug"] == "blue"


def test_an_organisation_behind_sso_says_so(world, github, client):
    world.organisations["acme"].requires_sso = True
    token = github.token("charlie")
    direct, listed = client.ask("/orgs/acme/teams", token), client.ask("/user/teams", token)
    assert (direct.status_code, direct.headers["X-GitHub-SSO"].split(";")[0]) == (403, "required")
    assert slugs(listed) == [("umbrella", "platform-admins")]
    assert listed.headers["X-GitHub-SSO"] == "partial-results; organizations=999"


def test_what_did_not_change_is_304(github, client):
    token = github.token("alice")
    etag = client.ask("/user/teams", token).headers["ETag"]
    answer = client.http.get(
        f"{github.api_url}/user/teams", headers={"Authorization": f"Bearer {token}", "If-None-Match": etag}, timeout=10
    )
    assert (answer.status_code, answer.content) == (304, b"")
