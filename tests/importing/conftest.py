"""An empty history, and an import into it as of a fixed day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest

from dashboard.core.rows import SCHEMAS
from dashboard.history.index import Place, read_index
from dashboard.history.objects import Objects, open_objects
from dashboard.history.store import History
from dashboard.history.tables import from_parquet
from dashboard.importing.bringing import Importer
from dashboard.importing.brought import Brought
from dashboard.importing.owners import Owners

NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)


@dataclass
class Importing:
    objects: Objects

    def bring(self, content: bytes, name: str = "a-file", org: str | None = None, **options: Any) -> Brought:
        owners = Owners(options.pop("configured", ("acme", "umbrella")), org)
        return Importer(History(self.objects), owners, NOW, **options).bring(name, content)

    def rows(self, table: str, day: str, org: str = "acme") -> list[dict[str, Any]]:
        """As the index has them."""
        report = {"users": "users-1-day", "members": "user-teams-1-day", "org": "organization-1-day"}.get(table, table)
        entry = read_index(self.objects).entries.get(Place("github", org, report, date.fromisoformat(day)))
        if entry is None or table not in entry.objects:
            return []
        return from_parquet(History(self.objects).read(entry.objects[table]), table).to_pylist()

    def write_directory(self, org: str = "acme", **ids: int) -> None:
        teams = [{"team_id": number, "slug": slug} for slug, number in ids.items()]
        History(self.objects).write_directory("github", org, pa.Table.from_pylist(teams, SCHEMAS["directory"]), NOW)

    def stored(self) -> dict[str, str]:
        return {key: self.objects.read(key).etag for key in self.objects.list()}


@pytest.fixture
def importing(tmp_path) -> Importing:
    return Importing(open_objects(str(tmp_path / "history")))


@pytest.fixture
def why() -> Callable[[Brought], str]:
    """All that was refused of a file, as it is said."""
    return lambda brought: "\n".join(brought.refusals())
