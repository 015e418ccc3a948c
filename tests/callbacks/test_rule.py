"""The rule is the lock: every callback is posted teams that its viewer may not see."""

from __future__ import annotations

import json

import pytest

from tests.callbacks.site import Site
from tests.cast import ALICE, CHARLIE, DANA
from tests.layouts.fakes import BLUE, FakeInsights

NOT_HERS = ["/teams/acme/blue", "/teams/acme/BLUE", "/teams/umbrella/red", "/teams/acme/hostile"]
NOWHERE = [
    "/teams/acme/unknown",
    "/teams/nowhere/red",
    "/teams/acme/43",
    "/teams/acme/..",
    "/teams/acme/%2e%2e",
    "/teams/acme/red%00",
]
GARBAGE = [
    None,
    0,
    [],
    {},
    "",
    "/" * 3000,
    "/teams/acme/blue/",
    "//teams//acme/blue",
    "/teams/acme/' or 1=1 --",
    "\x00",
    "🦆",
]


class Watched(FakeInsights):
    """Remembers which teams' numbers were asked for."""

    def __init__(self):
        super().__init__()
        self.asked = set()

    def __getattribute__(self, name):
        found = super().__getattribute__(name)
        if name not in (
            "daily",
            "summary",
            "change",
            "breakdown",
            "daily_breakdown",
            "grouped_breakdown",
            "freshness",
            "phases",
            "versions",
            "within_language",
        ):
            return found

        def watched(subject, *rest):
            self.asked.add(getattr(subject, "id", subject.org))
            return found(subject, *rest)

        return watched


def on_the_server(site):
    return [found for found in site.dependencies() if not found["clientside_function"]]


def body_of(callback, value):
    """Every input and state of a callback set to `value`, as a forger would."""

    def filled(parts):
        return [{"id": part["id"], "property": part["property"], "value": value} for part in parts]

    ids = callback["output"].strip(".").split("...")
    outputs = [dict(zip(("id", "property"), output.rsplit(".", 1), strict=True)) for output in ids]
    return {
        "output": callback["output"],
        "outputs": outputs if len(outputs) > 1 else outputs[0],
        "inputs": filled(callback["inputs"]),
        "state": filled(callback["state"]),
        "changedPropIds": [f"{part['id']}.{part['property']}" for part in callback["inputs"]][:1],
    }


@pytest.mark.parametrize("address", [*NOT_HERS, *NOWHERE, *GARBAGE], ids=lambda address: repr(address)[:40])
def test_no_callback_gives_a_team_that_is_not_the_viewers(address):
    site = Site(ALICE, Watched())
    callbacks = on_the_server(site)
    assert callbacks
    for callback in callbacks:
        answer = site.post(body_of(callback, address))
        assert answer.status_code in (200, 204, 400)
        assert BLUE.name not in answer.text
        assert "onerror" not in answer.text
    assert site.insights.asked <= {"acme"}


@pytest.mark.parametrize("address", [*NOT_HERS, *NOWHERE])
def test_forbidden_and_unknown_look_the_same(address):
    site = Site(ALICE)
    assert site.page(address)["children"] == site.page("/teams/acme/no-such-team")["children"]


def test_forging_every_input_reaches_those_who_may():
    """Or the test above could not fail."""
    site = Site(CHARLIE, Watched())
    for callback in on_the_server(site):
        assert BLUE.name in site.post(body_of(callback, "/teams/acme/blue")).text
    assert BLUE.id in site.insights.asked


def test_an_admin_sees_any_team_of_their_organisation_and_none_of_another():
    site = Site(DANA, Watched())
    assert site.page("/teams/acme/blue")["title"].startswith("Blue")
    assert site.page("/teams/umbrella/red")["title"].startswith("There is no team here")


def test_a_team_of_the_same_name_in_another_organisation_is_another_team():
    site = Site(ALICE, Watched())
    site.page("/teams/umbrella/red")
    assert site.insights.asked == set()


@pytest.mark.parametrize("org", ["umbrella", "nowhere", "ACME%00", "../acme"])
def test_an_organisation_one_is_not_in_is_refused(org):
    site = Site(ALICE, Watched())
    assert site.page(f"/org?org={org}")["title"].startswith("There is no organisation here")
    assert site.insights.asked == set()


def test_a_viewer_is_offered_their_own_teams_only():
    page = json.dumps(Site(ALICE).page("/teams"))
    assert "acme/red" in page
    assert "acme/blue" not in page
