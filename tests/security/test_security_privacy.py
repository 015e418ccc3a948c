"""D2: a cohort of a few people, and the subtractions that would find them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from auth.access import Membership
from callbacks.looking import Looking
from callbacks.pages import show
from dashboard.core.days import Span
from dashboard.core.subjects import Team
from dashboard.insights import Insights
from layouts import ids
from tests.api.conftest import Asking
from tests.builders import FETCHED, counts, day_of, history_of, membership, people, usage
from tests.cast import ACME, ADMINS, DANA, RED, viewer
from tests.layouts.walking import as_json

MONDAY = date(2026, 11, 2)
WEEK = Span(MONDAY, MONDAY + timedelta(days=6))
CREW = ["alice", "bob", *people(1, 3)]
TEAMS = {"red": CREW, "nearly-red": [*CREW, "charlie", "person-004"], "wide": [*CREW, *people(4, 9)]}
IDS = {"red": 42, "nearly-red": 44, "wide": 45}
RED_TEAM = Team("acme", 42, "red", "Red")
KINDS = ["daily", "summary", "breakdown/feature", "members"]


def mine(*slugs: str) -> list[Membership]:
    return [Membership("acme", ACME, IDS[slug], slug, slug) for slug in slugs]


IN_ALL = viewer("alice", *mine(*TEAMS))
IN_RED = viewer("bob", RED)


def a_day(teams: dict[str, list[str]]):
    everybody = sorted({login for crew in teams.values() for login in crew})
    members = [membership(login, IDS[slug], slug) for slug, crew in teams.items() for login in crew]
    users = [usage(login, interactions=1, generations=100 if login == "charlie" else 1) for login in everybody]
    return day_of("acme", MONDAY, users, members, {"daily_active_users": len(everybody), **counts()})


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    days = [("acme", MONDAY + timedelta(days=n), a_day(TEAMS)) for n in range(2)]
    return history_of(tmp_path_factory.mktemp("privacy"), days)


def offered(ask, who) -> dict[str, str | None]:
    return {team["slug"]: team["reason"] for team in ask("/teams", who)[1]["teams"]}


@pytest.mark.parametrize("kind", KINDS)
def test_d2_of_two_teams_that_differ_by_few_only_the_larger_is_shown(history, kind):
    ask = Asking(Insights(history, 5))
    assert offered(ask, IN_ALL) == {"red": "too_few_licensed", "nearly-red": None, "wide": None}
    status, found = ask(f"/teams/acme/red/{kind}", IN_ALL)
    assert (status, found["detail"]) == (403, "too_few_licensed")
    assert "nearly-red" in found["message"]


def test_d2_who_can_not_see_the_larger_one_sees_the_smaller(history):
    ask = Asking(Insights(history, 5))
    assert offered(ask, IN_RED) == {"red": None}
    assert ask("/teams/acme/red/summary", IN_RED)[1]["active_users"] == 5


@pytest.mark.parametrize(
    ("names_to", "who", "closed"),
    [
        ("admins", IN_ALL, True),
        ("admins", DANA, False),
        ("members", IN_ALL, False),
        ("members", DANA, False),
        ("nobody", IN_ALL, True),
        ("nobody", DANA, True),
    ],
)
def test_d2_who_may_see_names_sees_both(history, names_to, who, closed):
    found = offered(Asking(Insights(history, 5, show_names_to=names_to)), who)
    assert (found["red"] is not None) == closed


def test_d2_the_page_and_the_drop_down_say_what_the_api_says(history):
    insights = Insights(history, 5)
    page = as_json(show(Looking(IN_ALL, insights, FETCHED, "/teams/acme/red")))
    assert "withheld" in str(page)
    assert "nearly-red" in str(page)
    drawn = show(Looking(IN_ALL, insights, FETCHED, "/teams"))
    (options,) = [
        part["data"]["options"] for part in walk(as_json(drawn)) if part.get("id") == ids.options(ids.TEAM_PICKER)
    ]
    closed = {option["value"]: option["disabled"] for option in options}
    assert closed == {"acme/red": True, "acme/nearly-red": False, "acme/wide": False}


def walk(found: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in a piece of JSON."""
    if isinstance(found, dict):
        yield found
        found = list(found.values())
    for part in found if isinstance(found, list) else ():
        yield from walk(part)


def test_d2_the_history_finds_every_team_within_another_on_every_day(tmp_path):
    """Random teams over random days, against sets."""
    chance, expected, days = random.Random(7), set(), []
    for n in range(12):
        crews = random_crews(chance)
        day = MONDAY + timedelta(days=n)
        members = [membership(login, team) for team, crew in crews.items() for login in sorted(crew)]
        days.append(("acme", day, day_of("acme", day, [usage("alice")], members)))
        expected |= {
            (small, large, len(crews[small]), len(crews[large] - crews[small]))
            for small in crews
            for large in crews
            if crews[small] < crews[large]
        }
    rows = history_of(tmp_path, days).ask("SELECT * FROM contained")
    assert {(row["team_id"], row["within"], row["licensed"], row["more"]) for row in rows} == expected
    assert len(expected) > 20


def random_crews(chance: random.Random) -> dict[int, set[str]]:
    crews: dict[int, set[str]] = {}
    for team in range(1, 7):
        base = crews[chance.randrange(1, team)] if team > 1 and chance.random() < 0.6 else set()
        crews[team] = {*base, *chance.sample(people(1, 12), chance.randrange(1, 4))}
    return crews


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_d2_a_cohort_of_one_to_four_is_shown_to_nobody(tmp_path, size):
    days = [("acme", MONDAY, a_day({"red": CREW[:size], "wide": TEAMS["wide"]}))]
    insights = Insights(history_of(tmp_path, days), 5)
    for who in (IN_RED, viewer("dana", ADMINS, admin_of=frozenset({"acme"}))):
        for kind in KINDS:
            status, found = Asking(insights)(f"/teams/acme/red/{kind}", who)
            assert (status, found["detail"]) == (403, "too_few_licensed")
    (day,) = insights.daily(RED_TEAM, Span(MONDAY, MONDAY))
    assert (day.state, day.licensed_members, day.counters.generations) == ("suppressed", None, None)


def test_d2_the_difference_of_two_spans_is_whole_days_of_at_least_five(tmp_path):
    """On the third day charlie alone was there; longer spans less shorter ones must not tell what they did."""
    crews = [CREW, CREW, ["charlie"], CREW, [*CREW, "charlie"], CREW[:4], CREW]
    days = [("acme", MONDAY + timedelta(days=n), a_day({"red": crew})) for n, crew in enumerate(crews)]
    insights = Insights(history_of(tmp_path, days), 5)
    shown = {day.day: day.counters.generations for day in insights.daily(RED_TEAM, WEEK) if day.known}
    assert set(shown) == {MONDAY + timedelta(days=n) for n in (0, 1, 3, 4, 6)}
    for first in WEEK:
        for last in (day for day in WEEK if day >= first):
            now = insights.summary(RED_TEAM, Span(first, last)).now
            inside = [day for day in shown if first <= day <= last]
            assert now.days_counted == len(inside)
            assert (now.counters.generations or 0) == sum(shown[day] for day in inside)


def test_d2_a_breakdown_never_leaves_one_cell_to_be_had_by_subtraction(tmp_path):
    def part(language: str) -> dict:
        return {"language": language, "feature": "code_completion", **counts(generations=10)}

    crew = people(1, 9)
    users = [
        usage(login, generations=10, totals_by_language_feature=[part("cobol" if login == "person-001" else "go")])
        for login in crew
    ]
    members = [membership(login, 42, "red") for login in crew]
    insights = Insights(history_of(tmp_path, [("acme", MONDAY, day_of("acme", MONDAY, users, members))]), 5, 5)
    (other,) = insights.breakdown(RED_TEAM, Span(MONDAY, MONDAY), "language")
    assert (other.name, other.active_users, other.generations) == ("other", 9, 90)
