from __future__ import annotations

from datetime import date

from auth.keys import PersonalKey
from layouts import made_key
from layouts.landing import Site as Plain
from layouts.me import MOST
from tests.callbacks.site import Site
from tests.cast import ALICE, DANA
from tests.layouts.walking import of_type, text

NOON = 1_795_262_400.0  # 21 November 2026
KEY = PersonalKey("abc", "<b>weekly</b> report", NOON, None, NOON + 90 * 86400)


def page_of(*keys: PersonalKey, viewer=ALICE):
    return Site(viewer, own_keys=keys).page("/me")["children"]


def test_the_page_says_who_one_is_and_where_one_belongs():
    page = page_of()
    assert "signed in as alice, which is number 1001 at GitHub" in text(page)
    assert "Red" in text(page)
    assert "none of them" in text(page)
    assert "acme" in text(page_of(viewer=DANA))


def test_a_key_is_listed_with_the_form_that_revokes_it():
    page = page_of(KEY)
    said = text(page)
    assert all(word in said for word in ("<b>weekly</b> report", "21 Nov 2026", "never", "19 Feb 2027"))
    forms = {form["props"]["action"]: form["props"]["method"] for form in of_type(page, "Form")}
    assert forms == {"/logout": "POST", "/me/keys": "POST", "/me/keys/abc/revoke": "POST"}


def test_with_five_keys_there_is_no_form_for_a_sixth():
    page = page_of(*[KEY] * MOST)
    assert "/me/keys" not in [form["props"]["action"] for form in of_type(page, "Form")]


def test_the_key_itself_is_text():
    site = Plain(("acme",), "https://github.example", (), "/assets/theme.js", "/copilot/")
    page = made_key.page(site, 'cud_"><script>', "https://usage.example/api/v1", date(2027, 2, 19))
    assert "<script>" not in page.replace('<script src="/assets', "")
    assert 'href="/copilot/me"' in page
    assert "19 February 2027" in page
