"""The session cookie of Augment's dashboard: asked for, tried, and kept for nobody but its owner."""

from __future__ import annotations

import getpass
import json
import os
import sys
from pathlib import Path
from uuid import uuid4

from dashboard.errors import Denied, WrongUse
from dashboard.sources.augment_dashboard import cookie_header, cookies_of

HOW = """Sign in at {url} in a browser; then, in its developer tools, under Application (or Storage), Cookies,
copy the value of "_session". A whole Cookie header will do as well."""
KEPT = """It works, and is kept in {path}, which only you can read. Augment ends such a session after about an hour:
run augment before that, and --auth again when it is over. For a cron job, use AUGMENT_API_TOKEN."""
NO_COOKIE = "there is no cookie of Augment's dashboard in {path}: run first: python -m dashboard augment --auth"


def asked_for(url: str) -> dict[str, str]:
    """What somebody types isn't shown. Raises WrongUse for what holds no cookie."""
    print(HOW.format(url=url))
    pasted = getpass.getpass("Cookie: ") if sys.stdin.isatty() else sys.stdin.readline()
    try:
        found = cookies_of(pasted)
        cookie_header(found)
    except ValueError as problem:
        raise WrongUse(f"that is not a cookie: {problem}") from None
    if not found:
        raise WrongUse("nothing was pasted, so nothing was changed")
    return found


def keep(path: Path, cookies: dict[str, str]) -> None:
    """Never readable for others, not even for a moment. Raises WrongUse."""
    temporary = path.with_name(f".{path.name}.{uuid4().hex[:12]}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(cookies, file)
        temporary.replace(path)
    except OSError as error:
        raise WrongUse(f"{path} can't be written: {error.strerror}; set AUGMENT_COOKIE_FILE") from None
    finally:
        temporary.unlink(missing_ok=True)


def kept(path: Path) -> dict[str, str]:
    """Raises Denied where there is none to be had."""
    try:
        found = cookies_of(path.read_text())
        cookie_header(found)
    except FileNotFoundError:
        raise Denied(NO_COOKIE.format(path=path), 401) from None
    except (OSError, ValueError):
        raise Denied(f"{path} holds no cookie that can be read; run: python -m dashboard augment --auth", 401) from None
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
        print(f"dashboard: others could read {path}; now only you can", file=sys.stderr)
    return found
