"""What `make shots` takes pictures of."""

from __future__ import annotations

from callbacks.pages import is_page
from dashboard.core.brand import HIDEABLE
from tests.shots import SHOTS

ALWAYS = ("org", "teams", "help")  # the pages that can't be hidden


def test_every_page_is_among_them():
    first = {
        shot.address.split("?")[0].strip("/").split("/")[0] for shot in SHOTS if is_page(shot.address.split("?")[0])
    }
    assert first == {"", *ALWAYS, *HIDEABLE}


def test_no_two_are_of_one_name():
    assert len({shot.name for shot in SHOTS}) == len(SHOTS)
