"""Pull requests and code review on an organisation's page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from callbacks.insights import ask
from dashboard.core.days import Span
from dashboard.core.pull_requests import COUNTS, MEDIANS, PullRequestDay, Reviews
from layouts import pull_requests, words
from tests.layouts.fakes import ACME, MISSING, MONTH, RED, FakeInsights, answers_of
from tests.layouts.walking import as_json, figures, of_type, tables, text, with_id

COUNTED = ("pull-requests-created", "pull-requests-merged", "pull-requests-reviewed")


def section(answers=None):
    return as_json(pull_requests.section("acme", answers or answers_of(ACME)))


def by_week():
    insights = FakeInsights()
    return ask(insights, ACME, MONTH, insights.freshness(ACME), "week")


def test_six_cards_each_draw_what_their_table_holds():
    found = section()
    assert len(of_type(found, "Figure")) == 6
    graphs, held = figures(found), tables(found)
    for name in (*COUNTED, "code-review"):
        columns = list(zip(*held[name]["rows"], strict=True))
        assert [trace["y"] for trace in graphs[f"graph-{name}"]["data"]] == [list(columns[1]), list(columns[2])]


def test_what_is_compared_has_one_scale():
    graphs = figures(section())
    assert len({str(graphs[f"graph-{name}"]["layout"]["yaxis"]) for name in COUNTED}) == 1


def test_a_day_without_a_report_is_unknown_in_every_chart():
    for table in tables(section()).values():
        missing = [row for row in table["rows"] if row[0] == MISSING.isoformat()]
        assert all(set(row[1:-1]) == {None} and row[-1] == "no report" for row in missing)


def test_medians_stay_those_of_days_when_weeks_are_shown():
    held = tables(section(by_week()))
    assert [held[name]["columns"][0][0] for name in (*COUNTED, "time-to-merge", "code-review")] == [
        *(["Week from"] * 3),
        "Day",
        "Week from",
    ]
    assert len(held["time-to-merge"]["rows"]) == len(MONTH)
    assert "Opened in that week" in text(section(by_week()))


def test_people_with_code_review_are_drawn_by_what_the_page_is_grouped_by():
    insights, year = FakeInsights(), Span(date(2025, 11, 20), date(2026, 11, 19))
    card = with_id(section(ask(insights, ACME, year, insights.freshness(ACME), "month")), "card-code-review")
    assert {len(trace["x"]) for trace in figures([card])["graph-code-review"]["data"]} == {13}
    assert "on the day of each month with most of them" in text(card)
    assert "on each day" in text(with_id(section(), "card-code-review"))


def test_a_median_is_named_as_one_and_said_in_hours():
    found = section()
    assert "Median of the pull requests merged on each day" in text(with_id(found, "card-time-to-merge"))
    figure = figures(found)["graph-time-to-merge"]
    assert all(
        tick == "0" or tick.endswith(("h", "min", "days", "day")) for tick in figure["layout"]["yaxis"]["ticktext"]
    )
    values = figure["data"][0]
    said = {text.split(" (")[0] for y, text in zip(values["y"], values["customdata"], strict=True) if y is not None}
    assert said <= {words.duration(minutes) for minutes in values["y"] if minutes is not None}


def test_of_many_days_only_the_medians_of_all_are_drawn_and_the_table_has_the_others():
    insights, year = FakeInsights(), Span(date(2025, 11, 20), date(2026, 11, 19))
    card = with_id(section(ask(insights, ACME, year, insights.freshness(ACME), "month")), "card-time-to-merge")
    assert {trace["name"] for trace in figures([card])["graph-time-to-merge"]["data"]} == {"All"}
    assert len(tables([card])["time-to-merge"]["columns"]) == 5
    assert "Those of Copilot’s are in the table." in text(card)


def test_people_who_are_too_few_are_not_called_uncounted_nor_zero():
    days = [PullRequestDay(day, created=1) for day in MONTH]
    found = section(replace(answers_of(ACME), reviews=Reviews(days, days, [])))
    assert "or they are too few to show" in text(with_id(found, "card-code-review"))
    some = [replace(day, passive_review_users=7) for day in days]
    found = section(replace(answers_of(ACME), reviews=Reviews(some, some, [])))
    assert "graph-code-review" in figures(found)


def test_suggestions_say_how_many_were_applied():
    card = with_id(section(), "card-review-suggestions")
    rows = tables([card])["review-suggestions"]["rows"]
    assert [row[0] for row in rows] == ["By anybody", "By Copilot", "Copilot: bug risk", "Copilot: security"]
    assert rows[2][1:] == [400, 160]
    assert "400 160" in text(card)


def reviews_of(**values):
    days = [PullRequestDay(day, **values) for day in MONTH]
    return Reviews(days, days, [])


def test_what_github_does_not_count_is_not_called_zero():
    found = text(section(replace(answers_of(ACME), reviews=reviews_of())))
    assert found.count("That is not the same as zero.") == 6
    assert "0" not in [part for part in found.split() if part.isdigit()]


def test_a_true_zero_is_drawn():
    zeros = dict.fromkeys((*COUNTS, "review_users", "passive_review_users"), 0) | dict.fromkeys(MEDIANS)
    found = section(replace(answers_of(ACME), reviews=reviews_of(**zeros)))
    assert "graph-pull-requests-created" in figures(found)
    assert "No change was suggested in these 28 days" in text(found)


def test_days_before_the_first_report_have_no_figures():
    answers = answers_of(ACME, Span(date(2025, 1, 1), date(2025, 1, 28)))
    assert figures(section(answers)) == {}


def test_a_team_has_no_pull_requests():
    assert pull_requests.section("red", answers_of(RED)) == []


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (None, "unknown"),
        (0.2, "0 min"),
        (35.4, "35 min"),
        (250, "4 h 10 min"),
        (240, "4 h"),
        (3060, "2 days 3 h"),
        (1440, "1 day"),
    ],
)
def test_time_is_said_in_words(minutes, said):
    assert words.duration(minutes).replace(words.NARROW, " ") == said
