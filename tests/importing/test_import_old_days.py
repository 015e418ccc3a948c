from __future__ import annotations

from datetime import date

import pytest

from dashboard.errors import WrongUse
from dashboard.history.store import History
from tests.importing.olden import as_file, as_lines, metrics_day, team, usage_day

MONDAY, TUESDAY = "2025-03-03", "2025-03-04"


def slugs(importing, day: str = MONDAY, org: str = "acme"):
    return {row["slug"]: row["total_code_suggestions"] for row in importing.rows("legacy_team", day, org)}


def test_days_of_teams_become_rows_of_the_day_with_the_team_of_that_slug_today(importing):
    importing.write_directory(red=42)
    content = as_file([team("red", metrics_day(MONDAY), metrics_day(TUESDAY)), team("blue", metrics_day(MONDAY, 7))])
    brought = importing.bring(content)
    assert brought.line().startswith("a-file: teams_history.json of acme: 3 team days written; ")
    assert "no team of that slug today for blue; import again after the first refresh" in brought.line()
    blue, red = importing.rows("legacy_team", MONDAY)
    assert (red["slug"], red["team_id"], red["name"], red["total_code_suggestions"]) == ("red", 42, "Red", 100)
    assert (blue["slug"], blue["team_id"], blue["total_code_suggestions"]) == ("blue", None, 7)
    assert slugs(importing, TUESDAY) == {"red": 100}


@pytest.mark.parametrize("day", [metrics_day(MONDAY), usage_day(MONDAY)])
@pytest.mark.parametrize("shape", [as_file, lambda days: as_lines(*days)])
def test_days_of_an_organisation_become_its_rows(importing, day, shape):
    assert importing.bring(shape([day])).refused == []
    (row,) = importing.rows("legacy_org", MONDAY)
    assert (row["total_active_users"], row["total_code_suggestions"]) == (9, 100)


def test_the_same_file_again_changes_nothing(importing):
    content = as_file([team("red", metrics_day(MONDAY)), team("blue", metrics_day(MONDAY))])
    importing.bring(content)
    before = importing.stored()
    brought = importing.bring(content)
    assert (brought.written, brought.same) == (0, 2)
    assert importing.stored() == before


def test_a_team_that_came_with_the_first_refresh_is_found_at_the_next_import(importing):
    content = as_file([team("red", metrics_day(MONDAY))])
    importing.bring(content)
    importing.write_directory(red=42)
    assert importing.bring(content).unresolved == set()
    assert importing.rows("legacy_team", MONDAY)[0]["team_id"] == 42


def test_other_teams_of_the_same_day_join_those_that_are_here(importing):
    importing.bring(as_file([team("red", metrics_day(MONDAY, 1))]))
    importing.bring(as_file([team("blue", metrics_day(MONDAY, 2)), team("red", metrics_day(MONDAY, 1))]))
    assert slugs(importing) == {"blue": 2, "red": 1}


def test_what_says_otherwise_than_what_is_here_is_left_and_said_unless_it_is_to_replace(importing):
    importing.bring(as_file([team("red", metrics_day(MONDAY, 1))]))
    other = as_file([team("red", metrics_day(MONDAY, 2))])
    brought = importing.bring(other)
    assert f"1 other than what is here and left as it was ({MONDAY} red); --replace takes what" in brought.line()
    assert slugs(importing) == {"red": 1}
    importing.bring(other, replace=True)
    assert slugs(importing) == {"red": 2}


def test_a_day_that_was_appended_twice_alike_counts_once(importing):
    brought = importing.bring(as_file([team("red", metrics_day(MONDAY), metrics_day(MONDAY))]))
    assert (brought.written, brought.repeats, brought.refused) == (1, 1, [])


def test_a_day_told_twice_and_differently_is_refused_with_both_positions_and_the_rest_is_kept(importing, why):
    days = [metrics_day(MONDAY, 1), metrics_day(TUESDAY), metrics_day(MONDAY, 2)]
    brought = importing.bring(as_file([team("red", *days)]))
    assert f"[team 0].data[0] and [team 0].data[2]: two different records for {MONDAY}" in why(brought)
    assert (slugs(importing, MONDAY), slugs(importing, TUESDAY)) == ({}, {"red": 100})


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ({"team": None, "data": []}, "[team 1]: it has no team"),
        ({"team": {"name": "Blue"}, "data": []}, "[team 1]: its team has neither a slug nor"),
        ({"team": {"slug": 7}, "data": []}, "[team 1]: team.slug is 7, not a text"),
        (team("blue", name="half \ud800"), "[team 1]: team.name is 'half \\ud800', not a text"),
        (team("blue", metrics_day(more="\ud800")), "[team 1].data[0]: it can't be kept as JSON"),
        ({"team": "blue", "data": []}, "[team 1]: team is 'blue', not an object"),
        (None, "[team 1]: None is not a team with its data"),
        (team("blue") | {"data": {"a": 1}}, "[team 1]: its data is {'a': 1}, not a list"),
        (team("blue", None), "[team 1].data[0]: None is not a day of GitHub's old APIs"),
        (team("blue", metrics_day("2027-01-01")), "[team 1].data[0]: 2027-01-01 is still to come"),
        (team("blue", metrics_day(total_active_users=-1)), "[team 1].data[0]: total_active_users is -1"),
        (team("blue", metrics_day(total_active_users="9")), "[team 1].data[0]: total_active_users is '9'"),
        (team("blue", metrics_day(total_active_users=float("nan"))), "[team 1].data[0]: total_active_users is nan"),
        (team("blue", metrics_day(), org="initech"), "[team 1]: it is of initech, which is not in GITHUB_ORG"),
    ],
)
def test_what_is_wrong_is_refused_with_its_position_and_the_rest_is_kept(importing, why, spoilt, said):
    brought = importing.bring(as_file([team("red", metrics_day(MONDAY)), spoilt, team("green", metrics_day(MONDAY))]))
    assert f"a-file: {said}" in why(brought)
    assert slugs(importing) == {"green": 100, "red": 100}


def test_a_team_with_null_data_or_description_is_fine(importing):
    brought = importing.bring(
        as_file([team("blue") | {"data": None}, team("red", metrics_day(MONDAY), description=None)])
    )
    assert (brought.refused, slugs(importing)) == ([], {"red": 100})


def test_the_slug_counts_and_not_the_name_that_an_old_address_has(importing):
    importing.write_directory(red=42, **{"Red Team": 43})
    url = "https://github.com/orgs/acme/teams/Red Team"
    importing.bring(as_file([team("red", metrics_day(MONDAY), url=url)]))
    assert importing.rows("legacy_team", MONDAY)[0]["team_id"] == 42


def test_teams_are_of_the_organisation_in_their_address(importing):
    importing.bring(as_file([team("red", metrics_day(MONDAY, 1)), team("red", metrics_day(MONDAY, 2), org="Umbrella")]))
    assert (slugs(importing), slugs(importing, org="umbrella")) == ({"red": 1}, {"red": 2})


def test_what_a_file_says_of_itself_counts_before_what_is_named_for_it(importing):
    importing.bring(as_file([team("red", metrics_day(MONDAY, 1))]), org="umbrella")
    assert slugs(importing) == {"red": 1}


def test_an_organisation_that_is_named_may_be_one_that_is_not_configured(importing):
    importing.bring(as_file([metrics_day(MONDAY)]), org="initech")
    assert len(importing.rows("legacy_org", MONDAY, "initech")) == 1


def test_without_any_organisation_nobody_says_whose_a_file_is(importing):
    with pytest.raises(WrongUse, match="GITHUB_ORG, or name the organisation with --org"):
        importing.bring(as_file([metrics_day()]), configured=())


def test_of_a_truncated_file_what_is_whole_is_kept_and_the_place_is_said(importing, why):
    content = as_file([team("red", metrics_day(MONDAY)), team("blue", metrics_day(MONDAY))])
    brought = importing.bring(content[:-100])
    assert "it ends here, so it is not whole JSON" in why(brought)
    assert slugs(importing) == {"red": 100}


def test_our_own_publication_is_refused_as_a_whole(importing, why):
    ours = team("blue", metrics_day(MONDAY), published_by="copilot-usage-dashboard")
    brought = importing.bring(as_file([team("red", metrics_day(MONDAY)), ours]))
    assert "this is our own publication" in why(brought)
    assert importing.stored() == {}


@pytest.mark.parametrize("content", [["Red", "Blue"], [team("red")["team"], team("blue")["team"]]])
def test_a_list_of_teams_is_recognised_and_has_nothing_to_keep(importing, content):
    assert "a list of teams: nothing to keep" in importing.bring(as_file(content)).line()
    assert importing.stored() == {}


def test_days_older_than_aggregates_may_be_kept_are_left_out_and_counted(importing):
    brought = importing.bring(as_file([metrics_day("2024-01-01"), metrics_day("2026-03-30")]), aggregate_days=400)
    assert "1 day written; 1 left out, being older than may be kept" in brought.line()


def test_days_that_were_purged_do_not_come_back(importing):
    content = as_file([metrics_day("2024-01-01")])
    importing.bring(content)
    History(importing.objects).expire(date(2026, 11, 21), None, 400)
    brought = importing.bring(content, replace=True)
    assert (brought.written, brought.too_old) == (0, 1)
    assert importing.rows("legacy_org", "2024-01-01") == []
