"""From a language to what was used in it, and what the new sections show to whom."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

RED = "/teams/acme/red"


@pytest.fixture
def alice(person):
    person.sign_in("alice")
    return person


def press(person, selector):
    """Wherever on the page it stands: what is scrolled up may lie under the control bar."""
    person.run(f"document.querySelector('{selector}').click()")


def test_a_row_leads_to_its_language_in_place_and_back(alice):
    alice.open(f"{RED}?days=7")
    alice.wait_for_drawing("active")
    name = alice.find("#card-languages .bars a").text
    press(alice, "#card-languages .bars a")
    alice.browser.wait_for_text_to_equal("#title-language-features", f"{name} by feature")
    assert alice.address().startswith(f"{RED}?language=")
    assert alice.address().endswith("&days=7")
    assert alice.find("#card-languages .bars a[aria-current=true]").text == name
    alice.driver.back()
    alice.browser.wait_for_no_elements("#title-language-features")
    assert alice.address() == f"{RED}?days=7"
    alice.driver.forward()
    alice.find("#title-language-features")
    press(alice, "#card-language-features .below-bars a")
    alice.browser.wait_for_no_elements("#title-language-features")


def test_pull_requests_are_the_organisations_and_are_drawn(alice):
    alice.open("/org#reviews")
    for name in ("pull-requests-created", "pull-requests-merged", "pull-requests-reviewed", "code-review"):
        alice.wait_for_drawing(name)
    alice.find("#graph-time-to-merge .scatterlayer .trace")
    alice.open(RED)
    alice.wait_for_drawing("active")
    assert alice.count("#card-time-to-merge") == 0
    assert alice.count("#card-phases .bars tbody tr") > 0
    assert alice.count("#card-editor-versions .bars tbody tr") > 0


def test_a_median_in_the_csvs_table_is_of_a_day_whatever_the_grouping(alice):
    alice.open("/org?group=week")
    alice.wait_for_drawing("pull-requests-created")
    press(alice, "#table-button-time-to-merge")
    alice.browser.wait_for_element("#table-time-to-merge tbody tr")
    assert alice.text("#table-time-to-merge thead th").lower() == "day"
    assert alice.count("#table-time-to-merge tbody tr") == 28


def test_who_is_not_a_member_sees_none_of_it(person):
    person.sign_in("erin")
    assert person.count("#card-phases, #card-time-to-merge, #card-editor-versions") == 0
