from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from dashboard.errors import Away, Denied, WrongSettings
from dashboard.sources.credentials import AppCredential, TokenCredential


class Clock:
    def __init__(self):
        self.now = datetime.now(UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def app(stand_in, patience, clock):
    return AppCredential(stand_in.api_url, str(stand_in.world.github_app.id), stand_in.private_key, patience, clock)


def tokens_made(stand_in):
    return sum(seen.path.endswith("/access_tokens") for seen in stand_in.requests)


def test_a_fixed_token_is_the_same_for_every_organisation_and_has_no_successor():
    credential = TokenCredential("a-token")
    assert credential.token_for("acme") == credential.token_for("umbrella") == "a-token"
    assert credential.renewed_for("acme", "a-token") is None


def test_an_installation_token_is_fetched_once_per_organisation(app, stand_in, world):
    world.add_organisation("umbrella", 998)
    first = app.token_for("acme")
    assert app.token_for("acme") == first
    assert app.token_for("umbrella") != first
    assert tokens_made(stand_in) == 2


def test_a_token_is_renewed_five_minutes_before_its_hour_ends(app, stand_in, clock):
    first = app.token_for("acme")
    clock.now += timedelta(minutes=54)
    assert app.token_for("acme") == first
    clock.now += timedelta(minutes=2)
    assert app.token_for("acme") != first
    assert tokens_made(stand_in) == 2


def test_many_threads_fetch_one_token(app, stand_in):
    threads = [Thread(target=app.token_for, args=("acme",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert tokens_made(stand_in) == 1


def test_a_refused_token_is_replaced_once_however_many_complain(app, stand_in):
    refused = app.token_for("acme")
    renewed = app.renewed_for("acme", refused)
    assert renewed not in (None, refused)
    assert app.renewed_for("acme", refused) == renewed
    assert tokens_made(stand_in) == 2


def test_an_organisation_without_the_app_is_told_to_install_it(app, acme):
    acme.permissions = None
    with pytest.raises(Denied, match="not installed on the organisation acme") as caught:
        app.token_for("acme")
    assert caught.value.status == 404


def test_a_key_of_another_app_is_denied(stand_in, patience):
    with pytest.raises(Denied, match="check GITHUB_APP_ID"):
        AppCredential(stand_in.api_url, "1", stand_in.private_key, patience).token_for("acme")


def test_a_key_that_is_none_is_a_wrong_setting_and_is_not_shown(stand_in):
    pem = "-----{} RSA PRIVATE KEY-----\nhidden\n-----{} RSA PRIVATE KEY-----".format("BEGIN", "END")
    with pytest.raises(WrongSettings, match="GITHUB_APP_PRIVATE_KEY is wrong") as caught:
        AppCredential(stand_in.api_url, "4711", pem).token_for("acme")
    assert "hidden" not in str(caught.value)


def test_an_answer_without_a_token_is_away(scripted, stand_in, patience):
    scripted.say("/orgs/acme/installation", body={"id": 5})
    scripted.say("/app/installations/5/access_tokens", 201, {"token": "a-token"})
    with pytest.raises(Away, match="no installation token"):
        AppCredential(scripted.url, "4711", stand_in.private_key, patience).token_for("acme")


def test_a_token_does_not_show_itself(app):
    value = app.token_for("acme")
    assert value not in repr(vars(app))
