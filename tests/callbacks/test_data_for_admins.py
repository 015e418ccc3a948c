"""Who sees the state of the data, and of which organisation."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from callbacks.pages import is_page
from dashboard.core.rows import USERS_REPORT
from layouts import ids
from tests.builders import covered
from tests.callbacks.site import Site
from tests.cast import ACME, ALICE, CHARLIE, DANA, UMBRELLA, viewer
from tests.layouts.fakes import LAST, FakeInsights
from tests.layouts.walking import of_type, parts, picker, text, with_id

TWO = {"acme": ACME, "umbrella": UMBRELLA}
BOTH = viewer("dana", admin_of=frozenset(TWO), organisations=TWO)


class Watched(FakeInsights):
    """Remembers whose coverage was asked for."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def coverage(self, orgs):
        self.asked.extend(orgs)
        return super().coverage(orgs)


def links(page):
    return [link["props"]["href"] for link in of_type(page["children"], "A")]


def test_an_admin_sees_the_state_of_the_data():
    site = Site(DANA, Watched())
    page = site.page("/data")
    assert page["title"] == "State of the data of acme · Copilot usage"
    assert site.insights.asked == ["acme"]
    here = [text(part) for part in parts(page["children"]) if part["props"].get("aria-current") == "page"]
    assert here == ["State of the data"]


@pytest.mark.parametrize("who", [ALICE, CHARLIE], ids=["alice", "charlie"])
@pytest.mark.parametrize("address", ["/data", "/data?org=acme", "/data?org=ACME"])
def test_others_are_refused_and_nothing_is_asked(who, address):
    site = Site(who, Watched())
    page = site.page(address)
    assert page["title"].startswith("This page is for admins")
    assert "Only admins of acme can see this." in text(page["children"])
    assert site.insights.asked == []


@pytest.mark.parametrize("org", ["umbrella", "nowhere", "acme%00"])
def test_an_organisation_an_admin_is_not_in_looks_like_none(org):
    site = Site(DANA, Watched())
    assert site.page(f"/data?org={org}")["title"].startswith("There is no organisation here")
    assert site.insights.asked == []


def test_being_admin_of_one_organisation_opens_no_other():
    half = replace(BOTH, admin_of=frozenset({"umbrella"}))
    site = Site(half, Watched())
    assert site.page("/data")["title"].startswith("State of the data of umbrella")
    assert site.page("/data?org=acme")["title"].startswith("This page is for admins")
    assert site.insights.asked == ["umbrella"]


def test_an_admin_of_several_organisations_chooses_among_them():
    page = Site(BOTH).page("/data?org=Umbrella")
    offered = picker(page["children"], ids.ORG_PICKER)
    assert (offered["value"], [option["value"] for option in offered["options"]]) == ("umbrella", ["acme", "umbrella"])


def test_only_admins_have_it_in_the_navigation():
    assert "/data" in links(Site(DANA).page("/org"))
    assert "/data" not in links(Site(ALICE).page("/org"))


def test_an_empty_history_is_not_an_error():
    assert "No data yet" in text(Site(DANA, FakeInsights(last=None)).page("/data")["children"])


class Beside(FakeInsights):
    """With three weeks of Augment beside GitHub's."""

    def coverage(self, orgs):
        days = [LAST - timedelta(days=back) for back in range(21)]
        entries = [entry for org in orgs for entry in covered(USERS_REPORT, days, org=org)]
        return [*super().coverage(orgs), *(replace(entry, source="augment") for entry in entries)]


def test_other_assistants_stand_below_where_they_have_days_or_are_asked():
    page = Site(DANA, Beside(), asked=(("coder", "acme"),)).page("/data")["children"]
    assert "of GitHub; Augment and Coder below" in text(page)
    assert "Complete from 30 October 2026 to 19 November 2026." in text(with_id(page, "augment"))
    assert "No report has come yet" in text(with_id(page, "coder"))
    assert with_id(page, "card-augment-users-1-day")
    assert [part for part in parts(page) if part["props"].get("id") == "card-users-1-day"], "GitHub's keeps its name"


def test_what_is_asked_of_another_organisation_is_not_shown():
    shown = text(Site(DANA, asked=(("coder", "umbrella"),)).page("/data")["children"])
    assert "Coder" not in shown


def test_only_another_assistants_days_are_a_page_as_well():
    page = Site(DANA, FakeInsights(last=None), asked=(("augment", "acme"),)).page("/data")["children"]
    assert "What is missing" not in text(page)
    assert "No report has come yet" in text(with_id(page, "augment"))


def test_the_address_is_a_page():
    assert is_page("/data")
    assert not is_page("/data/acme")
