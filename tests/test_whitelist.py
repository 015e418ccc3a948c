from __future__ import annotations

import json

import pytest

from dashboard.history.objects import open_objects
from dashboard.setting_values import AdminTeam
from dashboard.whitelist import KEEP_SECONDS, Whitelist, parse

ALWAYS = (AdminTeam("acme", "platform-admins", 50),)


@pytest.fixture
def whitelist(tmp_path):
    clock = [0.0]
    found = Whitelist(open_objects(str(tmp_path)), ALWAYS, "acme", clock=lambda: clock[0])
    found.file, found.time = tmp_path / "admin_teams.json", clock
    return found


def test_a_bare_slug_is_a_team_of_the_first_organisation():
    assert parse(b'["ops", "umbrella/leads", "acme/it#7"]', "acme") == (
        AdminTeam("acme", "ops"),
        AdminTeam("umbrella", "leads"),
        AdminTeam("acme", "it", 7),
    )


def test_without_a_file_the_setting_alone_counts(whitelist):
    assert whitelist() == ALWAYS


@pytest.mark.parametrize("content", [b"", b"{", b'"ops"', b"[1]", b'["a b"]', b'["ops,it"]', b"null", b"\xff"])
def test_an_unreadable_file_makes_nobody_an_admin(whitelist, content):
    whitelist.file.write_bytes(content)
    assert whitelist() == ALWAYS


def test_a_change_of_the_file_counts_within_a_minute(whitelist):
    whitelist.file.write_text(json.dumps(["ops"]))
    assert AdminTeam("acme", "ops") in whitelist()
    whitelist.file.write_text("[]")
    assert AdminTeam("acme", "ops") in whitelist()
    whitelist.time[0] = KEEP_SECONDS + 1
    assert whitelist() == ALWAYS
