"""A file of Augment's table into a list in the shape of Copilot's report of people, a line at a time."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import orjson

from dashboard.commands.given_out import given_out
from dashboard.core.augment_files import span_in_name
from dashboard.core.augment_rows import copilot_record
from dashboard.core.days import Span
from dashboard.errors import WrongUse
from dashboard.importing.augment_csv import Line, lines_of
from dashboard.importing.offered import Refused
from dashboard.settings import environment, read_settings

NO_DAY = "{} doesn't say in its name which days it is of; name them with --since DAY --until DAY"


def run(arguments: argparse.Namespace) -> int:
    """Ends with 1 and gives nothing if a line is wrong, unless that is to be skipped."""
    path, span = Path(arguments.file), span_of(arguments)
    enterprise = read_settings(environment(), "history").augment_enterprise_id or None
    refused = [item for item in read(path) if isinstance(item, Refused)]
    for item in refused:
        print(f"dashboard: {path}: {item}", file=sys.stderr)
    if refused and not arguments.lenient:
        print("dashboard: nothing was written; --lenient leaves such lines out", file=sys.stderr)
        return 1
    with given_out(arguments.out) as out:
        before = b"["
        for line in (item for item in read(path) if isinstance(item, Line)):
            out.write(before + b"\n" + orjson.dumps(copilot_record(line.usage, span, enterprise)))
            before = b","
        out.write(b"\n]\n" if before == b"," else b"[]\n")
    return 0


def span_of(arguments: argparse.Namespace) -> Span:
    """The named days, else those in the file's name."""
    first, last = arguments.since or arguments.until, arguments.until or arguments.since
    if first and last:
        if first > last:
            raise WrongUse(f"--since {first} is later than --until {last}")
        return Span(first, last)
    found = span_in_name(Path(arguments.file).name)
    if found is None:
        raise WrongUse(NO_DAY.format(arguments.file))
    return found


def read(path: Path) -> Iterator[Line | Refused]:
    with opened(path) as text:
        try:
            yield from lines_of(text)
        except UnicodeDecodeError:
            raise WrongUse(f"{path} is not UTF-8; save it as UTF-8") from None
        except ValueError as problem:
            raise WrongUse(f"{path}: {problem}") from None


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise WrongUse(f"{path} can't be read: {error.strerror}") from None
    with io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as text:
        yield text
