"""`refresh`, `import`, `coverage` and `doctor` with a second assistant, as somebody at a terminal has them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.cli import main
from dashboard.core.augment import COLUMNS
from dashboard.demo.augment_tenant import Tenant
from dashboard.demo.server import serve
from dashboard.demo.world import World
from dashboard.doctor.storage import almanac
from dashboard.history.assistants import Assistant
from dashboard.history.objects import open_objects
from dashboard.history.store import History

TODAY = datetime.now(UTC).date()
DAY = TODAY - timedelta(days=3)
ALICE, GUEST = "alice@acme.example", "guest@contractors.example"


@pytest.fixture
def stand_in():
    """GitHub with alice in red, whose days nobody put there, and an Augment that she and guest used."""
    world = World(TODAY)
    acme, alice = world.add_organisation("acme", 999), world.add_person("alice", 1001)
    world.add_team(acme, "Red", [alice], id=42)
    world.augment = Tenant(a_minute=0)
    world.augment.put(DAY, ALICE, chat_messages=2)
    world.augment.put(DAY, GUEST, chat_messages=3)
    running = serve(world)
    yield running
    running.stop()


@pytest.fixture
def folder(stand_in, tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    environ = {
        **stand_in.settings(),
        **stand_in.augment_settings(),
        "HISTORY_URL": str(tmp_path / "history"),
        "CONFIG_URL": str(tmp_path / "config"),
        "AUGMENT_RETRY_BACKOFF_SECONDS": "0.001",
        "NO_PROXY": "127.0.0.1",
    }
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "identities.csv").write_text(f"email,github_id\n{ALICE},1001\n")
    return tmp_path


def refresh() -> int:
    return main(["refresh", "--since", str(DAY), "--until", str(DAY)])


def people(folder: Path) -> dict[str, int]:
    kept = Assistant(History(open_objects(str(folder / "history"))), "augment", "acme")
    return {row["name"]: row["user_id"] for row in kept.people().to_pylist() if row["matched"]}


def test_refresh_fetches_both_and_coverage_lists_who_is_not_matched(folder, capsys):
    assert refresh() == 0
    assert "1 of 2 people of augment" in capsys.readouterr().err
    assert main(["coverage"]) == 0
    said = capsys.readouterr().out
    assert "acme (augment): Complete from" in said
    assert "acme (augment): 1 of 2 people are matched to no account at GitHub" in said
    assert said.rstrip().endswith(GUEST)
    assert "Of team memberships" not in said.partition("acme (augment): ")[2].partition("acme (github)")[0]


def test_without_a_token_nobody_asks_augment(folder, stand_in, monkeypatch):
    monkeypatch.setenv("AUGMENT_API_TOKEN", "")
    assert refresh() == 0
    assert [seen.path for seen in stand_in.requests if "augment" in seen.path] == []


def test_what_fails_at_augment_is_a_line_and_code_1_and_githubs_days_are_there(folder, stand_in, capsys):
    stand_in.world.augment.token = "another"
    assert refresh() == 1
    assert "AUGMENT_API_TOKEN" in capsys.readouterr().err
    entries = History(open_objects(str(folder / "history"))).coverage()
    assert {entry.source for entry in entries} == {"github"}


def test_an_identity_table_with_a_wrong_line_changes_nothing_and_is_said(folder, capsys):
    refresh()
    (folder / "config" / "identities.csv").write_text(f"email,github_id\n{ALICE},nobody\n")
    assert refresh() == 1
    assert "identities.csv under CONFIG_URL is not understood: line 2, column github_id" in capsys.readouterr().err
    assert people(folder) == {ALICE: 1001}
    (finding,) = (found for found in almanac(str(folder / "config")) if "identities" in found.tried)
    assert finding.failed


def test_an_import_says_who_its_people_are_and_adds_them_to_the_others(folder, capsys):
    refresh()
    header = ",".join(column.header for column in COLUMNS)
    line = "alice@acme.example,,,1" + "," * 15
    path = folder / f"augment_metrics_{DAY - timedelta(days=1)}.csv"
    path.write_text(f"{header}\n{line}\nerin@acme.example,,,1,5{',' * 14}\n")
    assert main(["import", str(path)]) == 0
    kept = Assistant(History(open_objects(str(folder / "history"))), "augment", "acme")
    assert [row["name"] for row in kept.people().to_pylist()] == [ALICE, "erin@acme.example", GUEST]


def test_an_import_of_githubs_files_needs_no_identity_table(folder):
    (folder / "config" / "identities.csv").write_text("broken")
    (folder / "teams.json").write_text('["red", "blue"]')
    assert main(["import", str(folder / "teams.json")]) == 0


def test_an_erasure_reaches_people_without_a_github_account(folder, capsys):
    refresh()
    kept = Assistant(History(open_objects(str(folder / "history"))), "augment", "acme")
    (stranger,) = (row["user_id"] for row in kept.people().to_pylist() if not row["matched"])
    capsys.readouterr()
    assert main(["export", "--user", str(stranger)]) == 0
    (account,) = json.loads(capsys.readouterr().out)["other_accounts"]
    assert (account["name"], account["matched"]) == (GUEST, False)
    assert main(["erase", "--user", str(stranger)]) == 0
    assert [row["name"] for row in kept.people().to_pylist()] == [ALICE]
    refresh()
    assert [row["name"] for row in kept.people().to_pylist()] == [ALICE]
