"""What agents did, what the command line did, and AI credits, as people see them."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

RED = "/teams/acme/red"
CARDS = ("lines", "chat", "command-line", "models-over-time", "ai-credits")
COLOURS = """Object.fromEntries(document.getElementById("graph-models-over-time").querySelector(".js-plotly-plot").data
    .filter((trace) => trace.name !== "Other").map((trace) => [trace.name, trace.marker.color]))"""


def test_every_card_is_drawn_for_a_member(person):
    person.sign_in("alice", RED)
    for name in CARDS:
        person.wait_for_drawing(name)
    assert person.text("#title-lines") == "Lines added and deleted"
    assert person.count("#card-agents .bars tbody tr") > 0
    assert "agents wrote" in person.text("#card-lines .chart-say")


def test_deleted_lines_are_drawn_below_zero(person):
    person.sign_in("alice", RED)
    person.wait_for_drawing("lines")
    heights = person.run("""(() => {
        const plot = document.querySelector("#graph-lines .js-plotly-plot");
        const zero = plot.querySelector(".zl").getBoundingClientRect().top;
        const bars = [...plot.querySelectorAll(".bars .point path")].map((bar) => bar.getBoundingClientRect());
        return bars.filter((bar) => bar.height > 1 && bar.top > zero - 1.5).length;
    })()""")
    assert heights > 0


def test_a_model_has_one_colour_in_the_organisation_and_in_every_team(person):
    person.sign_in("dana")
    seen = []
    for address in ("/org", RED, "/teams/acme/checkout"):
        person.open(address)
        person.wait_for_drawing("models-over-time")
        seen.append(person.run(COLOURS))
    organisation, *teams = seen
    assert all(teams)
    for team in teams:
        assert team.items() <= organisation.items()


def test_the_fifth_number_of_the_organisation_is_credits_and_is_not_called_money(person):
    person.sign_in("alice", "/org")
    tile = person.text(".tile:nth-child(5)")
    assert tile.startswith("AI credits")
    assert "not money" in tile


def test_weeks_and_working_days_are_drawn_as_well(person):
    person.sign_in("alice", f"{RED}?group=week&working=1")
    for name in CARDS:
        person.wait_for_drawing(name)
    assert person.text("#card-chat .unit") == "a week"
