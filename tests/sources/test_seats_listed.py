"""What GitHub says about seats, over real HTTP."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from dashboard.core.seat_rows import LISTED
from dashboard.demo.things import METRICS
from dashboard.errors import Away, Denied
from dashboard.sources.credentials import AppCredential, TokenCredential
from dashboard.sources.github import GitHub

BILLING, SEATS = "/orgs/acme/copilot/billing", "/orgs/acme/copilot/billing/seats"


def seat(id=1001, login="alice", **fields):
    return {"created_at": "2026-03-02T09:14:00Z", "assignee": {"id": id, "login": login, "type": "User"}, **fields}


@pytest.fixture
def told(scripted, patience):
    """A source whose GitHub says what the test scripts."""
    scripted.say(BILLING, body={"seat_breakdown": {"total": 2}, "plan_type": "business"})
    return GitHub(scripted.url, TokenCredential("a-token"), ["127.0.0.1"], patience)


def listed(scripted, told, *seats):
    scripted.say(SEATS, body={"total_seats": len(seats), "seats": list(seats)})
    return told.fetch_seats("acme")


def test_every_page_of_a_hundred_is_read(stand_in, world, acme, patience):
    for number in range(230):
        world.add_seat(acme, world.add_person(f"person-{number:03d}"))
    credential = AppCredential(stand_in.api_url, str(world.github_app.id), stand_in.private_key, patience)
    found = GitHub(stand_in.api_url, credential, ["127.0.0.1"], patience).fetch_seats("acme")
    assert (found.listed.num_rows, found.listed.schema, found.remark) == (230, LISTED, "")
    assert (found.billing["total"], found.billing["plan_type"]) == (230, "business")
    asked = [seen.query for seen in stand_in.requests if seen.path.endswith("/seats")]
    assert asked == [{"per_page": "100"}, *({"per_page": "100", "page": page} for page in ("2", "3"))]


def test_what_is_missing_is_unknown_and_stamps_are_turned_into_utc(scripted, told):
    (row,) = listed(scripted, told, seat(last_activity_at="2026-11-19T01:40:12+05:30")).listed.to_pylist()
    assert row["last_activity_at"] == datetime(2026, 11, 18, 20, 10, 12)
    assert row["created_at"] == datetime(2026, 3, 2, 9, 14)
    unknown = set(LISTED.names) - {"user_id", "user_login", "created_at", "last_activity_at"}
    assert {row[name] for name in unknown} == {None}


def test_everything_github_says_of_a_seat_is_kept(scripted, told):
    given = seat(
        pending_cancellation_date="2026-12-01",
        last_activity_editor="  my own thing / with / slashes ",
        last_authenticated_at="2026-11-18T08:01:00Z",
        plan_type="enterprise",
        assigning_team={"id": 42, "slug": "red", "name": "Red"},
    )
    (row,) = listed(scripted, told, given).listed.to_pylist()
    assert row["pending_cancellation_date"] == date(2026, 12, 1)
    assert row["last_activity_editor"] == "  my own thing / with / slashes "
    assert (row["plan_type"], row["last_authenticated_at"].hour) == ("enterprise", 8)
    assert (row["assigning_team_id"], row["assigning_team_slug"], row["assigning_team_name"]) == (42, "red", "Red")


def test_an_assignee_twice_is_one_row_with_the_newest_activity(scripted, told):
    stamps = ("2026-11-01T00:00:00Z", "2026-11-19T00:00:00Z", None)
    found = listed(scripted, told, *(seat(last_activity_at=stamp) for stamp in stamps))
    assert [row["last_activity_at"] for row in found.listed.to_pylist()] == [datetime(2026, 11, 19)]


def test_seats_of_nobody_and_of_teams_are_counted_apart(scripted, told):
    nobody, team = seat(assignee=None), seat(assignee={"id": 1001, "type": "Team"})
    found = listed(scripted, told, seat(), nobody, team, {"created_at": "2026-03-02T09:14:00Z"})
    assert (found.listed.num_rows, found.without_assignee, found.remark) == (1, 3, "")


def test_a_list_that_changed_while_it_was_read_is_read_again(scripted, told):
    scripted.say(SEATS, body={"total_seats": 2, "seats": [seat()]}, Link=f'<{scripted.url}{SEATS}?page=2>; rel="next"')
    scripted.say(SEATS, body={"total_seats": 2, "seats": [seat()]})  # somebody was moved to the page before
    scripted.say(SEATS, body={"total_seats": 2, "seats": [seat(), seat(1002, "bob")]})
    found = told.fetch_seats("acme")
    assert (found.listed["user_login"].to_pylist(), found.remark) == (["alice", "bob"], "")


def test_a_list_that_stays_short_is_said_to_be(scripted, told):
    scripted.say(SEATS, body={"total_seats": 5, "seats": [seat()]})
    assert told.fetch_seats("acme").remark == "GitHub counts 5 seats, and listed 1"
    assert len(scripted.seen) == 1 + 3


@pytest.mark.parametrize("body", [b"[]", b'{"seats": null}', b"<html>", b'{"seats": [{"assignee": {"id": "x"}}]}'])
def test_what_is_no_list_of_seats_is_refused_as_a_whole(scripted, told, body):
    scripted.say(SEATS, body=body)
    with pytest.raises(Away, match="try again later"):
        told.fetch_seats("acme")


def test_a_missing_permission_is_named(stand_in, acme, world, patience):
    acme.permissions = {METRICS: "read"}
    credential = AppCredential(stand_in.api_url, str(world.github_app.id), stand_in.private_key, patience)
    with pytest.raises(Denied, match="GitHub Copilot Business: read"):
        GitHub(stand_in.api_url, credential, ["127.0.0.1"], patience).fetch_seats("acme")
