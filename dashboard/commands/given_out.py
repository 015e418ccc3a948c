"""Where a command's result goes: to the standard output, or all at once to a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from dashboard.errors import WrongUse


@contextmanager
def given_out(path: Path | None) -> Iterator[BinaryIO]:
    """A file has its old content until all of the new is there. Raises WrongUse where it can't be written."""
    if path is None:
        yield sys.stdout.buffer
        return
    if path.exists() and not path.is_file():
        raise WrongUse(f"--out {path} is not a file")
    temporary = path.resolve().with_name(f".{path.name}.{uuid4().hex[:12]}")
    try:
        with temporary.open("xb") as out:
            yield out
        temporary.replace(path.resolve())
    except OSError as error:
        raise WrongUse(f"--out {path} can't be written: {error.strerror or error}") from error
    finally:
        temporary.unlink(missing_ok=True)
