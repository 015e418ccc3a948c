"""Every component id, once. A name is what one chart of a page is called in ids, in its CSV and in tests."""

from __future__ import annotations

ADDRESS = "address"
PAGE = "page"
ROOT = "root"
SESSION_NOTICE = "session-notice"
SAID = "said"

MAIN = "main"
TEAM_PICKER = "team-picker"
ORG_PICKER = "org-picker"
SPAN_PICKER = "span-picker"
FROM = "span-from"
TO = "span-to"
EARLIER = "span-earlier"
LATER = "span-later"
COMPARE = "compare"
WORKING = "working"
KEY_LABEL = "key-label"
COMPARED = "compared"
COMPARED_SEARCH = "compared-search"
COMPARED_OFFERED = "compared-offered"
AGAINST = "against"
UNUSED = "unused"
ANNOUNCEMENT = "announcement"
FIND = "find"
FOUND = "found"


def card(name: str) -> str:
    return f"card-{name}"


def title(name: str) -> str:
    return f"title-{name}"


def graph(name: str) -> str:
    return f"graph-{name}"


def shown(name: str) -> str:
    """What a chart shows before somebody asks for its table."""
    return f"shown-{name}"


def table(name: str) -> str:
    return f"table-{name}"


def table_button(name: str) -> str:
    return f"table-button-{name}"


def rows(name: str) -> str:
    return f"rows-{name}"


def options(picker: str) -> str:
    return f"options-{picker}"


def list_of(picker: str) -> str:
    return f"list-{picker}"


def grouping(name: str) -> str:
    return f"group-{name}"


def assistant(name: str) -> str:
    return f"assistant-{name}"
