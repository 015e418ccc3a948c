"""`/metrics`, in Prometheus's text format: what was asked and refused, how long callbacks took, how old the data is.

Behind gunicorn.conf.py the workers write into files of one folder and any of them answers for all, since the start of
gunicorn. Without that folder, as in a test, a process answers for itself.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Protocol

from flask import Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from dashboard.core.numbers import KNOWN, Coverage
from dashboard.core.rows import REPORTS
from dashboard.errors import Away, HistoryError, NotFound

CALLBACK = "/_dash-update-component"
DENIED = (401, 403, 429)
GITHUB = "github"
SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Replica(Protocol):
    @property
    def read_at(self) -> datetime | None: ...


def register(
    server: Flask,
    token: str,
    replica: Replica,
    coverage: Callable[[], Sequence[Coverage]],
    now: Callable[[], datetime],
) -> None:
    """Before anything that may refuse, so that refusals count. Without a token there is no such path."""
    if not token:
        return
    registry = CollectorRegistry()
    watch(server, registry)
    shown = registry
    if values.ValueClass is not values.MutexValue:  # gunicorn.conf.py has the workers count together
        shown = CollectorRegistry()
        MultiProcessCollector(shown)
    shown.register(History(replica, coverage, now))

    @server.get("/metrics", endpoint="metrics")
    def metrics() -> Response:
        """A wrong token looks as if there were nothing here."""
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            raise NotFound("There is nothing at this address.")
        return Response(generate_latest(shown), content_type=CONTENT_TYPE_LATEST)


def watch(server: Flask, registry: CollectorRegistry) -> None:
    requests = Counter("dashboard_requests", "Requests answered.", ["endpoint", "status"], registry=registry)
    denied = Counter(
        "dashboard_denied_requests", "Requests refused to who asked.", ["status", "why"], registry=registry
    )
    callbacks = Histogram("dashboard_callback_seconds", "To answer a page's call.", registry=registry, buckets=SECONDS)

    @server.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @server.after_request
    def count(response: Response) -> Response:
        status = str(response.status_code)
        requests.labels(request.endpoint or "unknown", status).inc()
        why = g.get("refused", "")  # the rule's word; in a page or a callback its answer may still be 200
        if why or response.status_code in DENIED:
            denied.labels(status, why).inc()
        if request.endpoint == CALLBACK:
            callbacks.observe(time.perf_counter() - g.began)
        return response


class History(Collector):
    """Asked at each look. What is not known is left out, never 0."""

    def __init__(self, replica: Replica, coverage: Callable[[], Sequence[Coverage]], now: Callable[[], datetime]):
        self.replica, self.coverage, self.now = replica, coverage, now

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterator[Metric]:
        try:
            entries = self.coverage()
        except (Away, HistoryError):
            return
        yield from self.ages(entries)
        yield from self.reports(entries)

    def ages(self, entries: Sequence[Coverage]) -> Iterator[Metric]:
        now = self.now()
        replica = gauge("dashboard_replica_age_seconds", "Since the replica was known to be as the store is.")
        if self.replica.read_at:
            replica.add_metric([], (now - self.replica.read_at).total_seconds())
        refresh = gauge("dashboard_refresh_age_seconds", "Since a report was last asked for.", "org")
        asked = [entry for entry in entries if is_githubs(entry)]
        for org in sorted({entry.org for entry in asked}):
            checked = max(entry.checked_at for entry in asked if entry.org == org)
            refresh.add_metric([org], (now - checked).total_seconds())
        yield from (replica, refresh)

    def reports(self, entries: Sequence[Coverage]) -> Iterator[Metric]:
        gaps = gauge("dashboard_coverage_gaps", "Days without a report, from its first to its newest.", "org", "report")
        newest = gauge("dashboard_days_since_newest", "Days from a report's newest to today.", "org", "report")
        for (org, report), days in known_days(entries).items():
            gaps.add_metric([org, report], missing(days))
            newest.add_metric([org, report], (self.now().date() - max(days)).days)
        yield from (gaps, newest)


def gauge(name: str, help: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, help, labels=labels)


def known_days(entries: Iterable[Coverage]) -> dict[tuple[str, str], set[date]]:
    """By organisation and report of GitHub's. A day purged on purpose is no gap, and counts as had."""
    found: dict[tuple[str, str], set[date]] = {}
    for entry in entries:
        if is_githubs(entry) and entry.state in (*KNOWN, "expired"):
            found.setdefault((entry.org, entry.report), set()).add(entry.day)
    return found


def is_githubs(entry: Coverage) -> bool:
    """Another assistant has reports of the same names."""
    return entry.source == GITHUB and entry.report in REPORTS


def missing(days: set[date]) -> int:
    return (max(days) - min(days)).days + 1 - len(days)
