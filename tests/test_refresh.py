"""Refresh from GitHub's stand-in, over real HTTP, into a real history in a folder."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from dashboard.core.rows import MEMBERS_REPORT, ORG_REPORT, REPORTS, REPOS_REPORT, USERS_REPORT
from dashboard.demo.server import serve
from dashboard.demo.things import MEMBERS
from dashboard.demo.world import World
from dashboard.history.erasure import erase
from dashboard.history.objects import open_objects
from dashboard.history.store import History
from dashboard.history.tables import from_parquet
from dashboard.people import export_person
from dashboard.refresh import DayDone, Hint, refresh
from dashboard.sources.credentials import AppCredential
from dashboard.sources.github import GitHub
from dashboard.sources.http import Patience
from tests.builders import membership, usage, user_id

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)


def ago(days):
    return TODAY - timedelta(days=days)


class Refresher:
    """One history, one GitHub, and `run` as the command line does it."""

    def __init__(self, folder, stand_in):
        self.folder, self.stand_in = folder, stand_in
        self.history = History(open_objects(str(folder)))
        self.waits, self.told = [], []
        patience = Patience(sleep=self.waits.append)
        credential = AppCredential(stand_in.api_url, str(stand_in.world.github_app.id), stand_in.private_key, patience)
        self.source = GitHub(stand_in.api_url, credential, ["127.0.0.1"], patience)

    def run(self, *orgs, now=NOW, **options):
        self.told.clear()
        self.stand_in.requests.clear()
        return refresh(self.source, self.history, orgs or ("acme",), now, tell=self.told.append, **options)

    def put(self, day, *people, org="acme", generations=1, reports=REPORTS):
        rows = {
            USERS_REPORT: [usage(login, generations=generations) for login in people],
            MEMBERS_REPORT: [membership(login, 42, "red") for login in people],
            ORG_REPORT: [{"daily_active_users": len(people)}],
            REPOS_REPORT: [{"repo_id": 1, "repo_name": "billing"}],
        }
        found = self.stand_in.world.organisation(org)
        for report in reports:
            self.stand_in.world.put_report(
                found, report, day, [{"day": day.isoformat(), **row} for row in rows[report]], shards=2
            )

    def states(self, org="acme"):
        found = {}
        for entry in self.history.coverage():
            if entry.org == org and entry.report in REPORTS:
                found.setdefault(entry.day, {})[entry.report] = entry.state
        return found

    def objects(self):
        """Every file of the history with its time and content, but for the index and what is hidden."""
        paths = [path for path in self.folder.rglob("*") if path.is_file() and path.name != "index.json"]
        names = {str(path.relative_to(self.folder)): path for path in paths if not path.name.startswith(".")}
        return {name: (path.stat().st_mtime_ns, path.read_bytes()) for name, path in names.items()}

    def reports_asked(self):
        return [
            (seen.path.rsplit("/", 1)[1], seen.query["day"]) for seen in self.stand_in.requests if "day" in seen.query
        ]


@pytest.fixture
def world():
    found = World(TODAY)
    acme = found.add_organisation("acme", 999)
    found.add_team(acme, "Red", id=42)
    found.add_organisation("umbrella", 998)
    return found


@pytest.fixture
def refresher(world, tmp_path):
    stand_in = serve(world)
    yield Refresher(tmp_path / "history", stand_in)
    stand_in.stop()


def test_a_first_run_walks_back_to_the_first_day_there_is(refresher):
    for days in (2, 3, 5):
        refresher.put(ago(days), "alice", "bob")
    result = refresher.run()
    assert result.failures == []
    assert result.reports == 12
    states = refresher.states()
    assert {day for day, found in states.items() if found[USERS_REPORT] == "provisional"} == {ago(2), ago(3), ago(5)}
    assert set(states) == {ago(n) for n in range(1, 7)}, "one empty day marks the end, the other 34 are not kept"
    assert len({day for _, day in refresher.reports_asked()}) == 5 + 35


def test_the_end_of_the_walk_is_not_looked_for_again(refresher):
    refresher.put(ago(10), "alice")
    refresher.run()
    refresher.run()
    assert min(day for _, day in refresher.reports_asked()) == ago(7).isoformat()


def test_an_interrupted_walk_goes_on_where_it_was(refresher, monkeypatch):
    for days in (2, 3, 6, 38):
        refresher.put(ago(days), "alice")
    kept = refresher.history.write_day

    def interrupted(source, org, day, outcomes, at, seen):
        if day == ago(6):
            raise KeyboardInterrupt
        return kept(source, org, day, outcomes, at, seen)

    monkeypatch.setattr(refresher.history, "write_day", interrupted)
    with pytest.raises(KeyboardInterrupt):
        refresher.run()
    monkeypatch.undo()
    assert min(refresher.states()) == ago(3)
    assert refresher.run().failures == []
    assert min(refresher.states()) == ago(39), "an empty month in between doesn't end it"


def test_every_table_is_written(refresher):
    refresher.put(ago(7), "alice", "bob")
    refresher.run(since=ago(7))
    names = {name.split("/", 1)[0] for name in refresher.objects()}
    assert {"users", "members", "org", "repos", "teams", "raw", "directory"} <= names


def test_a_second_run_writes_no_data_object(refresher):
    for days in (2, 4, 8):
        refresher.put(ago(days), "alice", "bob")
    assert refresher.run(since=ago(9)).written == 3
    before = refresher.objects()
    again = refresher.run(since=ago(9))
    assert (again.written, again.failures) == (0, [])
    assert refresher.objects() == before
    assert (USERS_REPORT, ago(8).isoformat()) not in refresher.reports_asked(), "final days are not asked for"
    assert (USERS_REPORT, ago(4).isoformat()) in refresher.reports_asked(), "provisional ones are"


def test_a_provisional_day_is_replaced_until_it_is_final(refresher):
    refresher.put(ago(2), "alice")
    refresher.run(since=ago(2))
    refresher.put(ago(2), "alice", "bob", generations=5)
    assert refresher.run(since=ago(2)).written == 1
    refresher.run(since=ago(2), now=NOW + timedelta(days=4))
    assert refresher.states()[ago(2)][USERS_REPORT] == "final"
    (entry,) = [e for e in refresher.history.coverage() if (e.report, e.day) == (USERS_REPORT, ago(2))]
    assert entry.rows == 2
    refresher.run(since=ago(2), until=ago(2), now=NOW + timedelta(days=4))
    assert refresher.reports_asked() == []


def test_a_sibling_that_comes_late_completes_the_day(refresher):
    refresher.put(ago(2), "alice", "bob", reports=(MEMBERS_REPORT, ORG_REPORT))
    refresher.run(since=ago(2))
    assert refresher.states()[ago(2)] == {
        USERS_REPORT: "not_available",
        MEMBERS_REPORT: "provisional",
        ORG_REPORT: "provisional",
        REPOS_REPORT: "not_available",
    }
    assert not [name for name in refresher.objects() if name.startswith("teams/")]
    refresher.put(ago(2), "alice", "bob", reports=(USERS_REPORT,))
    refresher.run(since=ago(2))
    assert refresher.states()[ago(2)][USERS_REPORT] == "provisional"
    assert [name for name in refresher.objects() if name.startswith("teams/")]


@pytest.mark.parametrize("shape", ["204", "404", "string", "empty"])
def test_no_report_yet_is_neither_a_failure_nor_a_zero(refresher, world, shape):
    refresher.put(ago(3), "alice")
    for report in REPORTS:
        world.no_report(world.organisation("acme"), report, ago(2), shape)
    assert refresher.run(since=ago(3)).failures == []
    assert set(refresher.states()[ago(2)].values()) == {"not_available"}
    assert not [name for name in refresher.objects() if ago(2).isoformat() in name]


def test_one_bad_day_does_not_stop_the_others(refresher):
    for days in (2, 3, 4):
        refresher.put(ago(days), "alice")
    refresher.stand_in.faults.add("truncated", f"/files/*{USERS_REPORT}/{ago(3)}/*")
    result = refresher.run(since=ago(4))
    (line,) = result.failures
    assert line.startswith(f"acme: {USERS_REPORT} of {ago(3)}: the file is damaged: ")
    states = refresher.states()
    assert states[ago(3)] == {**dict.fromkeys(REPORTS, "provisional"), USERS_REPORT: "failed"}
    assert states[ago(2)][USERS_REPORT] == states[ago(4)][USERS_REPORT] == "provisional"
    assert [name for name in refresher.objects() if name.startswith("quarantine/")]


def test_a_damaged_file_leaves_the_version_before_it_in_place(refresher):
    refresher.put(ago(2), "alice", "bob")
    refresher.run(since=ago(2))
    before = refresher.objects()
    refresher.stand_in.faults.add("truncated", f"/files/*{USERS_REPORT}/*")
    assert len(refresher.run(since=ago(2)).failures) == 1
    assert before.items() <= refresher.objects().items()
    assert refresher.states()[ago(2)][USERS_REPORT] == "provisional"


def spoil(refresher, *names, content=b"rotten"):
    """Overwrites what the history has under these names; None deletes it."""
    for name in names:
        path = refresher.folder / name
        path.unlink() if content is None else path.write_bytes(content)


def whole(refresher):
    history = refresher.history
    return not [day for day in refresher.states() if history.damaged("github", "acme", day)]


def rows_key(table, day):
    return f"{table}/source=github/org=acme/day={day}/rows.parquet"


@pytest.mark.parametrize("content", [b"rotten", None])
@pytest.mark.parametrize("table", ["users", "members", "teams", "org"])
def test_what_is_damaged_in_the_store_is_fetched_again_with_the_days_that_may_still_change(refresher, table, content):
    for days in (2, 3):
        refresher.put(ago(days), "alice", "bob")
    refresher.run(since=ago(3))
    before = refresher.objects().keys()
    spoil(refresher, rows_key(table, ago(2)), content=content)
    assert not whole(refresher)
    result = refresher.run()
    assert (result.failures, result.written) == ([], 1)
    assert whole(refresher)
    assert refresher.objects().keys() == before


@pytest.mark.parametrize("content", [b"rotten", None])
@pytest.mark.parametrize("table", ["users", "members", "teams", "org", "raw"])
def test_a_damaged_final_day_is_healed_when_it_is_named(refresher, table, content):
    for days in (10, 11):
        refresher.put(ago(days), "alice", "bob")
    refresher.run(since=ago(11))
    before = {name: held for name, (_, held) in refresher.objects().items()}
    raw = f"raw/source=github/org=acme/day={ago(10)}/{USERS_REPORT}.ndjson.zst"
    spoil(refresher, raw if table == "raw" else rows_key(table, ago(10)), content=content)
    result = refresher.run(since=ago(10), until=ago(10))
    assert (result.failures, result.written) == ([], 1)
    assert {name: held for name, (_, held) in refresher.objects().items()} == before
    assert {day for _, day in refresher.reports_asked()} == {ago(10).isoformat()}
    assert len(refresher.reports_asked()) == 1, "only what is damaged"


def test_a_damaged_sibling_that_can_not_be_had_again_is_said_and_stops_neither_its_day_nor_the_others(refresher):
    refresher.put(ago(2), "alice", "bob", reports=(USERS_REPORT, ORG_REPORT))
    refresher.put(ago(3), "alice", "bob", reports=(USERS_REPORT, ORG_REPORT))
    refresher.run(since=ago(3))
    spoil(refresher, rows_key("users", ago(2)))
    for days in (2, 3):
        refresher.put(ago(days), "alice", "bob", reports=(MEMBERS_REPORT,))
    fault = refresher.stand_in.faults
    fault.add("error", f"/files/*{USERS_REPORT}/{ago(2)}/*")
    said = "\n".join(refresher.run(since=ago(3)).failures)
    assert f"acme: {USERS_REPORT} of {ago(2)} is damaged in the store and could not be fetched again" in said
    assert refresher.states()[ago(2)][MEMBERS_REPORT] == "provisional"
    assert refresher.states()[ago(3)][MEMBERS_REPORT] == "provisional"
    assert [name.split("/")[-2] for name in refresher.objects() if name.startswith("teams/")] == [f"day={ago(3)}"]
    fault.clear()
    assert refresher.run(since=ago(2), until=ago(2)).failures == []
    assert whole(refresher)
    assert len([name for name in refresher.objects() if name.startswith("teams/")]) == 2


def test_a_report_that_is_given_up_leaves_no_older_day_unasked(refresher):
    refresher.put(ago(2), "alice")
    refresher.put(ago(9), "alice", reports=(USERS_REPORT,))
    refresher.put(ago(8), "alice", reports=(USERS_REPORT, MEMBERS_REPORT, ORG_REPORT))
    refresher.run(since=ago(8))
    refresher.stand_in.faults.add("no_permission", f"/api/orgs/acme/*{REPOS_REPORT}")
    refresher.run(since=ago(9))
    assert refresher.states()[ago(9)][USERS_REPORT] == "final"


def test_a_refresh_that_slept_does_not_bring_its_old_content_over_what_another_wrote_meanwhile(refresher):
    refresher.put(ago(2), "alice", generations=1)
    refresher.run(since=ago(2))
    refresher.put(ago(2), "alice", generations=2)
    kept = refresher.history.write_day

    def slow(*given):
        refresher.put(ago(2), "alice", generations=3)
        other = Refresher(refresher.folder, refresher.stand_in)
        assert other.run(since=ago(2), until=ago(2), now=NOW + timedelta(minutes=1)).written == 1
        return kept(*given)

    refresher.history.write_day = slow
    assert refresher.run(since=ago(2), until=ago(2), now=NOW + timedelta(minutes=10)).written == 0
    rows = export_person(refresher.history, open_objects(str(refresher.folder / "config")), user_id("alice"), NOW)
    assert [row["code_generation_activity_count"] for row in rows["users"]] == [3]


def test_a_future_dated_file_is_refused(refresher, world):
    world.put_report(world.organisation("acme"), USERS_REPORT, ago(2), [{"day": "2031-01-01", **usage("alice")}])
    (line,) = refresher.run(since=ago(2)).failures
    assert "another day (2031-01-01)" in line


def test_a_breakdown_of_one_day_ends_in_one_line(refresher):
    for days in (2, 3):
        refresher.put(ago(days), "alice")
    refresher.stand_in.faults.add("error", f"/files/*{ORG_REPORT}/{ago(2)}/*")
    result = refresher.run(since=ago(3))
    assert result.failures == [
        f"acme: {ORG_REPORT} of {ago(2)}: {refresher.stand_in.web_url[7:]} answered 502, 5 times in a row; try again later"
    ]
    assert refresher.states()[ago(3)][ORG_REPORT] == "provisional"


def test_a_limit_is_waited_out(refresher):
    refresher.put(ago(2), "alice")
    refresher.stand_in.faults.add("too_many_requests", "/api/*", times=3, seconds=2)
    assert refresher.run(since=ago(2)).failures == []
    assert refresher.waits == [2, 2, 2]


def test_a_github_that_is_down_is_given_up_after_five_days(refresher):
    refresher.stand_in.faults.add("error", "/api/orgs/*/reports/*")
    result = refresher.run(since=ago(30))
    assert sum("the rest waits for the next run" in line for line in result.failures) == len(REPORTS)
    assert len({day for _, day in refresher.reports_asked()}) == 5


@pytest.mark.parametrize(("wrong", "said"), [("policy", "policy"), ("app", "not installed"), ("gone", "not installed")])
def test_what_concerns_the_whole_organisation_is_said_once_and_stops_no_other(refresher, world, wrong, said):
    refresher.put(ago(2), "alice", org="umbrella")
    if wrong == "policy":
        world.organisation("acme").metrics_policy = False
    elif wrong == "app":
        world.organisation("acme").permissions = None
    result = refresher.run("nowhere" if wrong == "gone" else "acme", "umbrella", since=ago(30))
    (line,) = result.failures
    assert said in line
    assert len([day for _, day in refresher.reports_asked() if day == ago(2).isoformat()]) == len(REPORTS)
    assert refresher.states("umbrella")[ago(2)][USERS_REPORT] == "provisional"


def test_a_report_that_is_refused_stops_no_other_report(refresher):
    for days in (2, 3):
        refresher.put(ago(days), "alice")
    refresher.stand_in.faults.add("no_permission", f"/api/orgs/acme/*{REPOS_REPORT}")
    result = refresher.run(since=ago(3))
    assert len(result.failures) == 1
    assert sum(report == REPOS_REPORT for report, _ in refresher.reports_asked()) == 1
    assert refresher.states()[ago(3)][USERS_REPORT] == "provisional"


def test_without_the_names_of_teams_there_is_a_hint_and_no_failure(refresher, world):
    refresher.put(ago(2), "alice")
    permissions = world.organisation("acme").permissions
    world.organisation("acme").permissions = {name: level for name, level in permissions.items() if name != MEMBERS}
    assert refresher.run(since=ago(2)).failures == []
    (hint,) = [event for event in refresher.told if isinstance(event, Hint)]
    assert "slugs" in hint.text
    assert "Members: read" in hint.text


def test_a_token_that_dies_on_the_way_is_renewed(refresher):
    refresher.put(ago(2), "alice")
    refresher.stand_in.faults.add("bad_credentials", f"*{MEMBERS_REPORT}", times=1)
    assert refresher.run(since=ago(2)).failures == []


def test_progress_is_told_day_by_day(refresher):
    refresher.put(ago(2), "alice")
    refresher.put(ago(3), "alice", reports=[USERS_REPORT])
    refresher.run(since=ago(3), until=ago(2))
    days = [event for event in refresher.told if isinstance(event, DayDone)]
    assert [(event.day, event.done, event.total) for event in days] == [(ago(2), 1, 2), (ago(3), 2, 2)]
    assert days[1].states[USERS_REPORT] == "provisional"
    assert days[1].states[ORG_REPORT] == "not_available"


def test_the_end_of_a_refresh_removes_what_is_older_than_may_be_kept_and_it_is_not_fetched_again(refresher):
    for days in (2, 20, 30):
        refresher.put(ago(days), "alice")
    result = refresher.run(retain_user_days=25)
    assert result.expired > 0
    assert refresher.states()[ago(30)] == {
        USERS_REPORT: "expired",
        MEMBERS_REPORT: "expired",
        ORG_REPORT: "final",
        REPOS_REPORT: "final",
    }
    assert not [name for name in refresher.objects() if name.startswith("users/") and str(ago(30)) in name]
    assert [name for name in refresher.objects() if name.startswith("teams/") and str(ago(30)) in name]
    again = refresher.run(retain_user_days=25)
    assert (again.expired, again.failures) == (0, [])
    assert not {report for report, day in refresher.reports_asked() if day == str(ago(30))}
    assert min(day for _, day in refresher.reports_asked()) >= str(ago(31)), "the walk back isn't begun anew"


def test_a_person_who_was_erased_stays_erased_through_refreshes(refresher):
    refresher.put(ago(2), "alice", "bob")
    refresher.run(since=ago(2))
    erase(refresher.history, user_id("alice"), NOW)
    refresher.put(ago(2), "alice", "bob", generations=5)
    refresher.put(ago(1), "alice", "bob")
    assert refresher.run(since=ago(2)).written == 2
    rows = export_person(refresher.history, open_objects(str(refresher.folder / "config")), user_id("alice"), NOW)
    assert not any(rows[name] for name in ("users", "members", "raw"))
    assert {entry.rows for entry in refresher.history.coverage() if entry.report == USERS_REPORT} == {1}


def entry_of(refresher, report, day):
    return refresher.history.entry("github", "acme", report, day)


def team_of(refresher, day):
    """The one team's rolled-up row."""
    held = entry_of(refresher, MEMBERS_REPORT, day).objects["teams"]
    (row,) = from_parquet(refresher.history.read(held), "teams").to_pylist()
    return row


def test_corrections_arrive_until_the_day_is_final_and_none_after(refresher):
    states = []
    for days in range(1, 9):
        refresher.put(ago(1), "alice", "bob", generations=days)
        refresher.run(since=ago(1), until=ago(1), now=NOW + timedelta(days=days - 1))
        states.append(refresher.states()[ago(1)][USERS_REPORT])
    assert states == ["provisional"] * 5 + ["final"] * 3
    assert team_of(refresher, ago(1))["code_generation_activity_count"] == 2 * 6, "the sums are of the last correction"


def test_a_sibling_that_comes_after_the_others_are_final_completes_the_day(refresher):
    refresher.put(ago(12), "alice", "bob", generations=3, reports=(USERS_REPORT, ORG_REPORT, REPOS_REPORT))
    refresher.run()
    assert refresher.states()[ago(12)] == {**dict.fromkeys(REPORTS, "final"), MEMBERS_REPORT: "not_available"}
    refresher.put(ago(12), "alice", "bob", reports=(MEMBERS_REPORT,))
    assert refresher.run(now=NOW + timedelta(days=7)).failures == []
    assert set(refresher.states()[ago(12)].values()) == {"final"}
    assert team_of(refresher, ago(12))["code_generation_activity_count"] == 6


def test_what_was_not_available_is_asked_for_daily_for_a_week_then_weekly_and_never_after_a_year(refresher):
    refresher.put(ago(1), "alice", reports=(USERS_REPORT, MEMBERS_REPORT, ORG_REPORT))
    asked = []
    for days in [*range(30), 363, 364, 371]:
        refresher.run(now=NOW + timedelta(days=days), until=ago(1))
        asked += [days] if (REPOS_REPORT, str(ago(1))) in refresher.reports_asked() else []
    assert asked == [0, 1, 2, 3, 4, 5, 6, 13, 20, 27, 363]


WRONG = {
    "GitHub is down": lambda stand_in, world: stand_in.faults.add("error", "/api/orgs/*/reports/*"),
    "the files are away": lambda stand_in, world: stand_in.faults.add("error", "/files/*"),
    "the files are cut": lambda stand_in, world: stand_in.faults.add("truncated", "/files/*"),
    "it is refused": lambda stand_in, world: stand_in.faults.add("no_permission", "/api/orgs/acme/*-1-day"),
    "it is withdrawn": lambda stand_in, world: [
        world.no_report(world.organisation("acme"), report, ago(2)) for report in REPORTS
    ],
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_good_day_never_becomes_worse(refresher, world, wrong):
    refresher.put(ago(2), "alice", "bob", generations=4)
    refresher.run(since=ago(2), until=ago(2))
    before, good = refresher.objects(), team_of(refresher, ago(2))
    WRONG[wrong](refresher.stand_in, world)
    refresher.run(since=ago(2), until=ago(2), now=NOW + timedelta(days=8))
    assert set(refresher.states()[ago(2)].values()) == {"provisional"}
    assert before.items() <= refresher.objects().items()
    tried = entry_of(refresher, USERS_REPORT, ago(2))
    assert tried.reason
    assert tried.checked_at == NOW + timedelta(days=8)
    assert tried.fetched_at == NOW

    refresher.stand_in.faults.clear()
    refresher.put(ago(2), "alice", "bob", generations=4)
    assert refresher.run(since=ago(2), until=ago(2), now=NOW + timedelta(days=9)).failures == []
    assert set(refresher.states()[ago(2)].values()) == {"final"}
    assert (entry_of(refresher, USERS_REPORT, ago(2)).reason, team_of(refresher, ago(2))) == ("", good)


def seats_of(refresher, org="acme"):
    return {entry.day: entry for entry in refresher.history.coverage() if (entry.org, entry.report) == (org, "seats")}


def test_each_run_takes_the_days_snapshot_of_seats(refresher, world):
    world.add_seat(world.organisation("acme"), world.add_person("alice", 1001))
    refresher.put(ago(2), "alice")
    assert refresher.run().failures == []
    found = seats_of(refresher)
    assert {day: (entry.state, entry.rows) for day, entry in found.items()} == {TODAY: ("final", 1)}


@pytest.mark.parametrize(("fault", "status"), [("error", 500), ("error", 502)])
def test_seats_that_can_not_be_had_of_one_organisation_stop_nothing_else(refresher, world, fault, status):
    for org in ("acme", "umbrella"):
        world.add_seat(world.organisation(org), world.add_person(f"{org}-person"))
        refresher.put(ago(2), "alice", org=org)
    refresher.stand_in.faults.add(fault, "/api/orgs/acme/copilot/billing*", status=status)
    result = refresher.run("acme", "umbrella")
    assert result.reports == 8
    (failure,) = result.failures
    assert failure.startswith("acme: seats: ")
    assert (seats_of(refresher)[TODAY].state, str(status) in seats_of(refresher)[TODAY].reason) == ("failed", True)
    assert seats_of(refresher, "umbrella")[TODAY].rows == 1


@pytest.mark.parametrize("permissions", [{"organization_copilot_metrics": "read", MEMBERS: "read"}])
def test_without_the_permission_for_seats_a_hint_says_so_and_nothing_failed(refresher, world, permissions):
    world.organisation("acme").permissions = permissions
    refresher.put(ago(2), "alice")
    result = refresher.run()
    assert (result.failures, result.reports) == ([], 4)
    assert [event.text for event in refresher.told if isinstance(event, Hint)] == [
        'nothing is known of seats: the seats of acme may not be read: give the credential the permission "GitHub '
        "Copilot Business: read\", accepted by an owner, or use an owner's token"
    ]
    assert seats_of(refresher)[TODAY].state == "not_available"
