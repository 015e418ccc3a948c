"""The questions answered by Spark over the history's own files, where one host's copy of them is no longer enough.

The same texts as for the replica, in Spark's words. Nothing else imports Spark: it is in requirements-spark.txt.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from tempfile import gettempdir
from typing import Any

import pyarrow as pa
from pyspark.errors import AnalysisException, PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - as everybody calls it
from pyspark.sql.pandas.types import from_arrow_schema

from dashboard.core.assistants import ALL
from dashboard.core.rows import SCHEMAS
from dashboard.errors import Away, HistoryError, WrongUse
from dashboard.history import computed, keys
from dashboard.history.building import NO_INDEX
from dashboard.history.computed_assistants import INPUTS, OTHER, of_every_source
from dashboard.history.dialect import in_spark
from dashboard.history.following import Following
from dashboard.history.index import Index, index_of
from dashboard.history.objects import Folder, Objects, Unchanged
from dashboard.history.replica_tables import REPORTS, dated_schema
from dashboard.history.report_rows import reports_of

POLL_STORE = 30.0
CONFIG: dict[str, Any] = {
    "spark.app.name": "copilot-usage-dashboard",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
HERE: dict[str, Any] = {
    "spark.sql.shuffle.partitions": "2",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.warehouse.dir": f"{gettempdir()}/spark-warehouse",  # nothing is kept there, and it would be made where we stand
}
# The replica numbers people in the order they come; any order will do.
NUMBERED_PEOPLE = """
SELECT source, org, user_id, row_number() OVER (ORDER BY source, org, user_id) - 1 AS number
FROM (SELECT DISTINCT source, org, user_id FROM users)
"""
# Has a text see the rows of every source, those that are made for the others among them.
EVERY_SOURCE = f"WITH {', '.join(f'{table} AS (SELECT * FROM every_{table})' for table in INPUTS[ALL])}"  # noqa: S608 - our own names


@dataclass(frozen=True)
class Version:
    """The history's tables as of one index: views in a session of their own. `kept` is what was computed from them."""

    session: SparkSession
    etag: str
    kept: tuple[DataFrame, ...]


class Spark:
    """Answers as the replica does. `engine_url` is Spark's master: spark://host:port, or local[2].

    Hashes are not checked, as every worker reads the store for itself.
    """

    def __init__(self, objects: Objects, engine_url: str):
        self._objects = objects
        self._engine_url = engine_url
        self._version: Version | None = None
        self._changing = threading.Lock()
        self._confirmed_at: datetime | None = None
        self._following = Following(self.update, lambda: POLL_STORE)

    @property
    def ready(self) -> bool:
        return self._following.looked and self._version is not None

    @property
    def state(self) -> str:
        if not self.ready:
            return "away"
        return "behind" if self._following.lost else "ready"

    @property
    def version(self) -> str | None:
        """The ETag of the index that the answers come from; None before there is anything."""
        return self._version.etag if self._version else None

    @property
    def read_at(self) -> datetime | None:
        return self._confirmed_at

    @property
    def behind_since(self) -> datetime | None:
        return self._confirmed_at if self._following.lost else None

    def ask(self, sql: str, **parameters: Any) -> list[dict[str, Any]]:
        """As Replica.ask; raises HistoryError when the cluster fails."""
        version = self._version
        if version is None:
            raise Away("the history hasn't been read yet; try again in a minute")
        text = in_spark(sql)
        args = {name: _bound(value) for name, value in parameters.items() if f":{name}" in text}
        try:
            return [_plain(row.asDict()) for row in version.session.sql(text, args).collect()]
        except AnalysisException as error:
            raise WrongUse(f"the question can't be answered: {_said(error)}") from error
        except PySparkException as error:
            raise HistoryError(f"Spark could not answer ({_said(error)}); see to the cluster") from error

    def update(self) -> bool:
        """Follows the store by one step, if there is one to take; gives whether the answers may have changed."""
        with self._changing:
            before = self._version
            stored = self._objects.read_changed(keys.INDEX, before.etag if before else "")
            if isinstance(stored, Unchanged) or (stored is None and before):
                self._confirmed_at = datetime.now(UTC)
                return False
            index = index_of(stored)
            if is_settling(index):
                return False  # a corrected file isn't at its own name yet: the next look will find it there
            self._version = self._read(index, stored.etag if stored else NO_INDEX)
            self._confirmed_at = datetime.now(UTC)
        for frame in before.kept if before else ():
            frame.unpersist()
        return True

    def follow(self) -> None:
        self._following.start()

    def close(self) -> None:
        self._following.stop()
        self._version = None

    def _read(self, index: Index, etag: str) -> Version:
        session = self._connected().newSession()
        files = keys_by_table(index)
        for table in SCHEMAS:
            self._show(session, table, files[table])
        reports = pa.Table.from_pylist(reports_of(index), schema=REPORTS)
        session.createDataFrame(reports).createOrReplaceTempView("reports")
        texts = {"numbered_people": NUMBERED_PEOPLE} | {name: found.text for name, found in computed.MONTHLY.items()}
        if any(place.source == OTHER for place in index.entries):
            every = {f"every_{table}": of_every_source(table) for table in INPUTS[ALL]}
            texts = every | {name: f"{EVERY_SOURCE} SELECT * FROM ({text})" for name, text in texts.items()}  # noqa: S608
        texts |= computed.WHOLE
        return Version(session, etag, tuple(_compute(session, table, text) for table, text in texts.items()))

    def _connected(self) -> SparkSession:
        config = CONFIG | (HERE if self._engine_url.startswith("local") else {})
        try:
            return SparkSession.builder.master(self._engine_url).config(map=config).getOrCreate()
        except (PySparkException, RuntimeError) as error:
            raise Away(f"Spark at {self._engine_url} can't be reached ({_said(error)}); see to the cluster") from error

    def _show(self, session: SparkSession, table: str, files: list[str]) -> None:
        """Only the files that the index names."""
        schema = from_arrow_schema(dated_schema(table))
        if files:
            reader = session.read.schema(schema).option("basePath", self._address(table))
            frame = reader.parquet(*map(self._address, files))
        else:
            frame = session.createDataFrame([], schema)
        frame.createOrReplaceTempView(table)

    def _address(self, key: str) -> str:
        if isinstance(self._objects, Folder):
            return f"{self._objects.root.as_uri()}/{key}"
        return f"s3a://{self._objects.bucket}/{self._objects.prefix}{key}"


def _compute(session: SparkSession, table: str, text: str) -> DataFrame:
    """At the first question that reads it, and then kept for the others."""
    frame = session.sql(in_spark(text)).persist()
    frame.createOrReplaceTempView(table)
    return frame


def keys_by_table(index: Index) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for entry in index.entries.values():
        for name, object_ in entry.objects.items():
            found[name].append(object_.key)
    return found


def is_settling(index: Index) -> bool:
    return any(found.staged for entry in index.entries.values() for found in entry.objects.values())


def _bound(value: Any) -> Any:
    return F.array(*map(F.lit, value)) if isinstance(value, list) else value


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.replace(tzinfo=UTC) if isinstance(value, datetime) else value for name, value in row.items()}


def _said(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
