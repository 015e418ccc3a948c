"""Bootstrap's CSS and the Plotly bundle, from installed packages, served from our own host and compressed once."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, request

from dashboard.packed import pack, packed

BUNDLES = Path("var/vendor")
A_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class File:
    path: Path
    name: str
    kind: str

    @cached_property
    def plain(self) -> bytes:
        return self.path.read_bytes()

    @cached_property
    def brotli(self) -> bytes:
        return packed(self.plain)

    @cached_property
    def gzip(self) -> bytes:
        return gzip.compress(self.plain, 6)

    @cached_property
    def address(self) -> str:
        """Changes with the content, so that it can be cached for a year."""
        stem, _, ending = self.name.partition(".")
        return f"{stem}-{hashlib.sha256(self.plain).hexdigest()[:12]}.{ending}"


def bootstrap() -> File:
    return File(
        _package("flask_bootstrap") / "static/bootstrap5/css/bootstrap.min.css", "bootstrap.min.css", "text/css"
    )


def plotly() -> File:
    """The basic bundle if `make setup` could fetch it, at the wheel's own version; else the wheel's full bundle."""
    small = BUNDLES / "plotly-basic.min.js"
    path = small if small.exists() else _package("plotly") / "package_data/plotly.min.js"
    return File(path, "plotly.min.js", "text/javascript")


# What a browser loads of packages, and of which folder; others are packed when they are asked for.
LOADED = (
    ("dash", "deps/react*@18*.min.js"),
    ("dash", "dash-renderer/build/dash_renderer.min.js"),
    ("dash", "html/dash_html_components.min.js"),
    ("dash_ag_grid", "dash_ag_grid.min.js"),
    ("dash_ag_grid", "async-community.js"),
)


def loaded() -> list[Path]:
    """Ours, and those that Dash serves."""
    scripts = (path for name, pattern in LOADED for path in sorted(_package(name).glob(pattern)))
    return [bootstrap().path, plotly().path, *scripts]


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{name} is not installed; run: pip install -r requirements.txt")
    return Path(spec.origin).parent


def register(server: Flask, *files: File) -> None:
    served = {file.address: file for file in files}
    vendor = Blueprint("vendor", __name__, url_prefix="/vendor")

    @vendor.get("/<name>")
    def send(name: str) -> Response:
        return _response(served[name]) if name in served else abort(404)

    server.register_blueprint(vendor)


def _response(file: File) -> Response:
    accepted = request.accept_encodings
    coding = next((name for name in ("br", "gzip") if accepted[name] > 0), "")
    body = file.brotli if coding == "br" else file.gzip if coding == "gzip" else file.plain
    response = Response(body, mimetype=file.kind, headers={"Cache-Control": A_YEAR, "Vary": "Accept-Encoding"})
    if coding:
        response.headers["Content-Encoding"] = coding
    return response


if __name__ == "__main__":
    pack(loaded())
