"""A link says whose figures it shows: Copilot's, Augment's, or those of both."""

from __future__ import annotations

from dataclasses import replace

import pytest

from layouts import assistants, ids
from tests.callbacks.site import Site
from tests.cast import ACME, ALICE, DANA, UMBRELLA, viewer
from tests.layouts.fakes import FakeInsights
from tests.layouts.walking import parts, text

PAGES = ("/org", "/teams/acme/red", "/compare", "/teams-overview", "/me")
EVERY = ("copilot", "augment", "all")


@pytest.fixture
def site():
    return Site(replace(DANA, id=ALICE.id), FakeInsights(beside=True))


def pressed(page) -> list[str]:
    """The choice of the control; nothing where there is none."""
    names = {ids.assistant(asked): asked for asked in EVERY}
    found = [part["props"] for part in parts(page["children"]) if part["props"].get("id") in names]
    return [names[props["id"]] for props in found if props["aria-pressed"] == "true"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_use_has_the_choice_and_keeps_it(site, path):
    assert pressed(site.page(path)) == ["copilot"]
    for asked in EVERY:
        page = site.page(f"{path}?assistant={asked}")
        assert pressed(page) == [asked]
        links = [
            part["props"].get("href") or ""
            for part in parts(page["children"])
            if part["props"].get("id") == ids.EARLIER
        ]
        assert all((f"assistant={asked}" in link) == (asked != "copilot") for link in links)


@pytest.mark.parametrize("path", ["/repos", "/seats", "/data", "/teams", "/help"])
def test_pages_that_are_of_github_alone_have_no_choice(site, path):
    assert pressed(site.page(f"{path}?assistant=all")) == []


@pytest.mark.parametrize("path", PAGES)
def test_where_only_copilot_is_used_nothing_is_said_of_assistants(path):
    page = Site(DANA).page(path)
    assert pressed(page) == []
    assert "Augment" not in text(page["children"])


def test_a_link_to_an_assistant_that_is_not_used_falls_back_with_a_notice():
    page = text(Site(DANA).page("/org?assistant=augment")["children"])
    assert "This link asked for an assistant that is not used here. Showing Copilot." in page


@pytest.mark.parametrize(
    ("asked", "called"), [("copilot", "Copilot"), ("augment", "Augment"), ("all", "Copilot or Augment")]
)
def test_sentences_name_what_was_used(site, asked, called):
    for path in ("/org", "/teams/acme/red", "/compare"):
        assert f" used {called}" in text(site.page(f"{path}?assistant={asked}")["children"]), path
    assert f"You used {called} on" in text(site.page(f"/me?assistant={asked}")["children"])


@pytest.mark.parametrize("path", ["/org", "/teams/acme/red"])
def test_what_only_github_says_is_left_out_of_another_assistant_and_said_to_be(site, path):
    for asked in ("augment", "all"):
        page = site.page(f"{path}?assistant={asked}")
        shown = {part["props"].get("id") for part in parts(page["children"])}
        for name in ("ai-credits", "command-line", "models", "editor-versions", "created"):
            assert ids.card(name) not in shown, name
        assert assistants.GITHUBS in text(page["children"])
    assert assistants.GITHUBS not in text(site.page(path)["children"])


def test_people_by_assistant_are_in_exactly_one_part(site):
    """Of twenty people eighteen used Copilot and six Augment."""
    for path in ("/org", "/teams/acme/red"):
        page = site.page(path)
        rows = next(
            p["props"]["data"] for p in parts(page["children"]) if p["props"].get("id") == ids.rows("assistants")
        )
        assert rows["rows"] == [["Copilot alone", 14], ["Augment alone", 2], ["Both", 4]]


def test_no_assistant_opens_another_team():
    site = Site(ALICE, FakeInsights(beside=True))
    for asked in EVERY:
        assert "There is no team here that you can see" in text(
            site.page(f"/teams/acme/blue?assistant={asked}")["children"]
        )


def test_each_organisation_has_its_own_assistants():
    both = viewer("dana", organisations={"acme": ACME, "umbrella": UMBRELLA})
    site = Site(both, FakeInsights(beside=True))
    assert pressed(site.page("/org?org=acme&assistant=all")) == ["all"]
    assert pressed(site.page("/org?org=umbrella&assistant=all")) == []


@pytest.mark.parametrize("path", ["/org", "/teams/acme/red", "/compare", "/teams-overview"])
def test_a_page_without_any_day_of_one_keeps_the_choice_of_the_others(path):
    page = Site(replace(DANA, id=ALICE.id), FakeInsights(last=None, beside=True)).page(f"{path}?assistant=augment")
    assert pressed(page) == ["augment"]
    assert "no day that could be shown here of Augment" in text(page["children"])
