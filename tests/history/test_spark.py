"""Spark over the history's files says what the replica says. `make test-slow` installs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.core.days import Span
from dashboard.core.numbers import DIMENSIONS
from dashboard.core.own import Person
from dashboard.core.periods import GROUPINGS
from dashboard.core.subjects import Organisation, Subject
from dashboard.errors import Away, WrongUse
from dashboard.history.objects import open_objects
from dashboard.history.replica import Replica
from dashboard.insights import Insights
from dashboard.settings import Settings
from tests.deployed import fetch_augment, fetch_coder, fetch_history, settings_for

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]
pytest.importorskip("pyspark", reason="make test-slow installs it")

from dashboard.history.spark import Spark  # noqa: E402 - only where Spark is

ORG = "acme"


@pytest.fixture(scope="module")
def settings(demo_github, tmp_path_factory) -> Settings:
    """With a floor of cells, so that some are folded."""
    found = settings_for(demo_github, tmp_path_factory.mktemp("spark"), MIN_CELL_SIZE="5")
    today = datetime.now(UTC).date()
    assert fetch_history(found, since=today - timedelta(days=12)).failures == []
    since = today - timedelta(days=12)
    assert fetch_coder(demo_github, found, datetime.now(UTC), since).failures == []
    assert fetch_augment(demo_github, found, datetime.now(UTC), since).failures == []
    return found


@pytest.fixture(scope="module")
def spark(settings: Settings) -> Iterator[Spark]:
    engine = Spark(open_objects(settings.history_url), "local[2]")
    assert engine.update()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def replica(settings: Settings) -> Replica:
    return Replica(open_objects(settings.history_url), Path(settings.replica_dir))


def over(engine: Spark | Replica, settings: Settings) -> Insights:
    return Insights(engine, settings.min_team_size, settings.min_cell_size)


def spans(last) -> list[Span]:
    return [Span(last - timedelta(days=4), last), Span(last - timedelta(days=40), last + timedelta(days=3))]


def of_subject(subject: Subject, span: Span) -> list[Callable[[Insights], object]]:
    questions: list[Callable[[Insights], object]] = [
        lambda insights: insights.freshness(subject),
        lambda insights: insights.daily(subject, span),
        lambda insights: insights.summary(subject, span),
        lambda insights: insights.change(subject, span),
        lambda insights: insights.legacy(subject),
        lambda insights: insights.phases(subject, span),
        lambda insights: insights.versions(subject, span),
        lambda insights: insights.assistants(subject, span),
        lambda insights: insights.within_language(subject, span, "kotlin"),
    ]
    for dimension in (*DIMENSIONS, "surface"):
        questions.append(lambda insights, dimension=dimension: insights.breakdown(subject, span, dimension))
        questions.append(lambda insights, dimension=dimension: insights.daily_breakdown(subject, span, dimension))
        questions.append(
            lambda insights, dimension=dimension: insights.grouped_breakdown(subject, span, dimension, "week")
        )
    return questions


def test_every_question_has_the_same_answer(settings, spark, replica):
    ours, theirs = over(replica, settings), over(spark, settings)
    teams = ours.teams(ORG)
    assert theirs.teams(ORG) == teams
    assert theirs.coverage([ORG]) == ours.coverage([ORG])
    assert theirs.models(ORG) == ours.models(ORG)
    assert theirs.workspaces_freshness(ORG) == ours.workspaces_freshness(ORG)
    assert theirs.seats(ORG) == ours.seats(ORG)
    assert theirs.seat(Person(ORG, 1001)) == ours.seat(Person(ORG, 1001))
    assert len(ours.seats(ORG).seats) > 10
    assert theirs.offered((), frozenset({ORG})) == ours.offered((), frozenset({ORG}))
    team = next(team for team in teams if team.qualifies)
    for span in spans(ours.freshness(Organisation(ORG)).last):
        assert theirs.teams_overview(ORG, span) == ours.teams_overview(ORG, span)
        assert theirs.members(team, span) == ours.members(team, span)
        assert theirs.reviews(Organisation(ORG), span, "week") == ours.reviews(Organisation(ORG), span, "week")
        assert theirs.started(team, span) == ours.started(team, span)
        assert theirs.added_up(ORG, span, teams) == ours.added_up(ORG, span, teams)
        assert theirs.seats_by_day(ORG, span) == ours.seats_by_day(ORG, span)
        assert theirs.seat_adoption(ORG, span) == ours.seat_adoption(ORG, span)
        assert theirs.repositories(ORG, span) == ours.repositories(ORG, span)
        for grouping in GROUPINGS:
            assert theirs.workspaces(ORG, span, grouping, teams) == ours.workspaces(ORG, span, grouping, teams)
        for some in (None, [team.id]):
            assert theirs.workers(ORG, span, some) == ours.workers(ORG, span, some)
        assert theirs.own_work(Person(ORG, 1001), span) == ours.own_work(Person(ORG, 1001), span)
        assert theirs.teams_of_workers(ORG, span, [team.id]) == ours.teams_of_workers(ORG, span, [team.id])
        assert theirs.team_work(team, span, "week") == ours.team_work(team, span, "week")
        for subject in (Organisation(ORG), team):
            for question in of_subject(subject, span):
                assert question(theirs) == question(ours)


@pytest.mark.parametrize("asked", ["augment", "all"])
def test_every_question_about_another_assistant_has_the_same_answer(settings, spark, replica, asked):
    """Without a floor of cells, so that nothing is withheld."""
    ours, theirs = (Insights(engine, settings.min_team_size).of(asked) for engine in (replica, spark))
    teams = ours.teams(ORG)
    team = next(team for team in teams if team.qualifies and ours.summary(team, newest_days(ours)).now.active_users)
    span, person = newest_days(ours), Person(ORG, 1001)
    assert ours.summary(Organisation(ORG), span).now.active_users
    assert theirs.teams_overview(ORG, span) == ours.teams_overview(ORG, span)
    assert theirs.added_up(ORG, span, teams) == ours.added_up(ORG, span, teams)
    assert theirs.members(team, span) == ours.members(team, span)
    assert theirs.started(team, span) == ours.started(team, span)
    assert theirs.own(person, span, "week") == ours.own(person, span, "week")
    for subject in (Organisation(ORG), team):
        for question in of_subject(subject, span):
            assert question(theirs) == question(ours)


def newest_days(insights: Insights) -> Span:
    last = insights.freshness(Organisation(ORG)).last
    return Span(last - timedelta(days=4), last)


def test_it_follows_the_store_when_the_index_changes(settings, spark):
    before = spark.version
    assert not spark.update()
    today = datetime.now(UTC)
    fetch_history(settings, since=today.date() - timedelta(days=13))
    assert spark.update()
    assert spark.version != before


def test_before_the_first_look_it_is_away_and_a_wrong_question_is_said(settings, spark):
    with pytest.raises(Away):
        Spark(open_objects(settings.history_url), "local[2]").ask("SELECT 1 AS one")
    with pytest.raises(WrongUse):
        spark.ask("SELECT nothing FROM nowhere")
