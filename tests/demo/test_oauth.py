from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import requests

from tests.demo.conftest import CALLBACK, VERIFIER, challenge


def test_the_page_has_a_button_for_each_person(github, client):
    page = client.authorize(login="").text
    assert [f'id="person-{login}"' in page for login in ("alice", "bob", "charlie", "dana", "erin")] == [True] * 5


def test_a_name_on_the_page_is_text_and_not_markup(world, client):
    world.add_person("guest", name="<script>alert(1)</script>")
    assert "<script>" not in client.authorize(login="").text


def test_choosing_a_person_leads_back_with_code_and_state(client):
    answer = client.authorize("bob")
    address = urlsplit(answer.headers["Location"])
    query = parse_qs(address.query)
    assert answer.status_code == 302
    assert (address.netloc, address.path, query["state"]) == ("localhost:8050", "/login/github/authorized", ["s"])
    assert client.exchange(code=query["code"][0])["scope"] == "read:user,read:org"


def test_cancelling_leads_back_with_access_denied(github, client):
    page = client.authorize(login="").text
    assert "error=access_denied" in page.split('id="cancel" href="')[1].split('"')[0]


def test_a_code_is_honoured_once(client):
    code = client.code()
    assert "access_token" in client.exchange(code=code)
    assert client.exchange(code=code)["error"] == "bad_verification_code"


def test_a_code_with_a_challenge_needs_its_verifier(client):
    for verifier, honoured in (("", False), ("w" * 50, False), (VERIFIER, True)):
        code = client.code(code_challenge=challenge(), code_challenge_method="S256")
        assert ("access_token" in client.exchange(code=code, code_verifier=verifier)) is honoured


def test_a_plain_challenge_is_refused(client):
    assert (
        "error=invalid_request"
        in client.authorize(code_challenge="x", code_challenge_method="plain").headers["Location"]
    )


def test_the_secret_comes_by_basic_or_in_the_form(client):
    form = {"client_id": "demo-client", "client_secret": "demo-client-secret"}
    assert "access_token" in client.exchange(code=client.code())
    assert "access_token" in client.exchange(auth=None, code=client.code(), **form)
    wrong = client.exchange(auth=("demo-client", "guessed"), code=client.code())
    assert wrong["error"] == "incorrect_client_credentials"


def test_an_answer_is_a_form_unless_json_is_asked_for(github, client):
    address = f"{github.web_url}/login/oauth/access_token"
    answer = requests.post(
        address, data={"code": client.code()}, auth=("demo-client", "demo-client-secret"), timeout=10
    )
    assert parse_qs(answer.text)["token_type"] == ["bearer"]


def test_only_addresses_of_this_machine_are_led_back_to(client):
    assert client.authorize(redirect_uri="https://elsewhere.example/callback").status_code == 404
    assert client.exchange(code=client.code(), redirect_uri=f"{CALLBACK}2")["error"] == "redirect_uri_mismatch"


def test_the_token_is_its_persons(client):
    token = client.exchange(code=client.code("charlie"))["access_token"]
    answer = client.ask("/user", token)
    assert (answer.json()["login"], answer.json()["id"]) == ("charlie", 1003)
    assert answer.headers["X-OAuth-Scopes"] == "read:user, read:org"


def test_with_an_eleventh_token_the_first_dies(github, client):
    tokens = [github.token("alice") for _ in range(11)]
    assert [client.ask("/user", token).status_code for token in tokens] == [401] + [200] * 10
