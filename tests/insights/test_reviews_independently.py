"""Pull requests, phases, versions and languages, computed another way: pandas over the files GitHub's stand-in gave."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dashboard.core.numbers import DIMENSIONS
from dashboard.core.subjects import Organisation
from dashboard.history.objects import open_objects
from dashboard.history.replica import Replica
from dashboard.insights import Insights
from tests.insights.test_independently import FLOOR, frame, span_of

ACME = Organisation("acme")
GITHUBS = {
    "created": "total_created",
    "created_by_copilot": "total_created_by_copilot",
    "reviewed": "total_reviewed",
    "reviewed_by_copilot": "total_reviewed_by_copilot",
    "merged": "total_merged",
    "merged_created_by_copilot": "total_merged_created_by_copilot",
    "merged_reviewed_by_copilot": "total_merged_reviewed_by_copilot",
    "suggestions": "total_suggestions",
    "applied": "total_applied_suggestions",
    "copilot_suggestions": "total_copilot_suggestions",
    "copilot_applied": "total_copilot_applied_suggestions",
    "minutes_to_merge": "median_minutes_to_merge",
    "minutes_created_by_copilot": "median_minutes_to_merge_copilot_authored",
    "minutes_reviewed_by_copilot": "median_minutes_to_merge_copilot_reviewed",
}


@pytest.fixture(scope="module")
def insights(deployed):
    return Insights(Replica(open_objects(deployed.history_url), Path(deployed.replica_dir)), FLOOR)


@pytest.fixture(scope="module")
def aggregate(deployed):
    rows = frame(Path(deployed.history_url), "organization-1-day")
    return rows.assign(day=rows.day.dt.date).set_index("day")


@pytest.fixture(scope="module")
def people(deployed):
    rows = frame(Path(deployed.history_url), "users-1-day")
    return rows.assign(day=rows.day.dt.date)


@pytest.fixture(scope="module")
def members(deployed, people):
    """One row for each member and day that counts, with what their row of the day has."""
    rows = frame(Path(deployed.history_url), "user-teams-1-day")
    rows = rows.assign(day=rows.day.dt.date)[["day", "team_id", "user_id"]]
    licensed = rows.groupby(["team_id", "day"]).user_id.transform("nunique")
    return rows[licensed >= FLOOR].merge(people, on=["day", "user_id"])


def test_pull_requests_are_githubs_day_by_day(insights, aggregate):
    span = span_of(insights, ACME)
    reviews = insights.reviews(ACME, span, "day")
    assert [day.day for day in reviews.days] == list(span)
    known = [day for day in reviews.days if day.day in aggregate.index]
    assert len(known) > 20
    for day in known:
        theirs = aggregate.pull_requests[day.day]
        assert {name: getattr(day, name) for name in GITHUBS} == {name: theirs[key] for name, key in GITHUBS.items()}
        assert day.review_users == aggregate.daily_active_copilot_code_review_users[day.day]
    assert all(day.created is None for day in reviews.days if day.day not in aggregate.index)


def test_suggestions_by_comment_type_add_up_over_the_span(insights, aggregate):
    span = span_of(insights, ACME)
    entries = aggregate[[day in span for day in aggregate.index]].pull_requests
    parts = pd.DataFrame([e for row in entries for e in row["copilot_suggestions_by_comment_type"]])
    sums = parts.groupby("comment_type")[["total_copilot_suggestions", "total_copilot_applied_suggestions"]].sum()
    comments = insights.reviews(ACME, span, "day").comments
    assert {c.name: (c.suggestions, c.applied) for c in comments} == {
        n: tuple(row) for n, row in zip(sums.index, sums.to_numpy(), strict=True)
    }
    assert [c.suggestions for c in comments] == sorted((c.suggestions for c in comments), reverse=True)


def test_the_weeks_are_the_sums_of_their_days(insights):
    reviews = insights.reviews(ACME, span_of(insights, ACME), "week")
    for name in ("created", "merged", "reviewed_by_copilot"):
        assert sum(getattr(week, name) or 0 for week in reviews.points) == reviews.total(name)


def newest(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    return rows.sort_values("day").groupby(by).tail(1)


def test_every_teams_phases_agree(insights, members):
    teams = [team for team in insights.teams("acme") if team.qualifies]
    for team in teams:
        span = span_of(insights, team)
        rows = members[(members.team_id == team.id) & members.day.between(span.first, span.last)]
        expected = newest(rows, ["user_id"]).ai_adoption_phase.map(lambda found: found["phase"]).value_counts()
        assert {row.name: row.people for row in insights.phases(team, span).rows} == expected.to_dict(), team


def versions_of(rows: pd.DataFrame) -> dict[tuple[str, str, str], int]:
    exploded = rows[["day", "user_id", "totals_by_ide"]].explode("totals_by_ide").dropna()
    found = []
    for day, user, entry in exploded.itertuples(index=False):
        if editor := entry.get("last_known_ide_version"):
            found.append((day, user, "editor", entry["ide"], editor["ide_version"]))
        if plugin := entry.get("last_known_plugin_version"):
            found.append((day, user, "plugin", plugin["plugin"], plugin["plugin_version"]))
    table = pd.DataFrame(found, columns=["day", "user_id", "kind", "name", "version"])
    return newest(table, ["user_id", "kind", "name"]).groupby(["kind", "name", "version"]).size().to_dict()


def test_versions_agree_for_the_organisation_and_every_team(insights, people, members):
    for subject in [ACME, *(team for team in insights.teams("acme") if team.qualifies)][:8]:
        span = span_of(insights, subject, days=34)
        rows = people if subject is ACME else members[members.team_id == subject.id]
        counted = {day.day for day in insights.daily(subject, span) if day.known}
        found = {(v.kind, v.name, v.version): v.people for v in insights.versions(subject, span)}
        assert found == versions_of(rows[rows.day.isin(counted)]), subject


def within(rows: pd.Series, language: str, dimension: str) -> dict[str, int]:
    parts = pd.DataFrame([entry for found in rows.dropna() for entry in found])
    parts = parts[parts.language == language] if len(parts) else parts
    return parts.groupby(dimension).code_generation_activity_count.sum().to_dict() if len(parts) else {}


def test_what_was_used_in_every_language_agrees(insights, aggregate, members):
    red = next(team for team in insights.teams("acme") if team.slug == "red")
    for subject in (ACME, red):
        span = span_of(insights, subject)
        rows = aggregate.reset_index() if subject is ACME else members[members.team_id == red.id]
        counted = {day.day for day in insights.daily(subject, span) if day.known}
        rows = rows[rows.day.isin(counted)]
        for language in {cell.name for cell in insights.breakdown(subject, span, "language")}:
            found = insights.within_language(subject, span, language)
            for dimension, cells in (("feature", found.features), ("model", found.models)):
                expected = within(rows[f"totals_by_language_{dimension}"], language, dimension)
                assert {c.name: c.generations for c in cells} == {n: v for n, v in expected.items() if v}, (
                    subject,
                    language,
                )


def test_a_language_nobody_used_has_no_view(insights):
    assert insights.within_language(ACME, span_of(insights, ACME), "cobol") is None
    assert insights.within_language(ACME, span_of(insights, ACME), "") is None


def test_with_a_floor_of_cells_a_part_of_a_language_shows_enough_people_or_is_folded(deployed, people):
    insights = Insights(Replica(open_objects(deployed.history_url), Path(deployed.replica_dir)), FLOOR, 5)
    span = span_of(insights, ACME)
    shown = [cell.name for cell in insights.breakdown(ACME, span, "language")]
    assert "other" in shown
    assert insights.within_language(ACME, span, "other") is None
    rows = people[people.day.between(span.first, span.last)][["user_id", "totals_by_language_feature"]]
    parts = rows.explode("totals_by_language_feature").dropna()
    used = pd.DataFrame(
        [
            {"user_id": user, **part}
            for user, part in parts.itertuples(index=False)
            if part["code_generation_activity_count"]
        ]
    )
    counts = used.groupby(["language", "feature"]).user_id.nunique().to_dict()
    folded = 0
    for language in set(shown) - {"other"}:
        for cell in insights.within_language(ACME, span, language).features:
            if cell.name != "other":
                assert counts[language, cell.name] >= 5
            else:
                folded += 1
    assert folded


def test_with_a_floor_of_cells_people_with_code_review_are_enough_on_some_day_or_unknown(deployed, insights):
    span = span_of(insights, ACME)
    most = max(day.review_users or 0 for day in insights.reviews(ACME, span, "day").days)
    for floor, known in ((most, True), (most + 1, False)):
        asked = Insights(insights.history, FLOOR, floor)
        assert any(day.review_users is not None for day in asked.reviews(ACME, span, "day").days) == known


def test_what_is_withheld_of_a_breakdown_stands_last(deployed, insights):
    asked, span = Insights(insights.history, FLOOR, 5), span_of(insights, ACME)
    for subject in [ACME, *(team for team in asked.teams("acme") if team.qualifies)]:
        for dimension in (*DIMENSIONS, "surface"):
            withheld = [cell.active_users is None for cell in asked.breakdown(subject, span, dimension)]
            assert withheld == sorted(withheld)


def test_versions_are_folded_until_what_is_withheld_is_enough_people(insights, people):
    asked, span = Insights(insights.history, FLOOR, 5), span_of(insights, ACME, days=34)
    whole, shown = insights.versions(ACME, span), asked.versions(ACME, span)
    for kind in ("editor", "plugin"):
        of_kind = [version for version in shown if version.kind == kind]
        assert all(version.people is None or version.people >= 5 for version in of_kind)
        rest = sum(v.people for v in whole if v.kind == kind) - sum(v.people or 0 for v in of_kind)
        assert rest == 0 or any(version.people is None for version in of_kind)
