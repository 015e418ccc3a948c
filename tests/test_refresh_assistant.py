"""Another assistant's days beside Copilot's: fetched over HTTP, matched, kept, and in nobody's way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.core.accounts import Identity, stranger_id
from dashboard.core.days import Span
from dashboard.core.rows import USERS_REPORT
from dashboard.core.subjects import Organisation
from dashboard.demo.augment import API
from dashboard.demo.augment_tenant import Tenant
from dashboard.demo.server import serve
from dashboard.demo.world import World
from dashboard.errors import Damaged
from dashboard.history.assistants import Assistant
from dashboard.history.erasure import erase
from dashboard.history.index import Place, read_index
from dashboard.history.objects import open_objects
from dashboard.history.person import held
from dashboard.history.replica import Replica
from dashboard.history.store import History
from dashboard.history.tables import from_parquet
from dashboard.insights import Insights
from dashboard.refresh import DayDone, Hint
from dashboard.refresh_assistant import refresh_assistant
from dashboard.sources.augment import AugmentApi, Pace
from dashboard.sources.http import Patience
from tests.builders import day_of, membership, usage

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)
DAY = date(2026, 11, 12)
RED = 42
ALICE, BOB, GUEST = "alice@acme.example", "bob@acme.example", "guest@contractors.example"
IDENTITIES = [Identity(ALICE, 1001), Identity(BOB, login="bob")]


class Company:
    """Its GitHub history, its Augment, and a refresh of the latter."""

    def __init__(self, folder: Path, stand_in, waits):
        self.history = History(open_objects(str(folder / "history")))
        self.kept = Assistant(self.history, "augment", "acme")
        self.folder, self.stand_in, self.tenant = folder, stand_in, stand_in.world.augment
        self.patience = Patience(tries=2, sleep=waits.append)
        self.told = []

    def fetch(self, identities=IDENTITIES, now=NOW, **more):
        api = AugmentApi(self.stand_in.web_url + API, self.tenant.token, self.patience, Pace(0))
        self.told = []
        return refresh_assistant(api, self.history, self.kept, "acme", identities, now, tell=self.told.append, **more)

    def put_github(self, day=DAY, members=("alice", "bob"), at=NOW):
        rows = [membership(login, RED, "red") for login in members]
        users = [usage(login, interactions=5, totals_by_feature=[]) for login in members]
        self.history.write_day("github", "acme", day, day_of("acme", day, users, rows, {"daily_active_users": 2}), at)

    def entry(self, day=DAY):
        return read_index(self.history.objects).entries.get(Place("augment", "acme", USERS_REPORT, day))

    def rows(self, table, day=DAY):
        return from_parquet(self.history.read(self.entry(day).objects[table]), table).to_pylist()

    def used(self, name, day=DAY):
        """Interactions of whoever has this number."""
        return {row["user_id"]: row["user_initiated_interaction_count"] for row in self.rows("users", day)}.get(name)


@pytest.fixture
def company(tmp_path):
    world = World(NOW.date())
    world.augment = Tenant(a_minute=0)
    stand_in = serve(world)
    yield Company(tmp_path, stand_in, [])
    stand_in.stop()


def days_of(told):
    return [event.day for event in told if isinstance(event, DayDone)]


def test_people_land_in_users_under_their_number_at_github(company):
    company.put_github()
    company.tenant.put(DAY, ALICE, chat_messages=3)
    company.tenant.put(DAY, BOB, ide_agent_messages=4)
    company.tenant.put(DAY, GUEST, chat_messages=9)
    assert company.fetch().failures == []
    assert (company.used(1001), company.used(1002), company.used(stranger_id(GUEST))) == (3, 4, 9)
    assert {row["user_login"] for row in company.rows("users")} == {"alice", "bob", GUEST}


def test_a_team_has_the_augment_of_its_members_and_the_organisation_everybodys(company):
    company.put_github()
    company.tenant.put(DAY, ALICE, chat_messages=3, completions_count=2)
    company.tenant.put(DAY, GUEST, chat_messages=9)
    company.fetch()
    (red,) = company.rows("teams")
    assert (red["team_id"], red["licensed_members"], red["active_users"]) == (RED, 2, 1)
    assert (red["user_initiated_interaction_count"], red["loc_deleted_sum"]) == (3, None)
    (whole,) = company.rows("org")
    assert (whole["daily_active_users"], whole["user_initiated_interaction_count"]) == (2, 12)


def test_teams_are_added_up_when_the_memberships_come_later_and_again_when_they_change(company):
    company.tenant.put(DAY, ALICE, chat_messages=3)
    company.tenant.put(DAY, BOB, chat_messages=4)
    company.fetch([Identity(ALICE, 1001), Identity(BOB, 1002)])
    assert "teams" not in company.entry().objects
    company.put_github(members=("alice",), at=NOW + timedelta(hours=1))
    company.fetch([Identity(ALICE, 1001), Identity(BOB, 1002)], NOW + timedelta(hours=2))
    assert [row["active_users"] for row in company.rows("teams")] == [1]
    company.put_github(members=("alice", "bob"), at=NOW + timedelta(hours=3))
    company.fetch([Identity(ALICE, 1001), Identity(BOB, 1002)], NOW + timedelta(hours=4))
    assert [row["active_users"] for row in company.rows("teams")] == [2]


def test_a_day_on_which_nobody_used_it_is_known_and_zero(company):
    company.tenant.put(DAY, ALICE, chat_messages=3)
    company.tenant.put(DAY + timedelta(days=2), ALICE, chat_messages=3)
    company.fetch()
    idle = DAY + timedelta(days=1)
    assert (company.entry(idle).state, company.rows("users", idle)) == ("final", [])
    assert company.rows("org", idle)[0]["daily_active_users"] == 0


def test_the_history_begins_with_the_first_day_of_use_and_the_newest_days_may_still_change(company):
    company.tenant.put(DAY, ALICE, chat_messages=3)
    company.fetch()
    assert company.entry(DAY - timedelta(days=1)).state == "not_available"
    assert company.entry(DAY - timedelta(days=2)) is None
    newest = NOW.date() - timedelta(days=1)
    assert [company.entry(day).state for day in (DAY, newest)] == ["final", "provisional"]
    assert company.entry(NOW.date()) is None


def test_a_second_run_asks_for_the_newest_days_alone_and_writes_nothing(company):
    company.tenant.put(DAY, ALICE, chat_messages=3)
    company.fetch()
    objects = list(company.history.objects.list())
    company.stand_in.requests.clear()
    outcome = company.fetch(now=NOW + timedelta(hours=6))
    assert (outcome.written, outcome.failures) == (0, [])
    assert sorted(days_of(company.told))[0] == NOW.date() - timedelta(days=5)
    assert [seen.path.rpartition("/")[2] for seen in company.stand_in.requests] == ["daily-usage"]
    assert list(company.history.objects.list()) == objects


def test_the_day_before_the_first_is_not_asked_for_again_and_again(company):
    company.tenant.put(DAY, ALICE, chat_messages=3)
    company.fetch()
    later = NOW + timedelta(days=8)
    company.stand_in.world.today = later.date()
    company.stand_in.requests.clear()
    company.fetch(now=later)
    assert company.stand_in.requests[0].query["start_date"] > str(DAY)
    assert company.entry(DAY - timedelta(days=1)).state == "not_available"


def test_of_a_named_span_only_its_own_days_are_fetched(company):
    company.tenant.put(DAY, ALICE, chat_messages=3)
    company.tenant.put(DAY + timedelta(days=1), ALICE, chat_messages=3)
    company.fetch(since=DAY, until=DAY)
    assert company.entry(DAY + timedelta(days=1)) is None
    assert company.used(1001) == 3


def test_nobody_at_all_leaves_nothing_behind(company):
    assert company.fetch().failures == []
    assert [place for place in read_index(company.history.objects).entries if place.day] == []


def test_unmatched_people_are_counted_and_listed(company):
    company.tenant.put(DAY, ALICE, chat_messages=3)
    company.tenant.put(DAY, GUEST, chat_messages=3)
    company.fetch()
    (hint,) = (event for event in company.told if isinstance(event, Hint))
    assert hint.text.startswith("1 of 2 people of augment are matched to no GitHub account")
    people = {
        row["name"]: (row["user_id"], row["matched"], row["last_day"]) for row in company.kept.people().to_pylist()
    }
    assert people == {ALICE: (1001, True, DAY), GUEST: (stranger_id(GUEST), False, DAY)}


def test_somebody_who_is_matched_later_has_all_their_days_moved(company):
    company.put_github(members=("alice", "bob"))
    for day in (DAY, DAY + timedelta(days=1)):
        company.tenant.put(day, GUEST, chat_messages=3)
    company.fetch()
    company.stand_in.requests.clear()
    company.fetch([*IDENTITIES, Identity(GUEST, 1002)], NOW + timedelta(hours=1))
    for day in (DAY, DAY + timedelta(days=1)):
        assert (company.used(1002, day), company.used(stranger_id(GUEST), day)) == (3, None)
    assert [row["active_users"] for row in company.rows("teams")] == [1]
    assert company.entry().state == "final"


def test_a_login_that_github_no_longer_has_stays_matched(company):
    company.put_github()
    company.tenant.put(DAY, BOB, chat_messages=3)
    company.fetch()
    company.put_github(DAY + timedelta(days=3), members=("alice",))
    company.fetch(now=NOW + timedelta(hours=1))
    assert company.used(1002) == 3


def test_an_augment_that_is_away_is_a_line_and_leaves_everything_as_it_was(company):
    company.put_github()
    company.tenant.put(DAY, ALICE, chat_messages=3)
    company.fetch()
    before = read_index(company.history.objects)
    company.stand_in.faults.add("error", f"{API}/*")
    outcome = company.fetch(now=NOW + timedelta(hours=6))
    assert outcome.failures == [
        f"acme: augment: 127.0.0.1:{company.stand_in.web_url.rpartition(':')[2]} answered 502, 2 times in a row; try again later"
    ]
    assert read_index(company.history.objects) == before


def test_one_bad_day_does_not_stop_the_others_and_is_fetched_next_time(company):
    for back in range(3):
        company.tenant.put(DAY + timedelta(days=back), ALICE, chat_messages=3)
    company.stand_in.faults.add("error", "*by-editor-language", times=2)
    assert len(company.fetch().failures) == 1
    assert [company.entry(DAY + timedelta(days=n)).state for n in range(3)] == ["final", "final", "failed"]
    assert company.entry(DAY - timedelta(days=1)) is None, "the walk back hasn't come to its end"
    assert company.fetch(now=NOW + timedelta(hours=1)).failures == []
    assert company.entry(DAY + timedelta(days=2)).state == "final"


def test_an_answer_that_cannot_be_right_is_kept_aside(company):
    company.tenant.put(DAY, ALICE, chat_messages=-3)
    (failure,) = company.fetch().failures
    assert "column chat_messages: -3 is not a whole number" in failure
    assert company.entry().state == "failed"
    assert len([key for key in company.history.objects.list("quarantine/") if key.endswith(".refused")]) == 1


def test_whoever_was_erased_stays_out_of_every_table_of_it(company):
    newest = NOW.date() - timedelta(days=2)
    company.put_github(newest)
    company.tenant.put(newest, ALICE, chat_messages=3)
    company.tenant.put(newest, GUEST, chat_messages=4)
    company.fetch()
    for number in (1001, stranger_id(GUEST)):
        erase(company.history, number, NOW)
        assert list(held(company.history.objects, read_index(company.history.objects), number)) == []
    company.stand_in.requests.clear()
    company.fetch(now=NOW + timedelta(hours=1))
    assert any("editor-language" in seen.path for seen in company.stand_in.requests), "the day was fetched again"
    assert company.rows("users", newest) == []
    assert company.kept.people().num_rows == 0
    assert company.kept.raw(newest) == b""
    assert company.rows("org", newest)[0]["user_initiated_interaction_count"] == 7


def test_rows_and_names_of_people_go_after_their_time_and_sums_stay(company):
    company.put_github()
    company.tenant.put(DAY, GUEST, chat_messages=3)
    company.tenant.put(NOW.date() - timedelta(days=1), ALICE, chat_messages=3)
    company.fetch(retain_user_days=7)
    assert (company.entry().state, sorted(company.entry().objects)) == ("expired", ["org", "teams"])
    assert company.kept.people()["name"].to_pylist() == [ALICE]
    company.stand_in.requests.clear()
    company.fetch(now=NOW + timedelta(hours=1), retain_user_days=7)
    assert [seen.query for seen in company.stand_in.requests if seen.query.get("date") == str(DAY)] == []


def test_a_record_that_is_damaged_in_the_store_is_fetched_again_when_its_day_is_named(company):
    company.tenant.put(DAY, ALICE, chat_messages=3)
    company.fetch()
    key = company.entry().objects["users"].key
    company.history.objects.write(key, b"broken")
    with pytest.raises(Damaged):
        company.used(1001)
    assert company.fetch(since=DAY, until=DAY).failures == []
    assert company.used(1001) == 3


def test_copilots_numbers_are_the_same_with_augment_beside_them(company):
    span = Span(DAY - timedelta(days=3), DAY + timedelta(days=3))
    for day in span:
        company.put_github(day)

    def told():
        replica = Replica(company.history.objects, company.folder / "replica")
        replica.update()
        insights = Insights(replica, 1)
        (red,) = insights.teams("acme")
        return [
            (
                insights.daily(subject, span),
                insights.summary(subject, span),
                insights.breakdown(subject, span, "feature"),
                insights.breakdown(subject, span, "surface"),
                insights.freshness(subject),
            )
            for subject in (red, Organisation("acme"))
        ] + [insights.members(red, span), insights.teams_overview("acme", span), insights.teams("acme")]

    before = told()
    for day in span:
        company.tenant.put(day, ALICE, chat_messages=30, completions_count=7)
        company.tenant.put(day, GUEST, chat_messages=9)
    company.fetch()
    assert told() == before
