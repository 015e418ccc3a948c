from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from dashboard.demo.things import MEMBERS, METRICS
from tests.demo.conftest import TODAY

APP = ("demo-client", "demo-client-secret")


def another_key() -> str:
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(*form).decode()


def test_the_app_finds_its_installations(client):
    token = client.app_token()
    found = client.ask("/app/installations", token).json()
    assert [each["account"]["login"] for each in found] == ["acme", "umbrella"]
    assert client.ask("/orgs/Acme/installation", token).json() == found[0]


def test_the_client_id_is_as_good_as_the_app_id(client):
    assert client.ask("/app", client.app_token(issuer="demo-app")).status_code == 200


@pytest.mark.parametrize("wrong", [{"issuer": "4712"}, {"seconds": 3600}, {"seconds": -120}, {"key": another_key()}])
def test_a_wrong_signature_issuer_or_time_is_401(client, wrong):
    assert client.ask("/app", client.app_token(**wrong)).status_code == 401


def test_where_the_app_is_not_installed_it_finds_nothing(world, client):
    world.organisations["acme"].permissions = None
    assert client.ask("/orgs/acme/installation", client.app_token()).status_code == 404


def test_an_installation_token_has_an_hour_and_its_permissions(client):
    number = client.ask("/orgs/acme/installation", client.app_token()).json()["id"]
    body = {"permissions": {METRICS: "read"}}
    answer = client.ask(f"/app/installations/{number}/access_tokens", client.app_token(), "POST", json=body)
    assert (answer.status_code, answer.json()["permissions"]) == (201, {METRICS: "read"})
    assert client.ask("/orgs/acme/teams", answer.json()["token"]).status_code == 403


def test_permissions_that_were_not_granted_are_refused(world, client):
    world.organisations["acme"].permissions = {METRICS: "read"}
    number = client.ask("/orgs/acme/installation", client.app_token()).json()["id"]
    body = {"permissions": {MEMBERS: "read"}}
    assert (
        client.ask(f"/app/installations/{number}/access_tokens", client.app_token(), "POST", json=body).status_code
        == 422
    )


def test_an_installation_token_is_for_one_organisation(client):
    token = client.installation_token("umbrella")
    assert client.ask("/orgs/umbrella/teams", token).status_code == 200
    assert client.ask("/orgs/acme/teams", token).status_code == 403
    assert client.report("users-1-day", TODAY, token).status_code == 403
    assert client.ask("/user", token).status_code == 403


def test_a_revoked_token_is_dead(github, client):
    token = github.token("alice")
    path, body = "/applications/demo-client/token", {"access_token": token}
    assert client.ask(path, method="POST", auth=APP, json=body).json()["user"]["login"] == "alice"
    assert client.ask(path, method="DELETE", auth=APP, json=body).status_code == 204
    assert client.ask("/user", token).status_code == 401
    assert client.ask(path, method="POST", auth=APP, json=body).status_code == 404
    assert client.ask(path, method="DELETE", auth=APP, json=body).status_code == 422


def test_a_revoked_grant_takes_all_of_a_persons_tokens(github, client):
    mine, other, personal = github.token("alice"), github.token("bob"), github.token("alice", personal=True)
    second = github.token("alice", "read:user")
    body = {"access_token": mine}
    assert client.ask("/applications/demo-client/grant", method="DELETE", auth=APP, json=body).status_code == 204
    assert [client.ask("/user", token).status_code for token in (mine, second, other, personal)] == [401, 401, 200, 200]


def test_revoking_needs_the_apps_secret(github, client):
    body = {"access_token": github.token("alice")}
    answer = client.ask("/applications/demo-client/token", method="DELETE", auth=("demo-client", "guessed"), json=body)
    assert answer.status_code == 401
