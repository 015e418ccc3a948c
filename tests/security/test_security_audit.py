"""The audit log: one line for each decision, with numbers for people, teams and organisations, and nothing else of them."""

from __future__ import annotations

import json
import logging

import pytest

from auth import audit
from auth.ending import end_all_of
from tests.security.company import CHECKOUT, RED, Visitor

FACTS = {"log", "at", "event", "user", "org", "team", "by", "path", "decision", "reason"}


def test_each_question_about_a_team_or_an_organisation_is_one_line(company, audited):
    bob = company.sign_in("bob")
    key = bob.make_key()
    audited.take()
    asked = [
        (lambda: bob.ask(RED), "team", 42, "callback", "allowed"),
        (lambda: bob.ask(CHECKOUT), "team", 57, "callback", "refused"),
        (lambda: bob.ask("/org"), "organisation", None, "callback", "allowed"),
        (lambda: bob.ask("/org?org=umbrella"), "organisation", None, "callback", "refused"),
        (lambda: bob.api(f"{RED}/daily"), "team", 42, "api", "allowed"),
        (lambda: bob.api(f"{CHECKOUT}/breakdown/model", key), "team", 57, "api", "refused"),
        (lambda: bob.api("/teams/acme/nowhere/daily"), "team", None, "api", "refused"),
        (lambda: bob.api("/orgs/acme/summary", key), "organisation", None, "api", "allowed"),
    ]
    for ask, what, team, by, decision in asked:
        ask()
        (line,) = audited.take()
        assert set(line) == FACTS
        assert (line["event"], line["user"], line["team"]) == (f"access.{what}", 1002, team)
        assert (line["by"], line["decision"]) == (by, decision)
        assert line["org"] == 999 or decision == "refused"
        assert line["at"] == "2026-09-21T14:13:20Z"


def test_a_small_team_is_refused_with_its_reason(company, audited):
    company.world.add_team(company.world.organisation("acme"), "New", [company.person("bob")])
    bob = company.sign_in("bob")
    audited.take()
    bob.ask("/teams/acme/new")
    (line,) = audited.take()
    assert (line["decision"], line["reason"]) == ("refused", "too_few_licensed")


@pytest.mark.parametrize("ask", [lambda who: who.open("/org"), lambda who: who.ask(RED), lambda who: who.api("/me")])
def test_who_is_no_member_is_one_line(company, audited, ask):
    erin = company.sign_in("erin")
    audited.take()
    ask(erin)
    (line,) = audited.take()
    assert (line["event"], line["user"], line["reason"]) == ("access.site", 1005, "not_a_member")


@pytest.mark.parametrize("ask", [lambda who: who.open("/org"), lambda who: who.ask(RED), lambda who: who.api("/me")])
def test_who_is_refused_because_github_is_away_is_one_line(company, audited, ask):
    bob = company.sign_in("bob")
    company.clock.forward(minutes=30)
    assert bob.open("/org").status_code == 200
    company.github.faults.add("error", "/api/user")
    company.clock.forward(minutes=59)
    bob.api("/orgs/acme/daily")
    company.clock.forward(minutes=2)
    audited.take()
    assert ask(bob).status_code == 403
    (line,) = audited.take()
    assert (line["event"], line["user"], line["reason"]) == ("access.site", 1002, "github_away")


def test_strangers_are_no_decision(company, audited):
    Visitor(company.server).open("/org")
    Visitor(company.server).api("/me", "cud_made-up")
    assert audited.take() == []


def test_what_begins_and_ends_is_told(company, audited):
    bob = company.sign_in("bob")
    bob.make_key()
    (shown,) = company.server.extensions["auth"].keys.of(1002)
    bob.post(f"/me/keys/{shown.id}/revoke")
    bob.post("/logout")
    idle, over = company.sign_in("bob"), company.sign_in("charlie")
    company.clock.forward(minutes=30)
    idle.api("/me")
    company.github.tokens.revoke_grant(company.person("charlie"), "demo-client")
    over.api("/me")
    company.clock.forward(minutes=61)
    idle.api("/me")
    company.sign_in("dana")
    end_all_of(company.server.session_interface.store, "dana")
    told = [(line["event"], line["user"], line.get("reason")) for line in audited.take()]
    assert told == [
        ("session.started", 1002, None),
        ("key.made", 1002, None),
        ("key.revoked", 1002, None),
        ("session.ended", 1002, "sign_out"),
        ("session.started", 1002, None),
        ("session.started", 1003, None),
        ("session.ended", 1003, "github_token_ended"),
        ("session.ended", 1002, "limit"),
        ("session.started", 1004, None),
        ("sessions.ended", 1004, None),
    ]


def test_no_line_has_a_name_a_login_a_token_or_a_key(company, audited):
    alice = company.sign_in("alice")
    key = alice.make_key("the label of a key")
    for who in (alice, company.sign_in("erin")):
        who.ask(RED)
        who.ask("/teams/acme/payments-platform?days=7")
        who.api(f"{CHECKOUT}/summary?from=2026-11-01", key)
        who.open(RED)
    text = "\n".join(audited.text).lower()
    hidden = [key, cookie_of(alice), "label", "acme", 'red"', "payments", "checkout", "days=7", "from="]
    hidden += [*company.github.tokens.people, *(person.login for person in company.world.people.values())]
    assert [word for word in hidden if word.lower() in text] == []
    assert text


def cookie_of(visitor) -> str:
    return visitor.client.get_cookie("dashboard_session").value


def test_lines_go_to_standard_output_where_nobody_has_set_up_a_log(capsys, monkeypatch):
    log = logging.Logger("audit")
    monkeypatch.setattr(audit, "log", log)
    audit.open_log()
    audit.open_log()
    audit.write("session.started", 1001, 0.0)
    out = capsys.readouterr().out
    assert [json.loads(line)["event"] for line in out.splitlines()] == ["session.started"]
