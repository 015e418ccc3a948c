"""JSON that somebody else wrote, read by the names of its fields; what is wrong is said with its path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.core.days import parse_day

LARGEST = 2**63  # a count from here on has no place in a column


@dataclass(frozen=True)
class Part:
    """One JSON object and its path in the record. What is null counts as missing: both are None. Raises ValueError."""

    fields: Mapping[str, Any]
    path: str = ""

    def count(self, name: str) -> int | None:
        value = self.fields.get(name)
        if value is None:
            return None
        if type(value) is not int or not 0 <= value < LARGEST:
            raise self._wrong(name, "not a whole number from 0")
        return value

    def text(self, name: str) -> str | None:
        value = self.fields.get(name)
        if value is not None and not (isinstance(value, str) and is_unicode(value)):
            raise self._wrong(name, "not a text")
        return value

    def day(self, name: str) -> date:
        text = self.text(name)
        if text is None:
            raise ValueError(f"it has no {name}")
        return parse_day(text)

    def part(self, name: str) -> Part:
        """Empty where it is missing, so that everything in it is missing, too."""
        value = self.fields.get(name)
        if value is not None and not isinstance(value, Mapping):
            raise self._wrong(name, "not an object")
        return Part(value or {}, self._to(name))

    def parts(self, name: str) -> list[Part]:
        """Without those that are null."""
        value = self.fields.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(item is None or isinstance(item, Mapping) for item in value):
            raise self._wrong(name, "not a list of objects")
        return [Part(item, f"{self._to(name)}[{number}]") for number, item in enumerate(value) if item is not None]

    def _to(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def _wrong(self, name: str, why: str) -> ValueError:
        return ValueError(f"{self._to(name)} is {shown(self.fields[name])}, {why}")


def is_unicode(text: str) -> bool:
    """JSON can escape half a character, which no file can hold."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:40]}..."
