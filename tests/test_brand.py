"""What a deployment calls itself: its name and picture on every page, what it announces, and what it hides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callbacks.pages import is_page
from dashboard.app import create_server
from dashboard.core.brand import HIDEABLE, Brand
from dashboard.errors import WrongSettings
from dashboard.logo import LARGEST, logo
from dashboard.settings import read_settings
from layouts import ids
from tests.asking import page_request
from tests.auth.site import Browser
from tests.callbacks.site import Site
from tests.layouts.walking import parts, text, with_id

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
HOSTILE = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>'
PICTURES = {
    "image/png": PNG,
    "image/jpeg": b"\xff\xd8\xff\xe0" + bytes(20),
    "image/gif": b"GIF89a" + bytes(20),
    "image/webp": b"RIFF\x20\x00\x00\x00WEBPVP8 ",
    "image/svg+xml": b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- ours -->\n<svg xmlns="http://www.w3.org/2000/svg"/>',
}


def settings_with(**environ: str):
    return read_settings(environ, "history")


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_is_known_by_what_is_in_it(tmp_path, kind):
    file = tmp_path / "picture.dat"
    file.write_bytes(PICTURES[kind])
    found = settings_with(BRAND_LOGO=str(file)).brand_logo
    assert (found.path, found.kind) == (file, kind)


@pytest.mark.parametrize(
    "content", [b"", b"<html><svg></svg>", b"%PDF-1.7", b"\x00\x00\x01\x00", PNG + bytes(LARGEST)], ids=lambda c: c[:9]
)
def test_what_is_no_picture_or_too_large_is_refused_at_the_start(tmp_path, content):
    file = tmp_path / "logo.png"
    file.write_bytes(content)
    with pytest.raises(WrongSettings, match="BRAND_LOGO"):
        settings_with(BRAND_LOGO=str(file))
    with pytest.raises(ValueError, match="can't be read"):
        logo(str(tmp_path / "none.png"))


@pytest.mark.parametrize("value", ["nowhere", "compare,org", "teams", "help"])
def test_a_page_that_cant_be_hidden_is_refused_with_those_that_can(value):
    with pytest.raises(WrongSettings, match="teams-overview"):
        settings_with(HIDDEN_PAGES=value)


def test_what_can_be_hidden_is_a_page():
    assert all(is_page(f"/{name}/active" if name == "embed" else f"/{name}") for name in HIDEABLE)


@pytest.mark.parametrize(
    ("name", "value"), [("BRAND_NAME", "x" * 61), ("ANNOUNCEMENT", "x" * 301), ("ANNOUNCEMENT", "a\x00b")]
)
def test_a_text_that_would_not_fit_is_refused(name, value):
    with pytest.raises(WrongSettings, match=name):
        settings_with(**{name: value})


@pytest.fixture(scope="module")
def branded(deployed, tmp_path_factory):
    file = tmp_path_factory.mktemp("brand") / "logo.svg"
    file.write_text(HOSTILE)
    changes = {"brand_name": "<Acme> & co", "brand_logo": logo(str(file)), "hidden_pages": frozenset({"me"})}
    return create_server(replace(deployed, **changes))


def test_the_landing_and_the_document_have_the_name_and_the_picture(branded):
    stranger = Browser(branded).open("/").text
    assert "<title>Sign in · &lt;Acme&gt; &amp; co</title>" in stranger
    assert '<img class="logo" src="/vendor/logo-' in stranger
    member = Browser(branded)
    member.sign_in("alice")
    assert "<title>&lt;Acme&gt; &amp; co</title>" in member.open("/org").text


def test_the_picture_is_served_to_anybody_as_a_picture_in_which_nothing_runs(branded):
    browser = Browser(branded)
    page = browser.open("/").text
    address = page.split('<img class="logo" src="')[1].split('"')[0]
    answer = browser.open(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]
    scripts = next(
        part for part in answer.headers["Content-Security-Policy"].split("; ") if part.startswith("script-src")
    )
    assert "unsafe-inline" not in scripts


def test_a_hidden_page_is_404_as_an_address(branded, deployed):
    for server, status in ((branded, 404), (create_server(deployed), 200)):
        browser = Browser(server)
        browser.sign_in("alice")
        assert browser.open("/me").status_code == status
        assert browser.open("/org").status_code == 200


def test_where_the_page_is_hidden_nobody_makes_a_key(branded, deployed):
    for server, status in ((branded, 404), (create_server(deployed), 200)):
        browser = Browser(server)
        browser.sign_in("alice")
        assert browser.client.post("/me/keys", data={"label": "notebook"}).status_code == status


def test_a_page_says_the_name_and_the_announcement_in_its_own_words():
    site = Site(brand=Brand("Acme engineering", "/vendor/logo.png", "Maintenance on Friday <b>evening</b>"))
    page = site.page("/org")
    assert page["title"] == "acme, 28 days · Acme engineering"
    told = with_id(page["children"], ids.ANNOUNCEMENT)
    assert text(told) == "Maintenance on Friday <b>evening</b> Close"
    assert "/vendor/logo.png" in {part["props"].get("src") for part in parts(page["children"])}


def test_an_announcement_is_a_notice_of_the_page_itself_alone():
    site = Site(brand=Brand(announcement="Maintenance on Friday"))
    assert "Maintenance" in text(site.page("/help")["children"])
    assert "Maintenance" not in text(site.page("/help?embed=1")["children"])


def test_the_servers_page_is_branded_too(branded):
    browser = Browser(branded)
    browser.sign_in("alice")
    answer = browser.client.post("/_dash-update-component", json=page_request("/org"))
    assert answer.get_json()["response"]["page"]["data"]["title"].endswith("· <Acme> & co")
