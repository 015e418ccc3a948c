"""Where Dash by itself would answer 500: calls and scripts that it doesn't know; and its scripts, packed once and not at each
call. To be joined after `Dash(...)`."""

from __future__ import annotations

from typing import Any

from dash import Dash
from dash.exceptions import DependencyException
from flask import Flask, Response, make_response, request

from auth import callback_shape
from auth.callback_shape import Signature
from dashboard.errors import NotFound
from dashboard.packed import packed


def register(server: Flask, app: Dash, suites: str) -> None:
    """`suites` is the endpoint of the components' scripts."""
    callback_shape.guard(server, lambda: signatures(app))
    serve = server.view_functions[suites]

    def serve_known(**arguments: str) -> Any:
        try:
            return smaller(make_response(serve(**arguments)))
        except DependencyException:
            raise NotFound("There is nothing at this address.") from None

    server.view_functions[suites] = serve_known


def smaller(response: Response) -> Response:
    """Packed, where the browser takes that; for others it is compressed on the way out."""
    if response.status_code == 200 and request.accept_encodings["br"] > 0:
        response.set_data(packed(response.get_data()))
        response.headers["Content-Encoding"] = "br"
        response.vary.add("Accept-Encoding")
    return response


def signatures(app: Dash) -> dict[str, Signature]:
    """Of the callbacks that run on the server, by the name of the output."""
    return {name: signature(name, spec) for name, spec in app.callback_map.items() if "callback" in spec}


def signature(name: str, spec: dict[str, Any]) -> Signature:
    several = name.startswith("..")
    outputs = name[2:-2].split("...") if several else [name]
    return Signature(() if spec["no_output"] else tuple(outputs), several, parts(spec["inputs"]), parts(spec["state"]))


def parts(described: list[dict[str, str]]) -> tuple[str, ...]:
    return tuple(f"{part['id']}.{part['property']}" for part in described)
