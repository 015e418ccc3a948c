"""What a browser may do with our answers: the policy of every one of them, and for how long an asset may be kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from flask import Flask, Response, request

ASSET = "_dash_assets.static"
# What no page of ours uses, refused to whatever might get into one; and to the page that frames us, on our behalf.
CLOSED = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "serial", "usb")
PERMISSIONS = ", ".join(f"{feature}=()" for feature in CLOSED)


def register(server: Flask, hashes: Callable[[], Sequence[str]], frame_ancestors: Sequence[str], assets: Path) -> None:
    """`hashes` of inline scripts are asked late: Dash adds some of its own as it goes."""

    @server.after_request
    def set_policy(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy(hashes(), frame_ancestors)
        response.headers["Permissions-Policy"] = PERMISSIONS
        if request.endpoint == ASSET and response.status_code < 400 and not is_versioned(assets):
            response.headers["Cache-Control"] = "no-cache"
        return response


def policy(hashes: Sequence[str], frame_ancestors: Sequence[str]) -> str:
    """Styles may be inline because Plotly and Dash write them; scripts may not."""
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(["script-src 'self'", *hashes]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'none'",
            "object-src 'none'",
            "frame-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            " ".join(["frame-ancestors 'self'", *frame_ancestors]),
        )
    )


def is_versioned(assets: Path) -> bool:
    """Whether the address names the version that is served: `v` is ours, `m` Dash's. Any other, as one that a newer
    release on another host gave out, may not be kept under that name."""
    file = assets / (request.view_args or {}).get("filename", "")
    return request.args.get("m") == str(file.stat().st_mtime) or request.args.get("v") == version(file)


@cache
def version(file: Path) -> str:
    """Changes with the content, so that what is served under it can be kept for a year."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
