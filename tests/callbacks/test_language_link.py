"""A language is chosen in the address, and anybody's link to one is answered in place."""

from __future__ import annotations

import pytest

from tests.layouts.walking import of_type, parts, text, with_id

RED, ORG = "/teams/acme/red", "/org"
FALLEN_BACK = "This link asked for a language that has no figures on these days. Showing all languages."


def notices(page):
    return [text(part) for part in parts(page["children"]) if part["props"].get("className") == "notice"]


def cards(page):
    return {figure["props"]["id"] for figure in of_type(page["children"], "Figure")}


def links(page):
    return {text(link): link for link in of_type(with_id(page["children"], "languages"), "A")}


@pytest.mark.parametrize("path", [RED, ORG])
def test_a_language_shows_its_features_and_models_in_place(site, path):
    page = site.page(f"{path}?days=90&language=kotlin")
    assert {"card-language-features", "card-language-models"} <= cards(page)
    found = text(with_id(page["children"], "languages"))
    assert "Kotlin by feature" in found
    assert "GitHub’s reports don’t say in which editors a language was used." in found
    assert notices(page) == []


def test_the_rows_are_links_that_keep_the_rest_of_the_view(site):
    page = site.page(f"{RED}?days=90&compare=0&language=kotlin")
    found = links(page)
    assert found["TypeScript"]["props"]["href"] == "?language=typescript&days=90&compare=0"
    assert found["Kotlin"]["props"]["aria-current"] == "true"
    for back in ("Kotlin", "Back to all languages"):
        assert found[back]["props"]["href"] == "?days=90&compare=0"
    assert not any(name.startswith("Other") for name in found)


def test_without_one_there_is_nothing_but_the_links(site):
    page = site.page(RED)
    assert not {"card-language-features", "card-language-models"} & cards(page)
    assert links(page)["Kotlin"]["props"]["href"] == "?language=kotlin"
    assert "aria-current" not in links(page)["Kotlin"]["props"]


@pytest.mark.parametrize("language", ["cobol", "KOTLIN", "<b>x</b>", "' or 1=1 --", "%00"])
def test_an_unknown_one_falls_back_with_a_notice(site, language):
    page = site.page(f"{RED}?language={language}")
    assert notices(page) == [FALLEN_BACK]
    assert "card-language-features" not in cards(page)
