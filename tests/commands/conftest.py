"""A history of two organisations and five days, and the command line over it in this process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from dashboard import cli
from tests.builders import day_of, history_of, membership, usage

FIRST = date(2026, 11, 10)
DAYS = [FIRST + timedelta(days=number) for number in range(5)]
MEMBERS = [membership("alice", 42, "red"), membership("bob", 42, "red")]
CHAT = [{"feature": "chat_panel", "code_generation_activity_count": 3}]


def people(number: int) -> list[dict]:
    """charlie is called what no spreadsheet should run."""
    return [
        usage("alice", generations=5 + number, totals_by_feature=CHAT, ai_credits_used=0.5),
        usage("bob", interactions=1),
        usage("charlie", user_login="=cmd()", generations=2**53 + 1),
    ]


def a_history(folder: Path) -> None:
    days = [(org, day, number) for number, day in enumerate(DAYS) for org in ("umbrella", "acme")]
    total = {"daily_active_users": 3}
    replica = history_of(
        folder, [(org, day, day_of(org, day, people(number), MEMBERS, total)) for org, day, number in days]
    )
    replica.close()


@dataclass
class Said:
    code: int
    out: bytes
    err: str


@pytest.fixture(scope="session")
def history_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("commands")
    a_history(folder)
    return folder


@pytest.fixture
def environ(history_folder, monkeypatch):
    found = {"HISTORY_URL": str(history_folder / "history"), "REPLICA_DIR": str(history_folder / "replica")}
    for name, value in found.items():
        monkeypatch.setenv(name, value)
    return found


@pytest.fixture
def run(environ, capfdbinary):
    def run(*arguments: str) -> Said:
        code = cli.main(arguments)
        out, err = capfdbinary.readouterr()
        return Said(code, out, err.decode())

    return run
