"""Requests as Dash's renderer sends them."""

from __future__ import annotations

from typing import Any

from layouts import ids


def page_request(address: str) -> dict[str, Any]:
    """The body that asks for the page at `address`, a path with perhaps a query."""
    path, mark, query = address.partition("?")
    inputs = [
        {"id": ids.ADDRESS, "property": "pathname", "value": path},
        {"id": ids.ADDRESS, "property": "search", "value": mark + query},
    ]
    return {
        "output": f"{ids.PAGE}.data",
        "outputs": {"id": ids.PAGE, "property": "data"},
        "inputs": inputs,
        "changedPropIds": [f"{ids.ADDRESS}.pathname"],
    }
