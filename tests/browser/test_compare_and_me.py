"""Side by side, and one's own usage, as alice, dana and erin."""

from __future__ import annotations

import csv
import time

import pytest

pytestmark = pytest.mark.browser

PLATFORM = "acme/payments-platform"


@pytest.fixture
def alice(person):
    person.sign_in("alice")
    return person


@pytest.fixture
def dana(person):
    person.sign_in("dana")
    return person


def wait_for_sides(person, names):
    script = "[...document.querySelectorAll('#card-active h4')].map(h => h.textContent)"
    person.browser._wait_for(lambda _: person.run(script) == names, None, f"not {names} are compared")
    person.browser.wait_for_no_elements(".dash-graph.stale")


def test_a_member_changes_what_is_compared_and_goes_back(alice):
    alice.open("/compare?with=acme/red&days=7")
    alice.see("Red")
    wait_for_sides(alice, ["13 Nov – 19 Nov", "6 Nov – 12 Nov"])
    alice.click("#compared summary")
    assert "Checkout" not in alice.text("#compared-offered")
    alice.find("#compared-search").send_keys("platf")
    offered = "[...document.querySelectorAll('#compared-offered li:not([hidden])')].map(li => li.textContent)"
    assert alice.run(offered) == ["Payments platform"]
    alice.click("#compared-offered li:not([hidden]) a")
    alice.wait_for_address(f"/compare?with=acme/red,{PLATFORM}&days=7")
    wait_for_sides(alice, ["Red", "Payments platform"])
    alice.wait_for_drawing("active-1")
    alice.driver.back()
    wait_for_sides(alice, ["13 Nov – 19 Nov", "6 Nov – 12 Nov"])


def test_another_span_is_set_with_the_date_field(alice):
    alice.open("/compare?with=acme/red&days=7")
    alice.click("#compared summary")
    alice.run("document.querySelector('#against').value = '2026-10-05'")
    alice.click(".pop-compare .dates-form button")
    wait_for_sides(alice, ["13 Nov – 19 Nov", "5 Oct – 11 Oct"])
    assert "against=2026-10-05" in alice.address()


def test_a_team_of_others_in_a_link_is_left_out_as_one_that_does_not_exist(alice):
    alice.open(f"/compare?with={PLATFORM},acme/checkout,acme")
    wait_for_sides(alice, ["Payments platform", "acme"])
    left_out = alice.text("main")
    alice.open(f"/compare?with={PLATFORM},acme/no-such-team,acme")
    wait_for_sides(alice, ["Payments platform", "acme"])
    assert alice.text("main") == left_out
    assert "doesn’t exist" in alice.text(".notice")


def test_the_csv_of_all_numbers_is_what_an_admin_reads_across(dana, downloads):
    dana.open("/compare?with=acme/checkout,acme/fraud,acme")
    wait_for_sides(dana, ["Checkout", "Fraud", "acme"])
    script = (
        "[...document.querySelectorAll('#shown-numbers tbody tr')].map(r => [...r.children].map(c => c.textContent))"
    )
    read = {name: values for name, *values in dana.run(script)}
    dana.run("document.querySelector('[data-csv=numbers]').click()")
    rows = list(csv.DictReader(arrived(downloads, "*compared*numbers.csv").open(newline="")))
    assert [row["Of"] for row in rows] == ["Checkout", "Fraud", "acme"]
    assert [f"{int(row['Interactions']):,}" for row in rows] == read["Interactions"]
    assert [row["Licensed members"] or "unknown" for row in rows] == read["Licensed members"]


def arrived(folder, pattern):
    for _ in range(50):
        for found in folder.glob(pattern):
            return found
        time.sleep(0.1)
    raise AssertionError(f"no {pattern} was saved")


def test_one_sees_ones_own_usage_beside_ones_team(alice):
    alice.open("/me")
    alice.see("Your usage")
    alice.wait_for_drawing("interactions")
    assert alice.text(".answer").startswith("You used Copilot on ")
    assert alice.count("#card-beside-team .tick") == 4
    alice.click("#card-beside-team .beside a:not([aria-current])")
    alice.browser.wait_for_contains_text("#card-beside-team .beside a[aria-current]", "Red")
    alice.click("[data-ask='group=week']")
    alice.wait_for_address("/me?team=acme/red&group=week")
    alice.browser.wait_for_element("[data-ask='group=week'][aria-pressed=true]")
    alice.click("#table-button-interactions")
    alice.browser.wait_for_text_to_equal("#table-interactions th", "Week from")


def test_two_people_at_the_same_address_see_their_own(person):
    seen = []
    for login in ("alice", "dana"):
        person.begin()
        person.sign_in(login)
        person.open("/me?user=1001")
        person.see("Your usage")
        assert f"{login}, which is number" in person.text("#belong")
        seen.append(person.text(".answer"))
    assert seen[0] != seen[1]


@pytest.mark.parametrize("address", ["/me", "/compare?with=acme"])
def test_who_is_not_a_member_sees_neither(person, address):
    person.sign_in("erin")
    person.open(address)
    assert "not a member" in person.text("main")
    assert person.count(".chart") == 0
    person.driver.get_log("browser")  # the refusal is in it


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_neither_scrolls_sideways(dana, width):
    dana.at(width, 900)
    for address in ("/compare?with=acme/checkout,acme/fraud,acme", "/me"):
        dana.open(address)
        dana.browser.wait_for_element(".chart")
        assert dana.run("document.documentElement.scrollWidth") <= width, address
