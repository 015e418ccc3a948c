"""Arrow rows as NDJSON, written a column at a time: as quick as the rows are made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import orjson
import pyarrow as pa
import pyarrow.compute as pc

NOTHING = pa.scalar("")


def ndjson(rows: pa.Table, per_file: int) -> Iterator[bytes]:
    """Files of at most so many records. NULL is left out, as GitHub does; but a flag that is NULL is said to be null."""
    for first in range(0, rows.num_rows, per_file):
        some = rows.slice(first, per_file)
        records = objects(some.column_names, [column.combine_chunks() for column in some.columns])
        yield text_of(pc.binary_join_element_wise(records, "\n", NOTHING))


def text_of(texts: pa.StringArray) -> bytes:
    """All of them, one after the other: that is how an array keeps them. It must not be a slice of another."""
    return texts.buffers()[2].to_pybytes() if len(texts) else b""


def objects(names: Sequence[str], columns: Sequence[pa.Array]) -> pa.StringArray:
    members = [member(name, values) for name, values in zip(names, columns, strict=True)]
    inner = pc.utf8_rtrim(pc.binary_join_element_wise(*members, NOTHING), ",")
    return pc.binary_join_element_wise("{", inner, "}", NOTHING)


def member(name: str, values: pa.Array) -> pa.StringArray:
    """`"name":value,` or nothing."""
    texts = json_texts(values)
    if texts.null_count and pa.types.is_boolean(values.type):
        texts = texts.fill_null("null")
    return pc.binary_join_element_wise(f'"{name}":', texts, ",", NOTHING).fill_null("")


def json_texts(values: pa.Array) -> pa.StringArray:
    """NULL stays NULL."""
    if pa.types.is_struct(values.type):
        whole = objects([field.name for field in values.type], values.flatten())
        return pc.if_else(values.is_valid(), whole, None) if values.null_count else whole
    if pa.types.is_list(values.type):
        return arrays(values)
    if pa.types.is_string(values.type):
        return quoted(values)
    return values.cast(pa.string())


def arrays(lists: pa.ListArray) -> pa.StringArray:
    items = json_texts(lists.flatten())
    lengths = lists.value_lengths().fill_null(0).to_numpy(zero_copy_only=False)
    offsets = pa.array([0, *lengths.cumsum()], pa.int32())
    joined = pc.binary_join(pa.ListArray.from_arrays(offsets, items), ",")
    whole = pc.binary_join_element_wise("[", joined, "]", NOTHING)
    return pc.if_else(lists.is_valid(), whole, None) if lists.null_count else whole


def quoted(texts: pa.StringArray) -> pa.StringArray:
    """Each distinct text is quoted once."""
    encoded = texts.dictionary_encode()
    distinct = pa.array([orjson.dumps(text).decode() for text in encoded.dictionary.to_pylist()], pa.string())
    return distinct.take(encoded.indices)
