"""What was imported from old APIs is no report: nobody takes it for one."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from dashboard.core.reports import by_day, wanted
from dashboard.history.replica import Replica
from dashboard.history.store import History
from dashboard.metrics import History as Measured
from tests.importing.conftest import NOW
from tests.importing.olden import as_file, metrics_day


def samples(importing) -> dict[str, list]:
    coverage = History(importing.objects).coverage
    measured = Measured(SimpleNamespace(read_at=None), coverage, lambda: NOW + timedelta(hours=1))
    return {metric.name: metric.samples for metric in measured.collect()}


def test_an_import_is_no_refresh_and_its_days_are_no_gaps(importing):
    importing.bring(as_file([metrics_day("2025-03-03"), metrics_day("2025-03-08")]))
    assert not any(samples(importing).values())


def test_refresh_asks_for_the_same_days_as_before(importing):
    before = wanted(by_day(History(importing.objects).coverage(), "github", "acme"), NOW)
    importing.bring(as_file([metrics_day("2026-03-30")]))
    assert wanted(by_day(History(importing.objects).coverage(), "github", "acme"), NOW) == before


def test_the_pages_copy_of_the_history_has_the_rows(importing, tmp_path):
    importing.bring(as_file([metrics_day("2025-03-03")]))
    replica = Replica(importing.objects, tmp_path / "replica")
    replica.update()
    (row,) = replica.ask("SELECT org, day, api, total_chats, len(code) AS parts FROM legacy_org")
    assert (row["org"], str(row["day"]), row["api"], row["total_chats"], row["parts"]) == (
        "acme",
        "2025-03-03",
        "metrics",
        42,
        2,
    )
    replica.close()
