"""Which assistants beside Copilot a refresh asks, and whose people use them."""

from __future__ import annotations

import pytest

from dashboard.asked import asked
from dashboard.settings import read_settings

AUGMENT = {"AUGMENT_API_TOKEN": "of-the-tests"}
CODER = {"CODER_URL": "https://coder.example", "CODER_TOKEN": "of-the-tests"}


@pytest.mark.parametrize(
    ("configured", "found"),
    [
        ({}, []),
        (AUGMENT, [("augment", "acme")]),
        (AUGMENT | CODER | {"CODER_ORG": "umbrella"}, [("augment", "acme"), ("coder", "umbrella")]),
        ({"AUGMENT_ORG": "umbrella"}, []),
    ],
)
def test_those_that_are_configured_are_asked_of_their_organisation(configured, found):
    assert asked(read_settings({"GITHUB_ORG": "acme,umbrella", **configured}, "history")) == found
