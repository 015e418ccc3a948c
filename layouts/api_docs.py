"""The API's description as a page: every address, what it takes and what it answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from layouts.landing import TEMPLATES, Site

Description = Mapping[str, Any]
MOST_DEEP = 6  # schemas within schemas


@dataclass(frozen=True)
class Parameter:
    name: str
    where: str
    kind: str
    required: bool
    text: str


@dataclass(frozen=True)
class Operation:
    """`shape` is its answer, one field a line."""

    path: str
    anchor: str
    summary: str
    parameters: list[Parameter]
    shape: str


def page(site: Site, description: Description) -> str:
    refusals = next(iter(description["paths"].values()))["get"]["responses"]
    return TEMPLATES.get_template("api.html").render(
        site=site,
        base=description["servers"][0]["url"],
        says=description["info"]["description"],
        operations=list(operations(description)),
        refusals={status: found["description"] for status, found in refusals.items() if status != "200"},
        error=shape_of(description["components"]["schemas"]["Error"], description),
    )


def operations(description: Description) -> Iterator[Operation]:
    for path, found in description["paths"].items():
        get = found["get"]
        schema = get["responses"]["200"]["content"]["application/json"]["schema"]
        parameters = [_parameter(each) for each in get["parameters"]]
        yield Operation(path, get["operationId"], get["summary"], parameters, shape_of(schema, description))


def _parameter(found: Mapping[str, Any]) -> Parameter:
    where = {"path": "in the address", "query": "query"}[found["in"]]
    return Parameter(found["name"], where, _kind(found["schema"]), found["required"], found.get("description", ""))


def shape_of(schema: Mapping[str, Any], description: Description) -> str:
    """As JSON whose values are the kinds of the fields."""
    return json.dumps(_example(schema, description), indent=2)


def _example(schema: Mapping[str, Any], description: Description, deep: int = 0) -> Any:
    if "$ref" in schema and deep < MOST_DEEP:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return _example(description["components"]["schemas"][name], description, deep + 1)
    if "properties" in schema:
        return {name: _example(each, description, deep) for name, each in schema["properties"].items()}
    if "items" in schema:
        return [_example(schema["items"], description, deep)]
    if schema.get("maxItems") == 0:
        return []
    return _kind(schema)


def _kind(schema: Mapping[str, Any]) -> str:
    """As "integer, or null"; of a fixed choice, what it can be."""
    if "const" in schema:
        return str(schema["const"])
    if "enum" in schema:
        return " | ".join("null" if each is None else str(each) for each in schema["enum"])
    given = schema.get("type", "anything")
    kinds = [given] if isinstance(given, str) else list(given)
    shown = [schema.get("format", kind) if kind == "string" else kind for kind in kinds]
    return ", or ".join(shown)
