"""`refresh`, `coverage` and `doctor` with a Coder deployment, as somebody at a terminal has them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.cli import main
from dashboard.core.completeness import advice, command
from dashboard.core.coverage import inventory
from dashboard.demo.coder_deployment import Deployment
from dashboard.demo.server import serve
from dashboard.demo.world import World
from dashboard.doctor.assistants import tokens
from dashboard.errors import WrongSettings
from dashboard.history.objects import open_objects
from dashboard.history.store import History
from dashboard.settings import environment, read_settings

TODAY = datetime.now(UTC).date()
DAY = TODAY - timedelta(days=3)


@pytest.fixture
def stand_in():
    """GitHub with alice, and a Coder that she and guest used."""
    world = World(TODAY)
    acme, alice = world.add_organisation("acme", 999), world.add_person("alice", 1001)
    world.add_team(acme, "Red", [alice], id=42)
    coder = world.coder = Deployment()
    coder.put_work(DAY, "alice", vscode=1800)
    coder.put_work(DAY, "guest", vscode=1800)
    coder.put_session(DAY, "alice", input=5)
    running = serve(world)
    yield running
    running.stop()


@pytest.fixture
def folder(stand_in, tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    environ = {
        **stand_in.settings(),
        **stand_in.coder_settings(),
        "HISTORY_URL": str(tmp_path / "history"),
        "CONFIG_URL": str(tmp_path / "config"),
        "NO_PROXY": "127.0.0.1",
    }
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "identities.csv").write_text("email,github_id\nalice@acme.example,1001\n")
    return tmp_path


def refresh() -> int:
    return main(["refresh", "--since", str(DAY), "--until", str(DAY)])


def states(folder: Path) -> dict[str, str]:
    coverage = History(open_objects(str(folder / "history"))).coverage()
    return {entry.report: entry.state for entry in coverage if entry.source == "coder"}


def findings() -> list:
    return list(tokens(read_settings(environment(), "history"), TODAY))


def test_refresh_fetches_it_and_coverage_lists_who_is_not_matched(folder, capsys):
    assert refresh() == 0
    assert "1 of 2 people of coder" in capsys.readouterr().err
    assert set(states(folder).values()) == {"provisional"}
    assert main(["coverage"]) == 0
    said = capsys.readouterr().out
    assert "acme (coder): Complete from" in said
    assert "acme (coder): 1 of 2 people are matched to no account at GitHub" in said


def test_a_deployment_without_a_licence_is_a_line_and_no_failure(folder, stand_in, capsys):
    stand_in.world.coder.gateway = "none"
    assert refresh() == 0
    assert "AI Gateway is a Premium feature" in " ".join(capsys.readouterr().err.split())
    assert states(folder)["workspaces-1-day"] == "provisional"


def test_a_dead_token_is_a_line_and_code_1_and_githubs_days_are_there(folder, stand_in, capsys):
    stand_in.world.coder.token = "another"
    assert refresh() == 1
    said = capsys.readouterr().err
    assert "CODER_TOKEN" in said
    assert "demo-coder-token" not in said
    assert {entry.source for entry in History(open_objects(str(folder / "history"))).coverage()} == {"github"}


def test_without_an_address_nobody_asks_coder(folder, stand_in, monkeypatch):
    monkeypatch.setenv("CODER_URL", "")
    monkeypatch.setenv("CODER_TOKEN", "")
    assert refresh() == 0
    assert [seen.path for seen in stand_in.requests if "/coder/" in seen.path] == []


def test_one_of_address_and_token_alone_is_refused(folder, monkeypatch):
    monkeypatch.setenv("CODER_TOKEN", "")
    with pytest.raises(WrongSettings, match="CODER_URL and CODER_TOKEN belong together"):
        read_settings(environment(), "refresh")
    assert [finding.failed for finding in findings()] == [True]


def test_doctor_tries_the_token_and_says_whose_it_is(folder, stand_in):
    assert [finding.level for finding in findings()] == ["ok", "ok"]
    assert "usage-auditor" in findings()[0].found
    stand_in.world.coder.export = False
    assert [finding.level for finding in findings()] == ["ok", "hint"]
    assert "what they cost can't" in findings()[1].found
    stand_in.world.coder.gateway = "none"
    assert [finding.level for finding in findings()] == ["ok", "hint"]
    stand_in.world.coder.token = "another"
    (found,) = findings()
    assert (found.level, "demo-coder-token" in found.found) == ("FAIL", False)


def test_doctor_tries_augments_token_as_well(folder, stand_in, monkeypatch):
    monkeypatch.setenv("AUGMENT_API_URL", f"{stand_in.web_url}/augment")
    monkeypatch.setenv("AUGMENT_API_TOKEN", "wrong")
    found = findings()[0]
    assert (found.level, found.tried) == ("FAIL", "AUGMENT_API_TOKEN")


def test_a_hole_that_coder_no_longer_keeps_sends_nobody_for_a_file(folder, stand_in, capsys):
    old = TODAY - timedelta(days=58)
    stand_in.faults.add("error", "*/user-activity", times=5)
    assert main(["refresh", "--since", str(old), "--until", str(old + timedelta(days=1))]) == 1
    capsys.readouterr()
    found = inventory(
        "coder", "acme", History(open_objects(str(folder / "history"))).coverage(), TODAY + timedelta(days=9)
    )
    holes = [hole for hole in found.holes if hole.span.first == old + timedelta(days=1)]
    assert [advice(hole) for hole in holes] == ["Older than Coder keeps: nothing can fill it."]
    assert [command(hole) for hole in holes] == [""]
