"""Where GitHub has a report, asked now: as JSON, and as a table that SQL can ask.

The table is `github.copilot.org_copilot_one_day_usage_metrics`, of organisation and day: a question has to name both.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from dashboard.commands.connected import github
from dashboard.core.days import parse_day
from dashboard.core.rows import ORG_REPORT
from dashboard.errors import WrongUse
from dashboard.history.streaming import Answer, stream
from dashboard.settings import environment, read_settings
from dashboard.sources.github import Links

CATALOGUE, SCHEMA, TABLE = "github", "copilot", "org_copilot_one_day_usage_metrics"
COLUMNS = "org VARCHAR, day DATE, download_links VARCHAR[], report_day DATE"
BOTH_REQUIRED = (
    f"{CATALOGUE}.{SCHEMA}.{TABLE} is asked of GitHub by organisation and day, and both are required: "
    "WHERE org = 'acme' AND day = '2026-11-16'"
)
Node = Mapping[str, Any]


def run(arguments: argparse.Namespace) -> int:
    found = github(read_settings(environment(), "refresh")).fetch_links(
        arguments.org.lower(), arguments.report, arguments.day
    )
    print(json.dumps(found._asdict()))
    return 0


@dataclass(frozen=True)
class Asked:
    """One report of a question; `org` is as the question writes it."""

    org: str
    day: date


def asked_of_github(question: str) -> Asked | None:
    """What a question asks of GitHub; None if it asks the history. Raises WrongUse if it doesn't say of which report."""
    tree = _parsed(question)
    selects = [node for node in _nodes(tree) if node.get("type") == "SELECT_NODE" and _is_ours(node["from_table"])]
    if not selects:
        _require_none_deeper(tree)
        return None
    if len(selects) > 1:
        raise WrongUse(f"{BOTH_REQUIRED}; one report at a time")
    named = dict(_equals(selects[0]["where_clause"]))
    if not {"org", "day"} <= named.keys():
        raise WrongUse(BOTH_REQUIRED)
    try:
        return Asked(named["org"], parse_day(named["day"]))
    except ValueError as problem:
        raise WrongUse(str(problem)) from None


def answer_of(question: str, asked: Asked, fetch: Callable[[str, str, date], Links]) -> Answer:
    """The question over the one row that GitHub has. Raises what fetching raises, and duckdb.Error."""
    links = fetch(asked.org.lower(), ORG_REPORT, asked.day)
    connection = duckdb.connect(":memory:")
    connection.execute(f"ATTACH ':memory:' AS {CATALOGUE}; CREATE SCHEMA {CATALOGUE}.{SCHEMA}")
    connection.execute(f"CREATE TABLE {CATALOGUE}.{SCHEMA}.{TABLE} ({COLUMNS})")
    row = [asked.org, asked.day, links.download_links, links.report_day]
    connection.execute(f"INSERT INTO {CATALOGUE}.{SCHEMA}.{TABLE} VALUES (?, ?, ?, ?)", row)  # noqa: S608 - our own names
    connection.execute("SET enable_external_access = false; SET lock_configuration = true")
    return stream(connection, question)


def _parsed(question: str) -> Any:
    """The engine's own tree of a question; empty for what it has none of, which is not a SELECT."""
    with duckdb.connect(":memory:") as connection:
        found = connection.execute("SELECT json_serialize_sql(?)", [question]).fetchone()
    return json.loads(found[0]) if found else {}


def _nodes(tree: Any) -> Iterator[Node]:
    if isinstance(tree, dict):
        yield tree
    parts = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    for part in parts:
        yield from _nodes(part)


def _is_ours(table: Any) -> bool:
    wanted = {"type": "BASE_TABLE", "catalog_name": CATALOGUE, "schema_name": SCHEMA}
    return isinstance(table, dict) and all(str(table.get(key)).lower() == text.lower() for key, text in wanted.items())


def _require_none_deeper(tree: Any) -> None:
    """Joined with something, it has no WHERE of its own to read."""
    if any(_is_ours(node) for node in _nodes(tree)):
        raise WrongUse(f"{BOTH_REQUIRED}; with nothing joined to it")


def _equals(condition: Any) -> Iterator[tuple[str, str]]:
    """Column and constant of every comparison that has to hold."""
    if not isinstance(condition, dict):
        return
    if condition["type"] == "CONJUNCTION_AND":
        for each in condition["children"]:
            yield from _equals(each)
    if condition["type"] == "COMPARE_EQUAL":
        sides = [condition["left"], condition["right"]]
        columns = [side["column_names"][-1].lower() for side in sides if side["type"] == "COLUMN_REF"]
        constants = [text for side in sides if (text := _constant(side)) is not None]
        yield from zip(columns, constants, strict=False)


def _constant(side: Node) -> str | None:
    """Also of DATE '2026-11-16'."""
    if side["type"] == "OPERATOR_CAST":
        return _constant(side["child"])
    return str(side["literal"]["text"]) if side["type"] == "VALUE_CONSTANT" else None
