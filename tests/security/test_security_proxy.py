"""In a company's network: out through its proxy, and trusting its certificate authority, by the usual variables."""

from __future__ import annotations

import pytest
import requests
from flask import Flask
from flask_dance.consumer import OAuth2ConsumerBlueprint
from flask_dance.consumer.storage import NullStorage

from auth.rest import GitHub, revoke_token
from dashboard.errors import Away, OutsideError
from dashboard.sources.http import Http, Patience
from tests.security.private_network import HOST, Network

URL = f"https://{HOST}"
VARIABLES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


@pytest.fixture(scope="module")
def private_network(tmp_path_factory):
    found = Network(tmp_path_factory.mktemp("certificates"))
    yield found
    found.stop()


@pytest.fixture
def network(private_network, monkeypatch):
    """As a deployer would set it up."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("HTTPS_PROXY", private_network.proxy_url)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(private_network.ca))
    private_network.asked.clear()
    return private_network


def read_report() -> object:
    answer = Http(Patience(tries=1)).fetch("GET", f"{URL}/user")
    return answer.json()["login"]


def read_membership() -> object:
    with GitHub(URL, "a-token") as github:
        return github.fetch("user").json()["login"]


def revoke() -> object:
    if not revoke_token(URL, "an-app", "its-secret", "a-token"):
        raise Away("not revoked")
    return "alice"


def trade_a_code() -> object:
    """As `/login/github/authorized` does, with Flask-Dance's session."""
    app = {"client_id": "an-app", "client_secret": "its-secret", "storage": NullStorage()}
    try:
        with Flask(__name__).test_request_context():
            session = OAuth2ConsumerBlueprint("github", __name__, **app).session
            token = session.fetch_token(f"{URL}/token", code="a-code", client_secret="its-secret", timeout=5)
    except requests.RequestException as problem:
        raise Away("no token") from problem
    return token["login"]


WAYS = {"sign-in": trade_a_code, "reports": read_report, "memberships": read_membership, "sign-out": revoke}


@pytest.mark.parametrize("ask", WAYS.values(), ids=WAYS)
def test_it_goes_through_the_proxy_and_trusts_the_companys_authority(network, ask):
    assert ask() == "alice"
    assert network.asked == [f"{HOST}:443"]


@pytest.mark.parametrize("ask", WAYS.values(), ids=WAYS)
def test_without_the_authority_it_does_not_speak_to_whoever_answers(network, monkeypatch, ask):
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(OutsideError):
        ask()
    assert network.asked == [f"{HOST}:443"]


@pytest.mark.parametrize("ask", WAYS.values(), ids=WAYS)
def test_without_the_proxy_it_gets_nowhere(network, monkeypatch, ask):
    monkeypatch.delenv("HTTPS_PROXY")
    with pytest.raises(OutsideError):
        ask()
    assert network.asked == []


@pytest.mark.parametrize("ask", WAYS.values(), ids=WAYS)
def test_what_no_proxy_names_is_asked_directly(network, monkeypatch, ask):
    monkeypatch.setenv("NO_PROXY", HOST)
    with pytest.raises(OutsideError):
        ask()
    assert network.asked == []
