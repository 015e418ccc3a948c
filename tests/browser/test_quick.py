"""Quick changes of team and span: what stands there is what was asked for last, and nothing of the others is left behind."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

RED, PLATFORM = "/teams/acme/red", "/teams/acme/payments-platform"
NAMES = {RED: "Red", PLATFORM: "Payments platform"}
SPANS = (7, 28, 90)
# Fifty views, each another team and span than the one before.
VIEWS = [f"{team}?days={SPANS[turn % 3]}" for turn in range(25) for team in (RED, PLATFORM)]
DRAWN = """document.querySelector("#root.waiting, .dash-graph.stale, [aria-busy=true]") === null
    && document.querySelectorAll(".dash-graph").length > 0
    && document.querySelectorAll("#people .ag-row").length > 0
    && [...document.querySelectorAll(".dash-graph")].every((graph) => graph.querySelector(".main-svg"))"""
GO = "history.pushState({}, '', %r), window.dispatchEvent(new PopStateEvent('popstate'))"
# What the heading, the control bar, a chart, its table and the grid are about, each by itself.
ABOUT = """[document.querySelector("#main h1").textContent, document.querySelector("#team-picker").textContent,
    document.querySelector("#span-picker summary b").textContent,
    document.querySelector("#graph-active > div")._fullLayout.xaxis.range.map((end) => Date.parse(end)),
    window.dash_clientside.pages.tables.active.rows.length, document.title]"""


@pytest.fixture
def dana(person):
    person.sign_in("dana", VIEWS[0])
    wait_for_all(person)
    return person


def wait_for_all(person):
    person.browser._wait_for(lambda _: person.run(DRAWN), None, "not everything is drawn")


def wait_for_view(person, address):
    team, _, days = address.partition("?days=")
    title = f"{NAMES[team]}, {days} days"
    person.browser._wait_for(lambda _: person.driver.title.startswith(title), None, f"{title} never comes")
    wait_for_all(person)


def assert_is_about(person, address):
    team, _, days = address.partition("?days=")
    heading, picker, length, (first, last), rows, title = person.run(ABOUT)
    assert heading == NAMES[team]
    assert NAMES[team] in picker
    assert length == f"{days} days"
    assert round((last - first) / 86_400_000) == int(days)
    assert rows == int(days)
    assert title.startswith(f"{NAMES[team]}, {days} days")


def left(person):
    """Nodes and listeners that the browser keeps, after what nobody holds any more is gone."""
    person.driver.execute_cdp_cmd("Performance.enable", {})
    for _ in range(3):
        person.driver.execute_cdp_cmd("HeapProfiler.collectGarbage", {})
    found = person.driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return {each["name"]: each["value"] for each in found if each["name"] in ("Nodes", "JSEventListeners")}


def test_of_fifty_quick_changes_the_last_one_stands_whole_and_nothing_is_left_of_the_others(dana):
    for address in VIEWS[:6]:  # what is kept from the first of each kind, as compiled scripts, is kept once
        dana.run(GO % address)
        wait_for_view(dana, address)
    before = left(dana)
    dana.run("window.asked = performance.getEntriesByType('resource').length")
    for address in VIEWS:
        dana.run(GO % address)
    wait_for_view(dana, VIEWS[-1])
    assert_is_about(dana, VIEWS[-1])
    dana.run(GO % VIEWS[5])
    wait_for_view(dana, VIEWS[5])
    after = left(dana)
    assert after["Nodes"] < before["Nodes"] * 1.2
    assert after["JSEventListeners"] < before["JSEventListeners"] * 1.2


def test_each_of_some_changes_shows_that_view_in_all_its_parts_at_once(dana):
    for address in VIEWS[1:7]:
        dana.run(GO % address)
        wait_for_view(dana, address)
        assert_is_about(dana, address)


@pytest.fixture
def new_tab(dana):
    """With a history of its own: of more than fifty entries Chromium forgets the oldest, and loses count of the others."""
    before = dana.driver.current_window_handle
    dana.driver.switch_to.new_window("tab")
    dana.open(VIEWS[0])
    wait_for_all(dana)
    yield dana
    dana.driver.close()
    dana.driver.switch_to.window(before)


def test_back_and_forward_go_through_the_views(new_tab):
    dana = new_tab
    for address in VIEWS[1:5]:
        dana.run(GO % address)
    wait_for_view(dana, VIEWS[4])
    for turn, step in ((2, -2), (0, -2), (3, 3)):
        dana.run(f"history.go({step})")
        wait_for_view(dana, VIEWS[turn])
        assert dana.address() == VIEWS[turn]
        assert_is_about(dana, VIEWS[turn])


def test_a_change_asks_the_server_once_and_moves_nothing(dana):
    dana.run(
        "(window.moved = 0, performance.clearResourceTimings(), new PerformanceObserver((list) => list.getEntries()"
        ".forEach((entry) => (window.moved += entry.value))).observe({type: 'layout-shift'}))"
    )
    dana.run(GO % VIEWS[2])
    wait_for_view(dana, VIEWS[2])
    asked = dana.run("performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname)")
    assert asked == ["/_dash-update-component"]
    assert dana.run("window.moved") < 0.1


def test_a_chart_below_the_screen_never_shows_the_figures_of_another_team(dana):
    """Those are drawn when there is time; until then they are not to be seen."""
    watch = """(window.seen = [], new MutationObserver(() => {
        if (!document.title.startsWith("Payments")) return;
        for (const graph of document.querySelectorAll(".dash-graph:not(.stale)")) {
            const drawn = JSON.stringify(graph.firstChild.data?.[0]?.y);
            if (drawn === window.of_red[graph.id]) window.seen.push(graph.id);
        }
    }).observe(document.body, {subtree: true, childList: true, attributes: true}))"""
    dana.run(
        "window.of_red = Object.fromEntries([...document.querySelectorAll('.dash-graph')]"
        ".map((graph) => [graph.id, JSON.stringify(graph.firstChild.data[0].y)]))"
    )
    dana.run(watch)
    dana.run(GO % f"{PLATFORM}?days=7")
    wait_for_view(dana, f"{PLATFORM}?days=7")
    assert dana.run("window.seen") == []


def test_people_below_the_screen_come_after_what_is_on_it(dana):
    """Those of the team before stay until then, unseen."""
    dana.run(
        """(window.busy = [], new MutationObserver(() => {
            if (document.title.startsWith("Payments")) window.busy.push(document.getElementById("place-people").ariaBusy);
        }).observe(document.body, {subtree: true, childList: true, attributes: true}))"""
    )
    dana.run(GO % f"{PLATFORM}?days=7")
    wait_for_view(dana, f"{PLATFORM}?days=7")
    assert dana.run("[window.busy[0], window.busy.at(-1)]") == ["true", "false"]
    assert dana.run("getComputedStyle(document.querySelector('#place-people > *')).opacity") == "1"
    logins = "window.dash_clientside.pages.{}.rows.map(([login]) => login).sort()".format
    assert dana.run(logins("written('people')")) == dana.run(logins("tables.people")) != []
