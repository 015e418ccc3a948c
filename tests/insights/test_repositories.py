"""Pull requests by repository, against the files GitHub's stand-in gave."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

from dashboard.core.days import USUAL_WEEK, Span
from dashboard.history.objects import open_objects
from dashboard.history.replica import Replica
from dashboard.history.tables import unpack
from dashboard.insights import Insights

SUMS = {
    "created": "total_created",
    "created_by_copilot": "total_created_by_copilot",
    "reviewed": "total_reviewed",
    "reviewed_by_copilot": "total_reviewed_by_copilot",
    "merged": "total_merged",
    "merged_by_copilot": "total_merged_created_by_copilot",
}


@pytest.fixture(scope="module")
def insights(deployed):
    return Insights(Replica(open_objects(deployed.history_url), Path(deployed.replica_dir)), 5)


@pytest.fixture(scope="module")
def rows(deployed):
    files = sorted(Path(deployed.history_url).glob("raw/source=github/org=acme/day=*/repos-1-day.ndjson.zst"))
    lines = "\n".join(unpack(file.read_bytes()).decode() for file in files)
    found = pd.read_json(StringIO(lines), lines=True, dtype=False)
    counts = pd.json_normalize(found.pull_requests.tolist())
    return found.drop(columns="pull_requests").join(counts).assign(day=pd.to_datetime(found.day).dt.date)


@pytest.mark.parametrize("only", [None, USUAL_WEEK], ids=["every-day", "working-days"])
def test_sums_and_the_newest_medians_agree(insights, rows, only):
    last = insights.repositories_freshness("acme").last
    span = Span(last - timedelta(days=20), last, only)
    expected = rows[rows.day.isin(list(span))]
    found = insights.repositories("acme", span)
    assert {each.id for each in found} == set(expected.repo_id)
    assert [each.name for each in found] == sorted(each.name for each in found)
    for each in found:
        own = expected[expected.repo_id == each.id].sort_values("day")
        assert {name: getattr(each, name) for name in SUMS} == {n: own[field].sum() for n, field in SUMS.items()}
        newest = own.dropna(subset="median_minutes_to_merge").iloc[-1]
        assert (each.to_merge, each.merged_on) == (newest.median_minutes_to_merge, newest.day)
        timed = own.dropna(subset="pull_request_review_times").iloc[-1]
        assert each.to_first_review == timed.pull_request_review_times[0]["median_minutes_ready_to_first_review"]
        assert each.reviewed_on == timed.day


def test_a_span_without_reports_has_no_repositories(insights):
    first = insights.repositories_freshness("acme").first
    assert insights.repositories("acme", Span(first - timedelta(days=9), first - timedelta(days=1))) == []


def test_an_organisation_without_the_report_has_no_days_of_it(insights):
    assert insights.repositories_freshness("nowhere").last is None
