"""Seats counted: by last use, by editor, what they cost, and credits of a month against their pool."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from dashboard.core.ai_credit_pool import month_of_credits
from dashboard.core.days import Span
from dashboard.core.licences import Billing, Seat, Unlicensed, why_without_seat, why_without_usage
from dashboard.core.numbers import Counters, Day
from dashboard.core.seat_list import last_activity, surface_of
from dashboard.core.seat_parts import editor_of
from dashboard.core.seat_prices import Prices, Terms, cost

DAY = date(2026, 11, 21)
BILLING = Billing(DAY, 3, 0, {}, plan="business")
COMPARED = Span(DAY - timedelta(days=29), DAY - timedelta(days=2))


def a_seat(days=None, **more):
    active = datetime(2026, 11, 21, 23, tzinfo=UTC) - timedelta(days=days) if days is not None else None
    return Seat(DAY, 1001, "alice", "active", datetime(2026, 11, 1, tzinfo=UTC), active, **more)


@pytest.mark.parametrize(
    ("text", "editor", "version"),
    [
        ("vscode/1.139.0/copilot-chat/0.52.1", "VS Code", "1.139.0"),
        ("JetBrains-IU/242.21829.142/copilot-intellij/1.5", "JetBrains", "242.21829.142"),
        ("VisualStudio/18.3/x", "Visual Studio", "18.3"),
        ("something of our own/with words", "something of our own", ""),
        ("copilot-chat-platform", "Copilot chat on github.com", ""),
        ("  ", "unknown", ""),
        (None, "unknown", ""),
    ],
)
def test_editors_are_read_out_of_free_text(text, editor, version):
    assert editor_of(text) == (editor, version)
    assert surface_of(text) == (f"{editor} {version}".strip() if text else "")


@pytest.mark.parametrize(
    ("seat", "unused", "idle", "said"),
    [
        (a_seat(0), "used", 0, "that day"),
        (a_seat(89), "used", 89, "89 days before"),
        (a_seat(90), "long", 90, "90 days before"),
        (a_seat(), "never", 20, "never"),
        (a_seat(forgotten=True), "unknown", None, "never, or not for 90 days"),
    ],
)
def test_never_not_for_90_days_and_unknown_are_told_apart(seat, unused, idle, said):
    assert (seat.unused, seat.idle_days(), last_activity(seat)) == (unused, idle, said)


def test_a_seat_that_does_not_say_its_plan_costs_as_the_subscription():
    prices = Prices({"business": 19, "enterprise": 39}, "USD", DAY)
    seats = [a_seat(), a_seat(plan="enterprise"), a_seat(plan="unknown"), a_seat(plan="other")]
    assert (cost(seats, BILLING, prices).amount, cost(seats, BILLING, prices).unpriced) == (77, 1)


def test_limits_and_pools_are_of_an_organisation_or_of_all():
    terms = Terms(limits={"acme": 5, "": 9}, pools={"acme": 7})
    assert (terms.limit("acme"), terms.limit("umbrella"), terms.pool("umbrella")) == (5, 9, None)


def test_likely_reasons_are_told_for_both_sides():
    assert "github.com" in why_without_usage(a_seat(3), COMPARED)
    assert why_without_usage(a_seat(60), COMPARED) == "not used in these days"
    assert why_without_usage(a_seat(), COMPARED) == "never used"
    assert "until then" in why_without_seat(Unlicensed(1, "bob", DAY, seat_until=DAY))
    assert "another organisation" in why_without_seat(Unlicensed(1, "bob", DAY))


def credits_of(*values):
    return [Day(date(2026, 11, n), "final", counters=Counters(ai_credits=v)) for n, v in enumerate(values, 1)]


def test_the_forecast_takes_the_days_to_come_to_be_like_the_known_ones():
    found = month_of_credits(credits_of(100.0, None, 200.0), date(2026, 11, 3), 6000)
    assert (found.used, found.days_known, found.forecast, found.pool) == (300, 2, 4500, 6000)
    assert (found.span.first, found.span.last) == (date(2026, 11, 1), date(2026, 11, 30))


def test_credits_that_nobody_counted_are_unknown_and_not_none():
    assert month_of_credits(credits_of(None, None), date(2026, 11, 2), 6000) is None
