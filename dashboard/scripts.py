"""Which of the scripts that Dash would have every page load are left out: no part of ours is drawn by them."""

from __future__ import annotations

import re
from typing import Any

from dash import Dash

# For browsers without promises; tables that AG Grid draws here; the components that assets/35-frame.js and 46-view.js draw.
UNUSED = ("dash/deps/polyfill@", "dash/dash_table/", "dash/dcc/", "dash_bootstrap_components/")
SCRIPT = re.compile(r'<script src="[^"]*/_dash-component-suites/([^"]*)"></script>\n?')


class Frugal(Dash):
    def interpolate_index(self, *, scripts: str = "", **parts: Any) -> str:  # type: ignore[override]
        return super().interpolate_index(scripts=needed(scripts), **parts)


def needed(scripts: str) -> str:
    return SCRIPT.sub(lambda found: "" if found[1].startswith(UNUSED) else found[0], scripts)
