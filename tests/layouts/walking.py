"""Reading a page as the browser gets it: JSON all the way down."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dash._utils import to_json


def as_json(component: Any) -> Any:
    return json.loads(to_json(component))


def parts(tree: Any) -> Iterator[dict[str, Any]]:
    """Every component of a page, in reading order."""
    if isinstance(tree, list):
        for child in tree:
            yield from parts(child)
    elif isinstance(tree, dict) and "props" in tree:
        yield tree
        yield from parts(tree["props"].get("children"))


def of_type(tree: Any, kind: str) -> list[dict[str, Any]]:
    return [part for part in parts(tree) if part["type"] == kind]


def with_id(tree: Any, key: str) -> dict[str, Any]:
    return next(part for part in parts(tree) if part["props"].get("id") == key)


def text(tree: Any) -> str:
    """What stands on the page, in one line."""
    if isinstance(tree, list):
        return " ".join(filter(None, map(text, tree)))
    if isinstance(tree, dict):
        return text(tree.get("props", {}).get("children"))
    return "" if tree is None else str(tree)


def picker(tree: Any, key: str) -> dict[str, Any]:
    """What a picker offers: `value` is what is shown, `options` what there is."""
    return with_id(tree, f"options-{key}")["props"]["data"]


def figures(tree: Any) -> dict[str, Any]:
    return {graph["props"]["id"]: graph["props"]["figure"] for graph in of_type(tree, "Graph")}


def tables(tree: Any) -> dict[str, Any]:
    stores = [store for store in of_type(tree, "Store") if store["props"]["id"].startswith("rows-")]
    return {store["props"]["id"].removeprefix("rows-"): store["props"]["data"] for store in stores}
