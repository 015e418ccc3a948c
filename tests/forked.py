"""`python -m dashboard ...` in forks of one process that has imported it: as a command of its own, without its start.

Run as a program, it is that process: a line of JSON on standard input is a command, the answer is its exit code.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
import traceback
from functools import cache
from pathlib import Path
from typing import Any

LONGEST = 60  # seconds


def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """With PATH, HOME and what is given as its environment."""
    with tempfile.TemporaryDirectory() as folder:
        said = [str(Path(folder) / name) for name in ("out", "err")]
        process = forking()
        assert process.stdin
        assert process.stdout
        job = {"arguments": arguments, "environ": {**kept(), **environ}, "said": said, "cwd": str(Path.cwd())}
        process.stdin.write(json.dumps(job) + "\n")
        process.stdin.flush()
        code = int(process.stdout.readline())
        return subprocess.CompletedProcess(arguments, code, *(Path(file).read_text() for file in said))


def started(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """The same by a Python of its own, from the start."""
    command = [sys.executable, "-m", "dashboard", *arguments]
    return subprocess.run(command, env={**kept(), **environ}, capture_output=True, text=True, timeout=LONGEST)


def kept() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}


@cache
def forking() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.forked"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=kept())
    atexit.register(process.kill)
    return process


def main() -> None:
    from dashboard import cli

    for line in sys.stdin:
        process = os.fork()
        if not process:
            become(cli.main, **json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)


def become(command: Any, arguments: list[str], environ: dict[str, str], said: list[str], cwd: str) -> None:
    """Never returns; ends as Python does."""
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(cwd)
    for file, number in zip((os.devnull, *said), range(3), strict=True):
        os.dup2(os.open(file, os.O_RDWR | os.O_CREAT), number)
    code: Any = 1
    try:
        code = command(arguments)
    except SystemExit as ended:
        code = ended.code
    except BaseException:  # noqa: BLE001 - as a Python of its own says it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code or 0)


if __name__ == "__main__":
    main()
