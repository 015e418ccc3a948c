"""What happens when the address changes: check, ask, draw. One module a page, named as in `layouts`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from dash import ClientsideFunction, Dash, Input, Output
from dash.development.base_component import Component
from dash.exceptions import UnsupportedRelativePath

from auth import gate
from auth.access import Viewer
from auth.keys import PersonalKey
from callbacks.looking import Looking
from callbacks.pages import show
from dashboard.core.almanac import Almanac
from dashboard.core.brand import UNBRANDED, Brand
from dashboard.core.questions import Insights
from dashboard.errors import DashboardError, NotFound
from layouts import ids, sentences

log = logging.getLogger(__name__)


def register(
    app: Dash,
    insights: Insights,
    viewer: Callable[[], Viewer] = gate.current_viewer,
    notices: Callable[[], Sequence[str]] = gate.notices,
    keys: Callable[[], Sequence[PersonalKey]] = gate.own_keys,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    almanac: Callable[[], Almanac] = Almanac,
    brand: Brand = UNBRANDED,
    asked: Sequence[tuple[str, str]] = (),
) -> None:
    """`viewer` says who asks, or refuses; `notices` what they should be told on every page; `keys` are their own;
    `almanac` is what the deployment says of days now, `brand` what it is called, `asked` which sources beside GitHub a
    refresh asks, and of which organisation."""

    @app.callback(
        Output(ids.PAGE, "data"),
        Input(ids.ADDRESS, "pathname"),
        Input(ids.ADDRESS, "search"),
        on_error=on_error,
        running=[(Output(ids.ROOT, "className"), "waiting", "")],
    )
    def show_page(pathname: str | None, search: str | None) -> orjson.Fragment:
        path = path_within(app, pathname if isinstance(pathname, str) else "/")
        query = search if isinstance(search, str) else ""
        told = [*notices(), *sentences.behind(insights.behind_since(), now())]
        looking = Looking(viewer(), insights, now(), f"/{path.strip('/')}", query, told, keys, almanac(), brand, asked)
        return written(show(looking))

    app.clientside_callback(
        ClientsideFunction("pages", "draw"),
        Output(ids.ROOT, "children"),
        Input(ids.PAGE, "data"),
        prevent_initial_call=True,
    )


def written(page: dict[str, Any]) -> orjson.Fragment:
    """As JSON. Dash itself would look at every value of a page for what is of numpy, pandas or Sage, which takes longer than
    all else that is done for it."""
    return orjson.Fragment(orjson.dumps(page, default=described))


def described(part: object) -> dict[str, Any]:
    if isinstance(part, Component):
        return dict(part.to_plotly_json())
    raise TypeError(f"{type(part).__name__} is no part of a page")


def path_within(app: Dash, pathname: str) -> str:
    """Without the prefix of the deployment. Raises NotFound for what no browser has as the path of our pages."""
    try:
        return app.strip_relative_path(pathname) or ""
    except UnsupportedRelativePath:
        raise NotFound("There is no page at this address.") from None


def on_error(failure: Exception) -> dict[str, Any]:
    """What the browser gets instead of a page when a callback fails: the figures stay, with a notice on top."""
    if isinstance(failure, DashboardError):
        log.warning("a page was not made: %s", failure)
        return {"fault": str(failure)}
    log.error("a page was not made", exc_info=failure)
    return {"fault": "This page could not be made because of a fault on our side. It has been logged."}
