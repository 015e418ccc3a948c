from __future__ import annotations

import io
from datetime import date

from dashboard.progress import Teller
from dashboard.refresh import DayDone, Hint


def told(*events) -> str:
    out = io.StringIO()
    with Teller(out) as teller:
        for event in events:
            teller(event)
    return out.getvalue()


def test_in_a_log_a_day_is_a_line():
    states = {"users-1-day": "final", "repos-1-day": "not_available", "organization-1-day": "final"}
    assert told(DayDone("acme", date(2026, 11, 16), 3, 9, states)) == "acme 2026-11-16 2 final, 1 no report (3 of 9)\n"


def test_a_hint_is_said_as_it_is():
    assert told(Hint("acme", "names [may not] be read")) == "acme: names [may not] be read\n"
