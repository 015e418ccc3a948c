"""The definitions of docs/numbers.md, one by one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dashboard.core.days import Span
from dashboard.core.subjects import Organisation, Team
from dashboard.insights import Insights
from tests.builders import counts, day_of, history_of, membership, people, usage

MONDAY = date(2026, 11, 2)
ACME = Organisation("acme")
RED, BLUE = Team("acme", 42, "red", "Red"), Team("acme", 43, "blue", "Blue")


def days_from(first: date, *outcomes):
    return [("acme", first + timedelta(days=number), found) for number, found in enumerate(outcomes)]


@pytest.fixture
def insights(tmp_path):
    def over(*days, floor=5, cell_floor=1):
        return Insights(history_of(tmp_path, days), floor, cell_floor)

    return over


def completions(generations: int, acceptances: int) -> dict:
    return {"feature": "code_completion", **counts(generations=generations, acceptances=acceptances)}


def team_of_five(team: int = 42) -> list[dict]:
    return [membership(login, team) for login in people(1, 5)]


def everybody_active(logins=None, **fields) -> list[dict]:
    return [usage(login, interactions=1, **fields) for login in logins or people(1, 5)]


ONE_DAY = Span(MONDAY, MONDAY)


def test_githubs_worked_example(insights):
    users = [usage("alice", acceptances=12, added=88), usage("bob", acceptances=7, added=24)]
    users = [{**row, "used_chat": True} for row in users]
    members = [membership("alice", 42), membership("alice", 43), membership("bob", 42)]
    total = {"daily_active_users": 2, **counts(acceptances=19, added=112)}
    asked = insights(("acme", MONDAY, day_of("acme", MONDAY, users, members, total)), floor=1)

    red, blue, acme = (asked.summary(subject, ONE_DAY).now for subject in (RED, BLUE, ACME))

    assert (red.active_users, red.counters.acceptances, red.counters.loc_added) == (2, 19, 112)
    assert (blue.active_users, blue.counters.acceptances, blue.counters.loc_added) == (1, 12, 88)
    assert (acme.active_users, acme.counters.acceptances) == (2, 19)


def test_a_person_in_two_teams_counts_in_each_and_once_in_the_organisation(insights):
    logins = people(1, 5)
    members = [membership(login, team) for login in logins for team in (42, 43)]
    asked = insights(("acme", MONDAY, day_of("acme", MONDAY, everybody_active(), members, counts(interactions=5))))
    assert [asked.summary(team, ONE_DAY).now.active_users for team in (RED, BLUE)] == [5, 5]
    assert asked.summary(ACME, ONE_DAY).now.active_users == 5


def test_a_member_without_a_row_is_licensed_and_not_active(insights):
    users = everybody_active(people(1, 4))
    asked = insights(("acme", MONDAY, day_of("acme", MONDAY, users, team_of_five())))
    (day,) = asked.daily(RED, ONE_DAY)
    assert (day.licensed_members, day.active_users) == (5, 4)


def test_a_row_of_zeros_is_not_activity_and_any_signal_is(insights):
    users = [
        usage("person-001", ai_credits_used=3.5),
        usage("person-002", used_chat=False),
        usage("person-003", used_cli=True),
        usage("person-004", acceptances=1),
        usage("person-005", generations=1),
    ]
    asked = insights(("acme", MONDAY, day_of("acme", MONDAY, users, team_of_five())))
    assert asked.daily(RED, ONE_DAY)[0].active_users == 3


def test_days_below_the_floor_are_withheld_and_left_out_of_the_span(insights):
    four = [membership(login, 42) for login in people(1, 4)]
    days = days_from(
        MONDAY,
        day_of("acme", MONDAY, everybody_active(), team_of_five()),
        day_of("acme", MONDAY + timedelta(days=1), everybody_active(), four),
        day_of("acme", MONDAY + timedelta(days=2), everybody_active(), team_of_five(43)),
    )
    asked = insights(*days)
    span = Span(MONDAY, MONDAY + timedelta(days=2))
    assert [day.state for day in asked.daily(RED, span)] == ["final", "suppressed", "suppressed"]
    total = asked.summary(RED, span).now
    assert (total.days_counted, total.counters.interactions, total.licensed_members) == (1, 5, 5)


def test_five_licensed_of_whom_four_were_ever_active_do_not_qualify(insights):
    asked = insights(("acme", MONDAY, day_of("acme", MONDAY, everybody_active(people(1, 4)), team_of_five())))
    assert [(team.id, team.reason) for team in asked.teams("acme")] == [(42, "too_few_active")]


def test_being_active_on_different_days_qualifies(insights):
    days = days_from(
        MONDAY,
        day_of("acme", MONDAY, everybody_active(people(1, 3)), team_of_five()),
        day_of("acme", MONDAY + timedelta(days=1), everybody_active(people(4, 5)), team_of_five()),
    )
    assert insights(*days).teams("acme")[0].reason is None


def test_four_licensed_never_qualify_however_active(insights):
    four = [membership(login, 42) for login in people(1, 4)]
    asked = insights(("acme", MONDAY, day_of("acme", MONDAY, everybody_active(people(1, 4)), four)))
    (team,) = asked.teams("acme")
    assert (team.reason, team.licensed) == ("too_few_licensed", None)


def test_a_person_in_two_organisations_counts_in_each_and_the_two_do_not_mix(insights):
    both = day_of("acme", MONDAY, everybody_active(), team_of_five(), counts(interactions=5))
    other = day_of("umbrella", MONDAY, everybody_active(), team_of_five(), counts(interactions=7))
    asked = insights(("acme", MONDAY, both), ("umbrella", MONDAY, other))
    assert asked.summary(ACME, ONE_DAY).now.counters.interactions == 5
    umbrella = asked.summary(Organisation("umbrella"), ONE_DAY).now
    assert (umbrella.counters.interactions, umbrella.active_users) == (7, 5)
    assert asked.daily(RED, ONE_DAY)[0].licensed_members == 5


def test_adoption_is_of_those_licensed_at_the_end_and_never_above_one(insights):
    six_left = [membership(login, 42) for login in people(1, 11)]
    five_stay = [membership(login, 42) for login in people(7, 11)]
    days = days_from(
        MONDAY,
        day_of("acme", MONDAY, everybody_active(people(1, 8)), six_left),
        day_of("acme", MONDAY + timedelta(days=1), everybody_active(people(7, 8)), five_stay),
    )
    total = insights(*days).summary(RED, Span(MONDAY, MONDAY + timedelta(days=1))).now
    assert (total.active_users, total.licensed_members, total.adoption) == (8, 5, 2 / 5)


def test_active_users_of_a_span_are_distinct_people_not_a_sum_of_days(insights):
    days = days_from(
        MONDAY, *(day_of("acme", MONDAY + timedelta(days=n), everybody_active(), team_of_five()) for n in range(3))
    )
    asked, span = insights(*days), Span(MONDAY, MONDAY + timedelta(days=2))
    assert sum(day.active_users for day in asked.daily(RED, span)) == 15
    assert asked.summary(RED, span).now.active_users == 5


def test_the_acceptance_rate_is_of_completions_alone_and_a_ratio_of_sums(insights):
    rows = [
        usage("person-001", generations=90, acceptances=9, totals_by_feature=[completions(10, 9)]),
        usage("person-002", generations=30, acceptances=3, totals_by_feature=[completions(30, 3)]),
        *everybody_active(people(3, 5)),
    ]
    asked = insights(("acme", MONDAY, day_of("acme", MONDAY, rows, team_of_five())))
    assert asked.summary(RED, ONE_DAY).now.counters.acceptance_rate == 12 / 40


def test_without_completions_the_acceptance_rate_is_unknown(insights):
    asked = insights(("acme", MONDAY, day_of("acme", MONDAY, everybody_active(), team_of_five())))
    assert asked.summary(RED, ONE_DAY).now.counters.acceptance_rate is None


def test_a_day_without_one_of_the_two_reports_is_unknown_and_not_zero(insights):
    days = days_from(
        MONDAY,
        day_of("acme", MONDAY, everybody_active(), team_of_five()),
        day_of("acme", MONDAY + timedelta(days=1), None, team_of_five()),
        day_of("acme", MONDAY + timedelta(days=2), everybody_active(), None),
    )
    asked, span = insights(*days), Span(MONDAY, MONDAY + timedelta(days=3))
    daily = asked.daily(RED, span)
    assert [day.state for day in daily] == ["final", "not_available", "not_available", "not_available"]
    assert [day.counters.interactions for day in daily] == [5, None, None, None]
    assert asked.summary(RED, span).now.days_counted == 1


def test_licensed_members_are_read_off_the_last_day_that_has_the_membership_report(insights):
    more = [membership(login, 42) for login in people(1, 7)]
    days = days_from(
        MONDAY,
        day_of("acme", MONDAY, everybody_active(), team_of_five()),
        day_of("acme", MONDAY + timedelta(days=1), None, more),
        day_of("acme", MONDAY + timedelta(days=2), everybody_active(), None),
    )
    assert insights(*days).summary(RED, Span(MONDAY, MONDAY + timedelta(days=2))).now.licensed_members == 7


def test_with_no_known_day_everything_is_unknown(insights):
    asked = insights(("acme", MONDAY, day_of("acme", MONDAY, everybody_active(), team_of_five())))
    empty = asked.summary(RED, Span(date(2026, 1, 1), date(2026, 1, 7))).now
    assert (empty.days_counted, empty.active_users, empty.licensed_members, empty.adoption) == (0, None, None, None)
    assert empty.counters.interactions is None


def test_a_change_leaves_out_places_that_are_unknown_in_either_span(insights):
    known = [day_of("acme", MONDAY + timedelta(days=n), everybody_active(), team_of_five()) for n in range(6)]
    known[1] = day_of("acme", MONDAY + timedelta(days=1), None, team_of_five())
    asked = insights(*days_from(MONDAY, *known))
    change = asked.change(RED, Span(MONDAY + timedelta(days=3), MONDAY + timedelta(days=5)))
    assert (change.now.counters.interactions, change.before.counters.interactions, change.left_out) == (10, 10, 1)


def test_the_organisation_is_githubs_aggregate_with_its_weekly_and_monthly_people(insights):
    total = {"daily_active_users": 9, "weekly_active_users": 12, "monthly_active_users": 20, **counts(interactions=77)}
    asked = insights(("acme", MONDAY, day_of("acme", MONDAY, everybody_active(), None, total)))
    (day,) = asked.daily(ACME, ONE_DAY)
    assert (day.active_users, day.weekly_active_users, day.monthly_active_users) == (9, 12, 20)
    assert (day.counters.interactions, day.licensed_members) == (77, None)


def test_a_breakdown_counts_people_with_anything_in_that_row(insights):
    chat = {"feature": "chat_panel_ask_mode", **counts(interactions=4)}
    nothing = {"feature": "others", **counts()}
    rows = [
        usage("person-001", totals_by_feature=[completions(10, 1), chat]),
        usage("person-002", totals_by_feature=[completions(20, 5), nothing]),
        *everybody_active(people(3, 5)),
    ]
    asked = insights(("acme", MONDAY, day_of("acme", MONDAY, rows, team_of_five())))
    cells = asked.breakdown(RED, ONE_DAY, "feature")
    shown = [(cell.name, cell.active_users, cell.interactions, cell.generations) for cell in cells]
    assert shown == [("code_completion", 2, 0, 30), ("chat_panel_ask_mode", 1, 4, 0)]


def test_people_of_an_organisation_are_counted_once_however_many_there_are(insights):
    chat = [{"feature": "chat_inline", **counts(interactions=1)}]
    first, second = people(1, 4500), people(4000, 4999)
    days = days_from(
        MONDAY,
        day_of("acme", MONDAY, everybody_active(first, totals_by_feature=chat), None, counts(interactions=1)),
        day_of("acme", MONDAY + timedelta(days=1), everybody_active(second), None, counts(interactions=1)),
        day_of("acme", MONDAY + timedelta(days=2), everybody_active(second, totals_by_feature=chat), None, counts()),
    )
    asked, span = insights(*days), Span(MONDAY, MONDAY + timedelta(days=2))
    assert asked.summary(ACME, span).now.active_users == 4999
    assert [(cell.name, cell.active_users) for cell in asked.breakdown(ACME, span, "feature")] == [
        ("chat_inline", 4999)
    ]


def test_people_of_a_breakdown_are_unknown_where_no_day_has_rows_of_people(insights):
    total = {**counts(interactions=7), "totals_by_feature": [{"feature": "chat_inline", **counts(interactions=7)}]}
    asked = insights(("acme", MONDAY, day_of("acme", MONDAY, None, None, total)))
    (cell,) = asked.breakdown(ACME, ONE_DAY, "feature")
    assert (cell.interactions, cell.active_users) == (7, None)


def test_use_of_a_day_on_which_somebody_was_not_in_the_team_is_not_the_teams(insights):
    chat = [{"feature": "chat_inline", **counts(interactions=1)}]
    users = [*everybody_active(people(1, 5)), usage("person-006", interactions=1, totals_by_feature=chat)]
    with_six = [membership(login, 42) for login in people(1, 6)]
    tuesday = MONDAY + timedelta(days=1)
    days = days_from(MONDAY, day_of("acme", MONDAY, users, team_of_five()), day_of("acme", tuesday, users, with_six))
    asked = insights(*days)
    assert asked.summary(RED, ONE_DAY).now.active_users == 5
    assert asked.summary(RED, Span(MONDAY, tuesday)).now.active_users == 6
    assert asked.breakdown(RED, ONE_DAY, "feature") == []
    assert [cell.active_users for cell in asked.breakdown(RED, Span(MONDAY, tuesday), "feature")] == [1]


def test_by_language_interactions_are_unknown_and_no_name_is_called_unknown(insights):
    row = {"feature": "code_completion", **counts(generations=3)}
    row.pop("user_initiated_interaction_count")
    rows = [
        usage("person-001", totals_by_language_feature=[{"language": "go", **row}, {"language": "", **row}]),
        *everybody_active(people(2, 5)),
    ]
    asked = insights(("acme", MONDAY, day_of("acme", MONDAY, rows, team_of_five())))
    cells = asked.breakdown(RED, ONE_DAY, "language")
    assert [(cell.name, cell.interactions, cell.generations) for cell in cells] == [
        ("go", None, 3),
        ("unknown", None, 3),
    ]


def test_cells_of_too_few_people_fold_into_other_and_are_withheld_if_still_too_few(insights):
    def by_feature(*names):
        return [{"feature": name, **counts(interactions=1)} for name in names]

    rows = [
        *(usage(login, totals_by_feature=by_feature("chat_inline")) for login in people(1, 5)),
        usage("person-006", totals_by_feature=by_feature("copilot_cli")),
        usage("person-007", totals_by_feature=by_feature("copilot_app")),
    ]
    members = [membership(login, 42) for login in people(1, 7)]
    asked = insights(("acme", MONDAY, day_of("acme", MONDAY, rows, members)), cell_floor=5)
    cells = asked.breakdown(RED, ONE_DAY, "feature")
    assert [(cell.name, cell.active_users, cell.interactions) for cell in cells] == [
        ("chat_inline", 5, 5),
        ("other", None, None),
    ]
    assert {cell.name for cell in asked.daily_breakdown(RED, ONE_DAY, "feature")} == {"chat_inline"}
