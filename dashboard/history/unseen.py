"""People of another assistant who weren't seen for as long as rows of people may be kept: their names go, too."""

from __future__ import annotations

from datetime import date

import pyarrow.compute as pc

from dashboard.core.reports import Outcome
from dashboard.history.draft import Draft, ReadRows
from dashboard.history.index import Index
from dashboard.history.keys import rows_key
from dashboard.history.tables import to_parquet

IDENTITIES = "identities"


def draft_without_unseen(index: Index, first: date, read_rows: ReadRows) -> Draft:
    """Every organisation's `identities`, without whoever was last seen before `first`."""
    draft = Draft(
        {place: entry for place, entry in index.entries.items() if place.report == IDENTITIES and entry.known}
    )
    for place, entry in draft.before.items():
        assert entry
        rows = read_rows(entry.objects[IDENTITIES], IDENTITIES)
        left = rows.filter(pc.field("last_day") >= first)
        if left.num_rows < rows.num_rows:
            key = rows_key(IDENTITIES, place.source, place.org, None)
            file = key, to_parquet(left, IDENTITIES), left.num_rows
            draft.add(place, Outcome(IDENTITIES, "final"), entry.checked_at, {IDENTITIES: file})
    return draft
