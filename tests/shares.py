"""How tests are shared out between the workers of pytest-xdist: file by file, the longest first.

All that look at one dashboard in Chromium go to one worker, so that both are started once. The quick rooms come last:
with small shares left, the workers end at the same time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from xdist.scheduler import LoadScopeScheduling

# What test files begin with, and the share they belong to.
TOGETHER = {
    "tests/browser/": "the pages",
    "tests/security/test_security_browser": "the hostile pages",
    "tests/security/test_security_frames": "the hostile pages",
}
LONG = ("the pages", "the hostile pages", "tests/torture/", "tests/deployment/")
QUICK = ("tests/core/", "tests/layouts/", "tests/callbacks/", "tests/auth/", "tests/sources/", "tests/api/")


class Shares(LoadScopeScheduling):
    """Hands out shares in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return share(nodeid)


def share(nodeid: str) -> str:
    file = nodeid.partition("::")[0]
    return next((name for start, name in TOGETHER.items() if file.startswith(start)), file)


def in_order(nodeids: Iterable[str]) -> Callable[[str], tuple[int, int, str]]:
    """A key to sort them by: first the long shares, then those of many tests, last the quick rooms."""
    tests = Counter(map(share, nodeids))

    def key(nodeid: str) -> tuple[int, int, str]:
        found = share(nodeid)
        return found.startswith(QUICK) - found.startswith(LONG), -tests[found], found

    return key
