"""The steps of a refresh at which it may be killed: set up in the process that is to die, never in the product."""

from __future__ import annotations

import http.client
import os
import signal
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from botocore.awsrequest import AWSHTTPConnection

from dashboard.history import folder
from dashboard.history.folder import Folder
from dashboard.history.keys import INDEX
from dashboard.history.s3 import S3

OPERATIONS = ("read", "read_changed", "write", "swap", "delete", "list", "forget_versions")


class Steps:
    """Counts them; at number `deadly` the process dies as by `kill -9`.

    Before its swap of the index number `asleep_before` it stops, until somebody wakes it.
    """

    def __init__(self, deadly: int | None = None, asleep_before: int = 0):
        self.deadly, self.asleep_before, self.count = deadly, asleep_before, 0

    def reach(self, last_act: Callable[[], object] = lambda: None) -> None:
        self.count += 1
        if self.count == self.deadly:
            last_act()
            os.kill(os.getpid(), signal.SIGKILL)

    def install(self) -> None:
        for kind in (Folder, S3):
            for name in OPERATIONS:
                setattr(kind, name, self._around(getattr(kind, name)))
        self._inside_a_file()
        self._inside_a_request()

    def _around(self, operation: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(operation)
        def around(*given: Any, **named: Any) -> Any:
            self.reach()
            if operation.__name__ == "swap" and given[1] == INDEX:
                self.asleep_before -= 1
                if self.asleep_before == 0:
                    os.kill(os.getpid(), signal.SIGSTOP)
            answer = operation(*given, **named)
            self.reach()
            return answer

        return around

    def _inside_a_file(self) -> None:
        """Half the temporary file written; all of it, before the rename; renamed, before the folder is flushed."""
        write_through, flush = folder._write_through, folder._flush_folder

        def write_slowly(path: Path, content: bytes) -> None:
            self.reach(lambda: path.write_bytes(content[: len(content) // 2]))
            write_through(path, content)
            self.reach()

        def flush_late(path: Path) -> None:
            self.reach()
            flush(path)

        folder._write_through, folder._flush_folder = write_slowly, flush_late

    def _inside_a_request(self) -> None:
        """Half of it sent; all of it, before the reply is read; the head of the reply read, before its body is."""
        send, getresponse = http.client.HTTPConnection.send, AWSHTTPConnection.getresponse

        def send_slowly(connection: http.client.HTTPConnection, data: Any) -> None:
            if isinstance(connection, AWSHTTPConnection) and isinstance(data, bytes):
                self.reach(lambda: send(connection, data[: len(data) // 2]))
            send(connection, data)

        def wait(connection: Any, *given: Any, **named: Any) -> Any:
            self.reach()
            answer = getresponse(connection, *given, **named)
            self.reach()
            return answer

        http.client.HTTPConnection.send = send_slowly  # type: ignore[method-assign]
        AWSHTTPConnection.getresponse = wait
