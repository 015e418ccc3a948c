"""`teams_history.json` goes on for those who read it; what somebody else wrote there is never touched."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from dashboard.core.days import Span
from dashboard.core.rows import DIRECTORY, SCHEMAS
from dashboard.core.teams_history import PUBLISHER
from dashboard.errors import Conflict, Forbidden, HistoryError, WrongSettings, WrongUse
from dashboard.history.objects import Folder
from dashboard.history.replica import Replica
from dashboard.history.store import History
from dashboard.importing.kinds import is_ours
from dashboard.insights import Insights
from dashboard.publishing import publish_teams, team_history
from dashboard.settings import read_settings
from tests.builders import FETCHED, counts, day_of, membership, outcome, people, usage
from tests.forked import run

MONDAY = date(2026, 11, 2)
RED, BLUE = 42, 43
KEY = "teams_history.json"
FOREIGN = json.dumps([{"team": {"name": "red", "slug": "red", "description": None, "url": ""}, "data": []}]).encode()


class Company:
    """A history that days are added to, and what it publishes."""

    def __init__(self, folder: Path):
        self.objects = Folder(folder / "history")
        self.history = History(self.objects)
        self.replica = Replica(self.objects, folder / "replica")

    def keep(self, org: str, day: date, teams: dict[int, list[str]], state: str = "final") -> None:
        logins = sorted({login for members in teams.values() for login in members})
        users = [working(login) for login in logins]
        members = [membership(login, team) for team, logins in teams.items() for login in logins]
        found = [
            outcome(made.report, org, day, made.rows.rows.to_pylist(), state) for made in known(day, users, members)
        ]
        self.history.write_day("github", org, day, found, FETCHED)

    def insights(self, floor: int = 5, cell: int = 1) -> Insights:
        self.replica.update()
        return Insights(self.replica, floor, cell)

    def publish(self, *orgs: str, objects=None, **floors: int) -> bool:
        return publish_teams(self.insights(**floors), orgs or ("acme",), objects or self.objects, KEY)

    @property
    def published(self) -> list[dict]:
        stored = self.objects.read(KEY)
        return json.loads(stored.content) if stored else []


def known(day, users, members):
    return [made for made in day_of("acme", day, users, members) if made.rows]


def working(login: str) -> dict:
    """Four completions in Python, two of them accepted, and one prompt."""
    of_python = counts(generations=4, acceptances=2, suggested=8, added=5)
    return usage(
        login,
        interactions=1,
        generations=4,
        acceptances=2,
        suggested=8,
        added=5,
        totals_by_feature=[
            {"feature": "code_completion", **of_python},
            {"feature": "chat_panel_ask_mode", **counts(interactions=1)},
        ],
        totals_by_language_feature=[{"language": "python", "feature": "code_completion", **of_python}],
    )


@pytest.fixture
def company(tmp_path):
    found = Company(tmp_path)
    yield found
    found.replica.close()


def days_of(entry: dict) -> list[str]:
    return [day["date"][-2:] for day in entry["data"]]


def day_after(days: int) -> date:
    return MONDAY + timedelta(days=days)


def test_a_final_day_is_published_with_the_numbers_of_the_teams_page(company):
    company.keep("acme", MONDAY, {RED: people(1, 6)})
    assert company.publish()
    (red,) = company.published
    assert red["team"] | {"published_by": PUBLISHER, "id": RED} == red["team"]
    (day,) = red["data"]
    assert (day["date"], day["total_active_users"], day["total_engaged_users"]) == ("2026-11-02", 6, 6)
    python = day["copilot_ide_code_completions"]["editors"][0]["models"][0]["languages"][0]
    assert list(python.values()) == ["python", 6, 24, 12, 48, 30]
    assert day["copilot_ide_chat"]["editors"][0]["models"][0]["total_chats"] == 6
    assert day["copilot_ide_chat"]["total_engaged_users"] == 6


def test_who_only_got_code_from_a_chat_sent_no_prompt_that_day(company):
    answered = [{"feature": "chat_panel_agent_mode", **counts(generations=3)}]
    users = [working(login) for login in people(1, 5)] + [usage("alice", generations=3, totals_by_feature=answered)]
    members = [membership(login, RED) for login in [*people(1, 5), "alice"]]
    company.history.write_day("github", "acme", MONDAY, day_of("acme", MONDAY, users, members), FETCHED)
    company.publish()
    (day,) = company.published[0]["data"]
    assert (day["total_active_users"], day["total_engaged_users"]) == (6, 5)
    assert day["copilot_ide_chat"]["total_engaged_users"] == 5


def test_publishing_again_adds_what_is_new_and_leaves_the_rest(company):
    company.keep("acme", MONDAY, {RED: people(1, 6)})
    company.publish()
    before = company.published[0]["data"]
    company.keep("acme", day_after(1), {RED: people(1, 7)})
    assert company.publish()
    assert company.published[0]["data"][:1] == before
    assert days_of(company.published[0]) == ["02", "03"]


def test_a_published_day_stays_even_if_the_history_corrects_it(company):
    company.keep("acme", MONDAY, {RED: people(1, 6)})
    company.publish()
    company.keep("acme", MONDAY, {RED: people(1, 9)})
    assert not company.publish()
    assert company.published[0]["data"][0]["total_active_users"] == 6


def test_with_nothing_new_nothing_is_written(company):
    company.keep("acme", MONDAY, {RED: people(1, 6)})
    company.publish()
    before = company.objects.root.joinpath(KEY).stat().st_mtime_ns
    assert not company.publish()
    assert company.objects.root.joinpath(KEY).stat().st_mtime_ns == before


def test_without_any_team_there_is_no_file(company):
    company.keep("acme", MONDAY, {RED: people(1, 3)})
    assert not company.publish()
    assert company.objects.read(KEY) is None


def test_a_day_that_may_still_change_waits_and_then_comes_in_its_place(company):
    company.keep("acme", MONDAY, {RED: people(1, 6)})
    company.keep("acme", day_after(1), {RED: people(1, 6)}, "provisional")
    company.keep("acme", day_after(2), {RED: people(1, 6)})
    company.publish()
    assert days_of(company.published[0]) == ["02", "04"]
    company.keep("acme", day_after(1), {RED: people(1, 6)})
    company.publish()
    assert days_of(company.published[0]) == ["02", "03", "04"]


def test_a_day_needs_both_reports(company):
    company.keep("acme", MONDAY, {RED: people(1, 6)})
    users = [working(login) for login in people(1, 6)]
    company.history.write_day("github", "acme", day_after(1), day_of("acme", day_after(1), users), FETCHED)
    company.publish()
    assert days_of(company.published[0]) == ["02"]


def test_small_teams_and_their_small_days_are_not_published(company):
    company.keep("acme", MONDAY, {RED: people(1, 6), BLUE: people(7, 10)})
    company.keep("acme", day_after(1), {RED: people(1, 4)})
    company.publish()
    assert [(entry["team"]["id"], days_of(entry)) for entry in company.published] == [(RED, ["02"])]


def test_of_a_team_within_a_team_only_the_larger_is_published(company):
    company.keep("acme", MONDAY, {RED: people(1, 6), BLUE: people(1, 8)})
    company.publish()
    assert [entry["team"]["id"] for entry in company.published] == [BLUE]


def test_the_floor_of_a_cell_holds(company):
    company.keep("acme", MONDAY, {RED: people(1, 6)})
    company.publish(cell=7)
    (day,) = company.published[0]["data"]
    assert (day["total_active_users"], day["copilot_ide_code_completions"], day["copilot_ide_chat"]) == (6, None, None)


def test_several_organisations_are_in_one_file(company):
    company.keep("acme", MONDAY, {RED: people(1, 6)})
    company.keep("umbrella", MONDAY, {BLUE: people(1, 6)})
    company.publish("acme", "umbrella")
    assert [entry["team"]["id"] for entry in company.published] == [RED, BLUE]


def test_what_a_team_is_called_is_renewed_with_its_days_kept(company):
    company.keep("acme", MONDAY, {RED: people(1, 6)})
    company.publish()
    row = {"team_id": RED, "slug": "crimson", "name": "Crimson", "description": "As red as can be", "url": "https://x"}
    company.history.write_directory("github", "acme", pa.Table.from_pylist([row], schema=DIRECTORY), FETCHED)
    assert company.publish()
    (team,) = company.published
    assert (team["team"]["slug"], team["team"]["name"], team["team"]["description"]) == (
        "crimson",
        "Crimson",
        "As red as can be",
    )
    assert days_of(team) == ["02"]


@pytest.mark.parametrize("content", [FOREIGN, b"", b"not JSON", b'{"schema":1}'])
def test_a_file_of_somebody_else_stays_byte_for_byte(company, content):
    company.keep("acme", MONDAY, {RED: people(1, 6)})
    company.objects.write(KEY, content)
    with pytest.raises(HistoryError, match="didn't write"):
        company.publish()
    assert company.objects.read(KEY).content == content


class Racing(Folder):
    """A folder in which somebody else writes `theirs` just before our next writes."""

    def __init__(self, folder: Folder, theirs: list[bytes]):
        super().__init__(folder.root)
        self.theirs = theirs

    def swap(self, key: str, content: bytes, etag: str | None) -> str:
        if self.theirs:
            self.write(key, self.theirs.pop(0))
        return super().swap(key, content, etag)


def test_what_another_refresher_published_in_between_is_kept(company):
    company.keep("umbrella", MONDAY, {BLUE: people(1, 6)})
    company.publish("umbrella")
    theirs = company.objects.read(KEY).content
    company.objects.delete(KEY)
    company.keep("acme", MONDAY, {RED: people(1, 6)})
    assert company.publish("acme", objects=Racing(company.objects, [theirs]))
    assert [entry["team"]["id"] for entry in company.published] == [BLUE, RED]


def test_a_file_of_somebody_else_that_comes_in_between_is_kept(company):
    company.keep("acme", MONDAY, {RED: people(1, 6)})
    with pytest.raises(HistoryError, match="didn't write"):
        company.publish(objects=Racing(company.objects, [FOREIGN]))
    assert company.objects.read(KEY).content == FOREIGN


def test_who_never_gets_to_write_gives_up(company):
    company.keep("acme", MONDAY, {RED: people(1, 6)})
    with pytest.raises(Conflict):
        company.publish(objects=Racing(company.objects, [b"[]" + b" " * n for n in range(9)]))


def test_one_teams_days_are_exported_within_a_span(company):
    for place in range(4):
        company.keep("acme", day_after(place), {RED: people(1, 6)})
    found = team_history(company.insights(), "Acme/Team-42", day_after(1), day_after(2))
    assert (found["team"]["id"], days_of(found)) == (RED, ["03", "04"])


@pytest.mark.parametrize("name", ["acme/nobody", "umbrella/team-42", "team-42", "/", ""])
def test_a_team_nobody_knows_is_wrong_use(company, name):
    company.keep("acme", MONDAY, {RED: people(1, 6)})
    with pytest.raises(WrongUse, match="org/slug"):
        team_history(company.insights(), name, None, None)


def test_a_team_below_the_floor_is_not_exported_and_the_reason_is_said(company):
    company.keep("acme", MONDAY, {RED: people(1, 4)})
    with pytest.raises(Forbidden, match="too few of its members had a licence"):
        team_history(company.insights(), "acme/team-42", None, None)


def test_import_knows_our_mark():
    assert is_ours({"team": {"slug": "red", "published_by": PUBLISHER}, "data": []})


# The setting


@pytest.mark.parametrize(
    "key", ["index.json", "users", "users/x.json", "raw/teams.json", "../x", "/x", "a//b", "s3://b/x", ".lock", "x y"]
)
def test_a_key_of_the_historys_own_is_a_wrong_setting(key):
    with pytest.raises(WrongSettings, match="PUBLISH_TEAMS_HISTORY"):
        read_settings({"PUBLISH_TEAMS_HISTORY": key}, "history")


@pytest.mark.parametrize("table", SCHEMAS)
def test_no_table_can_be_published_over(table):
    with pytest.raises(WrongSettings):
        read_settings({"PUBLISH_TEAMS_HISTORY": f"{table}/teams_history.json"}, "history")


def test_any_other_key_will_do():
    for key in ("teams_history.json", "published/2026/teams.json"):
        assert read_settings({"PUBLISH_TEAMS_HISTORY": key}, "history").publish_teams_history == key


# As people run it


@pytest.fixture
def environ(github, tmp_path):
    return {
        **github.settings(),
        "HISTORY_URL": str(tmp_path / "history"),
        "REPLICA_DIR": str(tmp_path / "replica"),
        "PUBLISH_TEAMS_HISTORY": "published/teams_history.json",
    }


@pytest.fixture
def some_days(github) -> list[str]:
    """Eight days, the last two of which may still change, as arguments."""
    last = github.world.today - timedelta(days=3)
    return ["--since", str(last - timedelta(days=7)), "--until", str(last)]


def published_under(environ: dict[str, str]) -> list[dict]:
    return json.loads((Path(environ["HISTORY_URL"]) / environ["PUBLISH_TEAMS_HISTORY"]).read_bytes())


def test_refresh_publishes_and_export_gives_the_same(environ, some_days):
    assert run("refresh", *some_days, **environ).returncode == 0
    published = published_under(environ)
    slugs = [entry["team"]["slug"] for entry in published]
    assert "red" in slugs
    done = run("export", "--team", "acme/red", **environ)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == published[slugs.index("red")]


def test_a_file_of_somebody_else_makes_refresh_end_with_1_with_its_own_work_done(environ, some_days):
    file = Path(environ["HISTORY_URL"]) / environ["PUBLISH_TEAMS_HISTORY"]
    file.parent.mkdir(parents=True)
    file.write_bytes(FOREIGN)
    done = run("refresh", *some_days, **environ)
    assert done.returncode == 1
    assert "published/teams_history.json was not published: there is a file already" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert file.read_bytes() == FOREIGN
    entries = json.loads(run("coverage", "--json", **environ).stdout)["coverage"]
    assert (
        len([entry for entry in entries if entry["report"] != "seats"])
        == len(list(Span(date.fromisoformat(some_days[1]), date.fromisoformat(some_days[3])))) * 4
    )


def test_without_the_setting_refresh_makes_neither_file_nor_replica(environ, some_days, tmp_path):
    del environ["PUBLISH_TEAMS_HISTORY"]
    assert run("refresh", *some_days, **environ).returncode == 0
    assert not list(Path(environ["HISTORY_URL"]).rglob("teams_history.json"))
    assert not (tmp_path / "replica").exists()


def test_export_of_a_team_says_what_is_wrong_with_the_right_code(environ, some_days):
    run("refresh", *some_days, **environ)
    unknown = run("export", "--team", "acme/no-such-team", **environ)
    assert (unknown.returncode, "org/slug" in unknown.stderr) == (2, True)
    withheld = run("export", "--team", "acme/red", **environ, MIN_TEAM_SIZE="50")
    assert (withheld.returncode, "too few of its members had a licence" in withheld.stderr) == (1, True)
    assert withheld.stdout == ""
