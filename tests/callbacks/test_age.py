"""How old the figures are is said on every page, once the history couldn't be read for a while."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.callbacks.site import Site
from tests.layouts.fakes import FakeInsights
from tests.layouts.walking import of_type, text

MINUTE = timedelta(minutes=1)
SAID = "The history can’t be read since"


class Behind(FakeInsights):
    def __init__(self, since: datetime | None):
        super().__init__()
        self.since = since

    def behind_since(self) -> datetime | None:
        return self.since


def notices(address: str, since: datetime | None) -> list[str]:
    page = Site(insights=Behind(since)).page(address)["children"]
    found = [part for part in of_type(page, "Div") if "notice" in (part["props"].get("className") or "").split()]
    return [text(notice) for notice in found]


@pytest.mark.parametrize("address", ["/", "/org", "/teams", "/teams/acme/red", "/help", "/me", "/teams/acme/unknown"])
def test_every_page_says_since_when_its_figures_are_as_they_are(address):
    since = datetime.now(UTC) - 6 * MINUTE
    (said,) = [notice for notice in notices(address, since) if SAID in notice]
    assert f"{since:%H:%M}" in said
    assert "these figures are as of then" in said


@pytest.mark.parametrize("ago", [None, 4 * MINUTE])
def test_nothing_is_said_of_a_history_that_can_be_read_or_could_a_moment_ago(ago):
    assert not [notice for notice in notices("/org", ago and datetime.now(UTC) - ago) if SAID in notice]
