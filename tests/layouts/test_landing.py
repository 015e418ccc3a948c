from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dashboard.core.brand import Brand
from layouts import landing

SITE = landing.Site(("acme",), "https://github.example", ("/vendor/bootstrap.css",), "/assets/theme.js", "/copilot/")
WORDS = [*landing.TURNED_AWAY, "refused"]
REASONS = [landing.turned_away("acme", word, f"Because of {word}.", f"https://github.example/{word}") for word in WORDS]


def test_a_stranger_is_told_what_this_is_and_what_github_will_ask():
    page = landing.landing(SITE)
    assert "How acme uses GitHub Copilot" in page
    assert 'href="/copilot/login/github"' in page
    assert "read:user" in page
    assert "read:org" in page
    assert "https://github.example/orgs/acme/sso" in page


@pytest.mark.parametrize(
    ("names_to", "members", "admins"),
    [("admins", "no", "in all teams"), ("members", "in your own teams", "in all teams"), ("nobody", "no", "no")],
)
def test_a_stranger_is_told_who_will_see_names(names_to, members, admins):
    page = landing.landing(replace(SITE, names_to=names_to))
    assert f'<th scope="row">Names of people</th><td>{members}</td><td>{admins}</td>' in page


def test_a_hidden_page_is_not_promised():
    assert "A person’s own page" in landing.landing(SITE)
    assert "A person’s own page" not in landing.landing(replace(SITE, brand=Brand(hidden=frozenset({"me"}))))


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.title)
def test_who_is_turned_away_is_told_why_and_what_to_do(reason):
    page = landing.landing(SITE, reason)
    assert page.index(reason.title) < page.index("Sign in with GitHub")
    assert reason.link in page
    assert reason.text in page
    assert "If you can’t get in" not in page


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503, 418, 599])
def test_every_error_has_a_page_with_a_way_on(status):
    page = landing.error(SITE, status)
    assert '<html lang="en"' in page
    assert 'href="/copilot/"' in page


def test_nothing_hostile_gets_into_a_plain_page():
    hostile = '"><script>alert(1)</script>'
    page = landing.landing(replace(SITE, orgs=(hostile,)), landing.turned_away(hostile, hostile, hostile, hostile))
    assert "<script>alert" not in page


def test_plain_pages_run_no_inline_script_and_load_nothing_from_elsewhere():
    page = landing.landing(SITE)
    assert re.findall(r"<script[^>]*>", page) == ['<script src="/assets/theme.js">']
    assert not re.search(r'(?:src|rel="stylesheet" href)="https?:', page)
    assert " onclick" not in page
