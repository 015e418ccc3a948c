"""Whether a call of a Dash callback has the shape Dash's renderer gives it. Dash itself answers 500 to all others.

The parts of a callback are named as Dash does, `id.property`. An id that begins with `{` stands for many components.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, request
from werkzeug.exceptions import UnsupportedMediaType

from dashboard.errors import BadRequest

DEEPEST = 32  # levels of lists and objects; our own pages send four
ENDPOINT = "/_dash-update-component"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Signature:
    """The parts of one callback. `several` is whether its outputs are sent as a list."""

    outputs: tuple[str, ...]
    several: bool
    inputs: tuple[str, ...]
    state: tuple[str, ...] = ()


class Malformed(Exception):
    """Says why, in words of ours alone."""


def guard(server: Flask, known: Callable[[], Mapping[str, Signature]]) -> None:
    """After the gate: strangers are told nothing of callbacks. `known` is asked at each call, by the name of the output."""

    @server.before_request
    def check_call() -> None:
        if request.endpoint == ENDPOINT and request.method == "POST":
            require_call(known())


def require_call(known: Mapping[str, Signature]) -> None:
    if not request.is_json:
        raise UnsupportedMediaType
    try:
        check(parsed(request.get_data()), known)
    except Malformed as why:
        log.warning("callback.malformed why=%s", str(why).replace(" ", "_"))
        raise BadRequest("This is not a call that one of the pages makes.") from None


def parsed(body: bytes) -> Any:
    try:
        value = json.loads(body.decode())
        require_bounded(value)
    except (ValueError, RecursionError):
        raise Malformed("not readable as JSON") from None
    return value


def require_bounded(value: Any, depth: int = 0) -> None:
    """Numbers that are numbers, text that can be written again (ValueError if not), and few levels."""
    if depth > DEEPEST:
        raise Malformed("too many levels")
    if isinstance(value, float) and not math.isfinite(value):
        raise Malformed("a number that is none")
    if isinstance(value, str):
        value.encode()
    if isinstance(value, dict):
        require_bounded(list(value), depth)
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        require_bounded(part, depth + 1)


def check(call: Any, known: Mapping[str, Signature]) -> None:
    """Raises Malformed. Values are the callback's own to judge."""
    if not isinstance(call, dict):
        raise Malformed("not an object")
    output = call.get("output")
    if not isinstance(output, str) or output not in known:
        raise Malformed("an unknown callback")
    wanted = known[output]
    if not outputs_fit(call.get("outputs"), wanted):
        raise Malformed("wrong outputs")
    if not parts_fit(call.get("inputs"), wanted.inputs):
        raise Malformed("wrong inputs")
    if not parts_fit(call.get("state", []), wanted.state):
        raise Malformed("wrong state")
    if not changes_fit(call.get("changedPropIds"), wanted.inputs):
        raise Malformed("wrong changes")


def outputs_fit(outputs: Any, wanted: Signature) -> bool:
    if not wanted.outputs:
        return not outputs
    return parts_fit(outputs if wanted.several else [outputs], wanted.outputs)


def parts_fit(parts: Any, wanted: Sequence[str]) -> bool:
    """As many as wanted, in their order."""
    if not isinstance(parts, list) or len(parts) != len(wanted):
        return False
    return all(part_fits(part, name) for part, name in zip(parts, wanted, strict=True))


def part_fits(part: Any, name: str) -> bool:
    """One component's; or a list of any number of them, where the id stands for all of a kind."""
    if is_pattern(name):
        parts = part if '["ALL' in name else [part]
        return isinstance(parts, list) and all(is_one_of(each, name) for each in parts)
    return isinstance(part, dict) and f"{part.get('id')}.{part.get('property')}" == name


def is_one_of(part: Any, name: str) -> bool:
    id, _, property = name.rpartition(".")
    if not isinstance(part, dict) or not isinstance(part.get("id"), dict):
        return False
    return set(part["id"]) == set(json.loads(id)) and part.get("property") == property


def changes_fit(changes: Any, inputs: Sequence[str]) -> bool:
    if not isinstance(changes, list) or not all(isinstance(change, str) for change in changes):
        return False
    many = any(is_pattern(name) for name in inputs)
    return all(change in inputs or (many and is_pattern(change)) for change in changes)


def is_pattern(name: str) -> bool:
    return name.startswith("{")
