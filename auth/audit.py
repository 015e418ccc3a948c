"""Who saw what, and who was refused: a JSON line for each decision, with numeric ids and never a name, login or token.

How long the lines are kept is for whoever collects the log to see to (`docs/security.md`).
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

from flask import request

log = logging.getLogger("audit")


class ToStandardOutput(logging.Handler):
    """A line a record, as it is. Looks standard output up when it writes."""

    def emit(self, record: logging.LogRecord) -> None:
        sys.stdout.write(f"{self.format(record)}\n")
        sys.stdout.flush()


def open_log() -> None:
    """To standard output, unless the deployment has set up logging of its own."""
    log.setLevel(logging.INFO)
    if not log.hasHandlers():
        log.addHandler(ToStandardOutput())


def write(event: str, user: int | None, at: float, **facts: object) -> None:
    """`user` is GitHub's number of a person; `at` is in seconds since 1970."""
    when = datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    log.info(json.dumps({"log": "audit", "at": when, "event": event, "user": user, **facts}))


def asked_by() -> dict[str, str | None]:
    """By what this request asks, as the rule of its route: an address itself may hold names."""
    rule = request.url_rule.rule if request.url_rule else None
    if request.blueprint == "api":
        return {"by": "api", "path": rule}
    return {"by": "callback" if rule and rule.startswith("/_dash") else "page", "path": rule}
