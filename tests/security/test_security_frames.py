"""X4, X5: who may frame the pages, and what a page that does can do to them. In a real Chromium, on several hosts."""

from __future__ import annotations

import re

import pytest

from dashboard.errors import WrongSettings
from dashboard.settings import read_settings
from tests.security.corp import INTRANET, Guest
from tests.security.hostile import IMAGE, SVG
from tests.security.test_security_browser import TEAM

pytestmark = pytest.mark.browser

STRANGE = ("other.corp.test", "evil.test", "intranet.corp.test.evil.test", "intranet.evil.test", "corp.test")
BLOCKED = "chrome-error://chromewebdata/"
MESSAGES = """for (const said of [{type: "IFRAME_HEIGHT", height: 1}, "javascript:window.XSS=1", {props: {children: "x"}},
    JSON.stringify({pathname: "/logout"}), null, new ArrayBuffer(9)]) frames[0].postMessage(said, "*")"""
GROUNDS = "[document.body, document.documentElement].map((part) => getComputedStyle(part).backgroundColor)"
SHOWN = "[location.href, document.title, document.body.innerText]"


@pytest.fixture
def member(corp_site, corp_chromium):
    """Signed in at the top level, as one has to be: GitHub's pages can't be framed."""
    found = Guest(corp_chromium, corp_site)
    found.begin()
    found.sign_in(SVG)
    yield found
    found.driver.switch_to.default_content()


def frame(guest, host, address=TEAM):
    """Opens a page of `host` that frames ours, and steps into the frame."""
    guest.driver.switch_to.default_content()
    guest.driver.get(f"http://{host}:{guest.site.framing}/?{guest.url}{address}")
    guest.driver.switch_to.frame(0)


def is_blocked(guest):
    guest.browser._wait_for(lambda _: guest.run("document.readyState") == "complete", None, "the frame is not loaded")
    return guest.run("location.href") == BLOCKED


def test_x4_the_intranet_page_frames_the_dashboard_with_the_session(member):
    frame(member, INTRANET)
    member.see(IMAGE)
    member.settle()
    assert not is_blocked(member)
    assert member.count(".tile") == 5
    assert member.text(".side-who .name") == SVG
    member.click(".side a[href='/org']")
    member.see("acme")
    assert member.run("window.violations") == []
    assert member.complaints() == []


def test_x4_what_is_embedded_lets_the_page_around_it_shine_through(member):
    frame(member, INTRANET, f"{TEAM}?embed=1")
    member.see(IMAGE)
    assert set(member.run(GROUNDS)) == {"rgba(0, 0, 0, 0)"}
    frame(member, INTRANET)
    member.see(IMAGE)
    assert "rgba(0, 0, 0, 0)" not in member.run(GROUNDS)[:1], "a whole page has its own ground"


def test_x4_no_other_page_frames_it(member):
    for host in STRANGE:
        frame(member, host)
        assert is_blocked(member), host
        assert "frame-ancestors" in " ".join(member.complaints()), host


def test_x4_errors_answers_and_files_are_not_framed_either(member):
    for address in ("/nothing/here", "/api/v1/me", "/healthz", "/assets/theme.js"):
        frame(member, "evil.test", address)
        assert is_blocked(member), address


def test_x5_messages_of_the_page_around_it_change_nothing(member):
    frame(member, INTRANET)
    member.see(IMAGE)
    member.settle()
    before = member.run(SHOWN)
    member.driver.switch_to.default_content()
    member.driver.execute_script(MESSAGES)
    member.driver.switch_to.frame(0)
    assert member.driver.execute_async_script("setTimeout(arguments[0], 200, true)")
    assert member.run(SHOWN) == before
    assert member.run("window.XSS") is None


def test_x4_who_is_signed_out_leaves_the_frame_to_sign_in(member):
    member.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    frame(member, INTRANET)
    assert not is_blocked(member)
    assert member.find("main .btn-primary").get_attribute("target") == "_blank"


@pytest.mark.parametrize(
    "origin",
    ["https://*", "*", "https://a.test;script-src *", "https://a.test 'unsafe-inline'", "https://a.test/path", "null"],
)
def test_x4_a_setting_that_would_open_the_frame_to_more_is_refused(origin):
    with pytest.raises(WrongSettings) as refused:
        read_settings({"FRAME_ANCESTORS": origin}, "history")
    assert re.search("FRAME_ANCESTORS is wrong", str(refused.value))
