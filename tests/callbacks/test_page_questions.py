"""What a page asks of the history: nothing twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from callbacks.insights import ask
from dashboard.core.days import trailing
from dashboard.core.subjects import Organisation, Team
from dashboard.insights import Insights
from tests.builders import counts, day_of, history_of, membership, people, usage

LAST = date(2026, 11, 2)
RED, ACME = Team("acme", 42, "red", "Red"), Organisation("acme")


class Counted:
    """The history, and every question that was asked of it."""

    def __init__(self, history):
        self.history, self.asked = history, []
        self.version, self.behind_since = history.version, None

    def ask(self, sql, **parameters):
        self.asked.append((sql, repr(sorted(parameters.items()))))
        return self.history.ask(sql, **parameters)


@pytest.fixture
def history(tmp_path):
    feature = {"feature": "code_completion", **counts(generations=9, acceptances=3)}
    users = [usage(login, interactions=1, totals_by_feature=[feature]) for login in people(1, 6)]
    members = [membership(login, 42) for login in people(1, 6)]
    total = {"daily_active_users": 6, "totals_by_feature": [feature]}
    days = [LAST - timedelta(days=back) for back in range(20)]
    return Counted(history_of(tmp_path, [("acme", day, day_of("acme", day, users, members, total)) for day in days]))


@pytest.mark.parametrize("subject", [RED, ACME])
@pytest.mark.parametrize("grouping", ["day", "week"])
@pytest.mark.parametrize("cell_floor", [1, 5])
def test_a_page_asks_nothing_twice(history, subject, grouping, cell_floor):
    insights = Insights(history, 5, cell_floor)
    page = ask(insights, subject, trailing(LAST, 7), insights.freshness(subject), grouping)
    assert page.summary.now.active_users == page.cells["feature"][0].active_users == 6
    assert len(history.asked) == len({*history.asked})
