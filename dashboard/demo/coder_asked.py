"""What the stand-in for Coder is asked, checked as Coder does: all that is wrong with the parameters in one answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import Response, request
from werkzeug.exceptions import HTTPException

from dashboard.demo.answers import json_answer

WRONG, WRONG_ONE = "Query parameters have invalid values.", "Query parameter has invalid value."
OFFSET = re.compile(r"(Z|[+-]\d\d:\d\d)$")


class Problem(HTTPException):
    """In Coder's envelope."""

    def __init__(self, status: int, message: str, detail: str = "", validations: list[tuple[str, str]] | None = None):
        super().__init__(message)
        self.code, self.message, self.detail, self.validations = status, message, detail, validations

    def get_response(self, *_: Any) -> Response:
        body: dict[str, Any] = {"message": self.message}
        if self.detail:
            body["detail"] = self.detail
        if self.validations:
            body["validations"] = [{"field": field, "detail": detail} for field, detail in self.validations]
        return json_answer(body, self.code or 500)


class Asked:
    """The parameters of one request. An empty one is as one that isn't there."""

    def __init__(self) -> None:
        self.read: set[str] = set()
        self.problems: list[tuple[str, str]] = []

    def text(self, name: str) -> str:
        self.read.add(name)
        return request.args.get(name, "")

    def number(self, name: str, usual: int) -> int:
        text = self.text(name)
        try:
            return int(text) if text else usual
        except ValueError:
            self.problems.append((name, f'Query param "{name}" must be a valid integer ({text})'))
            return usual

    def texts(self, name: str) -> list[str]:
        """Comma-separated ids."""
        given = [text.strip() for text in self.text(name).split(",") if text.strip()]
        wrong = [text for text in given if not is_uuid(text)]
        if wrong:
            self.problems.append((name, f'Query param "{name}" has invalid values: {",".join(wrong)}'))
        return given

    def instant(self, name: str) -> datetime | None:
        text = self.text(name)
        try:
            return datetime.fromisoformat(text) if text else None
        except ValueError:
            self.problems.append((name, f'Query param "{name}" must be a valid date format'))
            return None

    def zone(self) -> None:
        name, offset = self.text("timezone"), self.number("tz_offset", 0)
        if name and offset:
            raise Problem(400, 'Provide either "timezone" or "tz_offset", not both.')
        try:
            ZoneInfo(name or "UTC")
        except (ZoneInfoNotFoundError, ValueError) as problem:
            raise Problem(400, "Invalid timezone.", str(problem)) from None

    def check(self) -> None:
        unknown = [
            (name, f'Query param "{name}" is not a valid query param') for name in request.args.keys() - self.read
        ]
        if self.problems or unknown:
            raise Problem(400, WRONG, validations=[*self.problems, *unknown])


def is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Window:
    start: datetime
    end: datetime

    def parts(self, length: str) -> Iterator[Window]:
        """Days or weeks; the last may be short. None without a length."""
        step = {"day": timedelta(days=1), "week": timedelta(days=7)}.get(length)
        start = self.start
        while step and start < self.end:
            end = min(start + step, self.end)
            yield Window(start, end)
            start = end


def window(asked: Asked, today: date) -> Window:
    """From `start_time` and `end_time`, each checked as Coder does: the first failure is answered."""
    texts = {name: asked.text(name) for name in ("start_time", "end_time")}
    for name, text in texts.items():
        if not text:
            asked.problems.append((name, f'Query param "{name}" is required'))
    asked_for_else = asked.problems
    if asked_for_else:
        raise Problem(400, WRONG, validations=asked_for_else)
    start, end = (moment(name, text, today) for name, text in texts.items())
    if end < start:
        raise refused("end_time", 'must be after than "start_time"')
    return Window(start, end)


def refused(name: str, why: str) -> Problem:
    return Problem(400, WRONG_ONE, validations=[(name, f'Query param "{name}" {why}')])


def moment(name: str, text: str, today: date) -> datetime:
    try:
        if not OFFSET.search(text):
            raise ValueError("no offset")
        found = datetime.fromisoformat(text)
    except ValueError as problem:
        raise refused(name, f"must be a valid date format (2006-01-02T15:04:05Z07:00): {problem}") from None
    if found > datetime.combine(today + timedelta(days=1), time(), UTC):
        raise refused(name, "must not be in the future")
    if name == "end_time" and found.date() == today:
        if (found.minute, found.second) != (0, 0):
            raise refused(name, f"must have the clock set to {found:%H}:00:00, got {text}")
    elif found.time() != time():
        raise refused(name, f"must have the clock set to 00:00:00, got {text}")
    return found


def interval(asked: Asked, over: Window) -> str:
    found = asked.text("interval")
    if found not in ("", "day", "week"):
        asked.problems.append(("interval", "must be one of [day week]"))
    rest = (over.end - over.start) % timedelta(days=7)
    if found == "week" and rest and rest < timedelta(days=6):
        raise Problem(400, WRONG_ONE, "Last report interval should have at least 6 days.")
    return found
