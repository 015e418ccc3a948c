"""The questions' one SQL text, in the words of Spark."""

from __future__ import annotations

import re
from functools import lru_cache

import sqlglot
from sqlglot import exp

_BOUND = "bound_"  # a parameter goes through the parser as a column of such a name


@lru_cache(maxsize=200)
def in_spark(sql: str) -> str:
    """Parameters are `:name` there. What sqlglot doesn't know is told below."""
    readable = re.sub(r"\$(\w+)", rf"{_BOUND}\1", sql)
    return sqlglot.parse_one(readable, read="duckdb").transform(_said).sql(dialect="spark")


def _said(node: exp.Expr) -> exp.Expr:
    match node:
        case exp.Column() if node.name.startswith(_BOUND):
            return exp.Placeholder(this=node.name.removeprefix(_BOUND))
        case exp.Length(this=exp.Column() as values) if values.name.startswith(_BOUND):
            return exp.func("size", _said(values))
        case exp.Bracket(this=values, expressions=[place]):  # counted from 0 there
            return exp.func("get", _said(values), exp.cast(place.transform(_said) - 1, "int"))
        # Sets of people as bits: DuckDB's BIT is Spark's bitmap in a BINARY.
        case exp.Anonymous(this="bit_count", expressions=[exp.BitwiseOrAgg(this=people)]):
            return exp.func("bitmap_count", exp.func("bitmap_or_agg", people))
        case exp.Anonymous(this="bitstring_agg" | "BITSTRING_AGG", expressions=[number, *_]):
            return exp.func("bitmap_construct_agg", number)
        case exp.Anonymous(this="list_position", expressions=values):
            return exp.func("array_position", *(value.transform(_said) for value in values))
    return node
