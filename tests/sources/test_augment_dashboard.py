"""The addresses behind Augment's dashboard, over HTTP against the stand-in."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.core.augment import usage_of
from dashboard.core.days import Span
from dashboard.demo.augment import APP
from dashboard.demo.augment_tenant import Tenant
from dashboard.errors import Away, Denied
from dashboard.sources.augment_dashboard import (
    MONTHLY,
    TENANT,
    USERS,
    AugmentDashboard,
    cookie_header,
    cookies_of,
)

DAY = date(2026, 11, 18)
ONE = Span(DAY, DAY)
PATHS = {
    USERS: "/api/user-feature-stats",
    TENANT: "/api/tenant-feature-stats",
    MONTHLY: "/api/tenant-monthly-active-users",
}


@pytest.fixture
def tenant(world) -> Tenant:
    world.augment = Tenant()
    return world.augment


@pytest.fixture
def dashboard(stand_in, tenant, patience):
    return AugmentDashboard(f"{stand_in.web_url}{APP}/", {"_session": tenant.session}, PATHS, patience)


def test_people_come_with_the_19_columns_of_the_table(dashboard, tenant):
    tenant.put(DAY, "alice@acme.example", completions_count=4, completions_accepted=1, instruction_lines=7)
    (record,) = dashboard.fetch_people(ONE)
    found = usage_of(record)
    assert (found.user, found.completions, found.instruction_lines, found.accept_rate) == (
        "alice@acme.example",
        4,
        7,
        25.0,
    )
    assert (found.first_seen, found.active_days) == (DAY, 1)


def test_days_are_asked_as_compact_json_without_a_double_slash(dashboard, tenant, stand_in):
    tenant.put(DAY, "alice@acme.example", chat_messages=1)
    assert dashboard.fetch_people(ONE)
    (seen,) = stand_in.requests
    assert seen.path == f"{APP}/api/user-feature-stats"
    assert seen.query["startDate"] == '{"year":2026,"month":11,"day":18}'


def test_a_rate_of_nothing_is_null(dashboard, tenant):
    tenant.put(DAY, "alice@acme.example", chat_messages=1)
    (record,) = dashboard.fetch_people(ONE)
    assert record["acceptanceRatePercentage"] is None


def test_the_summaries_are_answered(dashboard, tenant):
    tenant.put(DAY, "alice@acme.example", chat_messages=3)
    assert dashboard.fetch(TENANT, ONE) == {"userMessages": 3, "toolCalls": 0, "linesOfCode": 0}
    assert dashboard.fetch(MONTHLY, ONE) == {"monthlyActiveUsers": 1}


def test_an_expired_cookie_is_refused_with_what_to_do(dashboard, tenant):
    tenant.session = "another"
    with pytest.raises(Denied, match="augment --auth"):
        dashboard.fetch_people(ONE)


@pytest.mark.parametrize(
    ("status", "body", "headers"), [(302, b"", {"Location": "/login"}), (200, b"<!doctype html>", {}), (403, b"{}", {})]
)
def test_the_sign_in_page_is_an_expired_cookie_too(scripted, patience, status, body, headers):
    scripted.say(PATHS[USERS], status, body, **headers)
    with pytest.raises(Denied, match="augment --auth"):
        AugmentDashboard(scripted.url, {"_session": "x"}, PATHS, patience).fetch_people(ONE)


def test_breakdowns_are_tried_again_with_longer_and_longer_pauses(dashboard, tenant, stand_in, waits):
    stand_in.faults.add("error", f"{APP}/*", times=3)
    assert dashboard.fetch_people(ONE) == []
    assert waits == [1.0, 2.0, 4.0]


def test_an_answer_without_people_is_no_empty_success(scripted, patience):
    scripted.say(PATHS[USERS], body={})
    with pytest.raises(Away, match="userFeatureStats"):
        AugmentDashboard(scripted.url, {"_session": "x"}, PATHS, patience).fetch_people(ONE)


@pytest.mark.parametrize(
    "pasted",
    ["abc%3D", " _session=abc%3D ; theme=dark", "Cookie: theme=dark; _session=abc%3D", '{"_session": "abc%3D"}'],
)
def test_a_cookie_is_found_in_whatever_was_copied_and_sent_decoded(pasted):
    assert "_session=abc=" in cookie_header(cookies_of(pasted))


def test_a_value_that_ends_like_base64_is_a_value():
    assert cookies_of("YWJj==") == {"_session": "YWJj=="}


def test_what_cannot_stand_in_a_header_is_refused():
    with pytest.raises(ValueError, match="copy it again"):
        cookie_header({"_session": "a\nb"})
