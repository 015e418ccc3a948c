from __future__ import annotations

import pytest

from tests.callbacks.site import Site


@pytest.fixture
def site():
    return Site()
