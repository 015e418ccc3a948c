from __future__ import annotations

import logging
import socket

import pytest
from requests.structures import CaseInsensitiveDict

from dashboard.errors import Away
from dashboard.sources.http import Answer, Http, Patience

SECONDARY = b'{"message": "You have exceeded a secondary rate limit"}'
NOW = 1_795_000_000.0


@pytest.fixture
def http(patience):
    return Http(patience)


def pause(status, body=b"", attempt=1, **headers):
    named = CaseInsensitiveDict({name.replace("_", "-"): value for name, value in headers.items()})
    return Patience(dice=lambda: 1.0).pause(Answer(status, named, body), attempt, NOW)


def test_a_breakdown_is_asked_again_after_growing_waits(http, scripted, waits):
    for status in (500, 502, 503):
        scripted.say("/", status)
    scripted.say("/", 200, b"here")
    assert http.fetch("GET", scripted.url + "/").content == b"here"
    assert waits == [1, 2, 4]


def test_five_tries_are_enough(http, scripted, waits):
    scripted.say("/", 502, b"<html>Unicorn</html>")
    with pytest.raises(Away, match="answered 502, 5 times in a row"):
        http.fetch("GET", scripted.url + "/?sig=hidden")
    assert len(scripted.seen) == 5


def test_a_refusal_is_final_at_once(http, scripted, waits):
    scripted.say("/", 403, b'{"message": "Insufficient permissions."}')
    assert http.fetch("GET", scripted.url + "/").status == 403
    assert waits == []


def test_nobody_there_is_away_and_the_message_holds_no_signature(http):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(Away) as caught:
        http.fetch("GET", f"http://127.0.0.1:{port}/file?sig=hidden")
    assert f"127.0.0.1:{port} gave no answer (ConnectionError)" in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_a_body_that_breaks_off_is_fetched_again(http, scripted):
    scripted.say("/", 200, b"half of i", length=20)
    scripted.say("/", 200, b"all of it")
    assert http.fetch("GET", scripted.url + "/").content == b"all of it"


def test_a_body_that_always_breaks_off_is_handed_over_as_incomplete(http, scripted):
    scripted.say("/", 200, b"half of i", length=20)
    answer = http.fetch("GET", scripted.url + "/")
    assert (answer.content, answer.complete) == (b"half of i", False)


def test_a_limit_is_waited_out_as_asked(http, scripted, waits):
    scripted.say("/", 429, SECONDARY, Retry_After="7")
    scripted.say("/", 200, b"here")
    assert http.fetch("GET", scripted.url + "/").status == 200
    assert waits == [7]


@pytest.mark.parametrize("status", [403, 429])
def test_retry_after_comes_first(status):
    assert pause(status, SECONDARY, Retry_After="3", x_ratelimit_remaining="0", x_ratelimit_reset="1") == 3
    assert pause(status, SECONDARY, Retry_After="Fri, 21 Nov 2036 00:00:00 GMT") > 1e8


@pytest.mark.parametrize("status", [403, 429])
def test_a_spent_budget_waits_for_its_reset_by_githubs_clock(status):
    assert pause(status, X_RateLimit_Remaining="0", X_RateLimit_Reset=str(int(NOW) + 90)) == 91
    ahead = {"X_RateLimit_Reset": "1795000090", "Date": "Wed, 18 Nov 2026 11:07:50 GMT"}
    assert pause(status, X_RateLimit_Remaining="0", **ahead) == 21


def test_a_secondary_limit_without_a_time_waits_a_minute_then_longer():
    assert [pause(403, SECONDARY, attempt=n) for n in (1, 2, 3)] == [60, 120, 240]
    assert pause(429) == 60


def test_an_unavailable_service_may_say_how_long():
    assert pause(503, Retry_After="30") == 30
    assert pause(500, attempt=9) == 60


def test_being_asked_to_wait_for_hours_is_away(http, scripted, waits):
    scripted.say("/", 429, SECONDARY, Retry_After="7200")
    with pytest.raises(Away, match="asks to wait for 120 minutes"):
        http.fetch("GET", scripted.url + "/")
    assert waits == []


def test_no_cookie_and_no_netrc_password_is_sent(http, scripted, tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login alice password hidden\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    scripted.say("/", 200, b"", Set_Cookie="id=1; Path=/")
    for _ in range(2):
        http.fetch("GET", scripted.url + "/")
    for _, headers in scripted.seen:
        assert "Authorization" not in headers
        assert "Cookie" not in headers


def test_a_redirect_is_left_to_the_caller(http, scripted):
    scripted.say("/", 302, b"", Location="/elsewhere")
    assert http.fetch("GET", scripted.url + "/").status == 302
    assert [path for path, _ in scripted.seen] == ["/"]


def test_no_address_reaches_a_log_at_any_level(http, scripted, caplog):
    caplog.set_level(logging.DEBUG)
    scripted.say("/", 500)
    with pytest.raises(Away):
        http.fetch("GET", scripted.url + "/?sig=hidden", {"Authorization": "Bearer hidden"})
    assert "hidden" not in caplog.text


def test_an_error_says_its_message_on_one_line_and_a_page_says_nothing():
    assert Answer(404, content=b'{"message": "No\\nsuch   thing"}').message == "No such thing"
    assert Answer(404, content=b"No report available").message == "No report available"
    assert Answer(502, content=b"<html>Unicorn</html>").message == ""
