"""What GitHub's old APIs counted, from files that others kept: `/copilot/usage` to January 2025, `/copilot/metrics` to
2 April 2026. Counted in another way than the reports of today, so never added to them or drawn as one line.

A day is one row of an organisation, or of a team. Names are GitHub's; where the two APIs named one thing differently,
the later name. NULL is what a file doesn't say.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import pyarrow as pa

Api = Literal["usage", "metrics"]
CLOSED = date(2026, 4, 2)

LEGACY_COUNTERS = (
    "total_active_users",
    "total_engaged_users",
    "total_code_engaged_users",
    "total_code_suggestions",
    "total_code_acceptances",
    "total_code_lines_suggested",
    "total_code_lines_accepted",
    "total_chat_engaged_users",
    "total_chats",
    "total_chat_insertion_events",
    "total_chat_copy_events",
    # of `usage` alone: neither means the same as a field of `metrics`
    "total_chat_turns",
    "total_chat_acceptances",
    # of `metrics` alone
    "total_dotcom_chat_engaged_users",
    "total_dotcom_chats",
    "total_dotcom_pull_requests_engaged_users",
)

_code = pa.struct(
    [
        ("editor", pa.string()),
        ("model", pa.string()),
        ("language", pa.string()),
        *(
            (name, pa.int64())
            for name in (
                "total_engaged_users",
                "total_code_suggestions",
                "total_code_acceptances",
                "total_code_lines_suggested",
                "total_code_lines_accepted",
            )
        ),
    ]
)
_chat = pa.struct(
    [
        ("editor", pa.string()),
        ("model", pa.string()),
        *(
            (name, pa.int64())
            for name in (
                "total_engaged_users",
                "total_chats",
                "total_chat_insertion_events",
                "total_chat_copy_events",
            )
        ),
    ]
)

LEGACY_ORG = pa.schema(
    [
        pa.field("api", pa.string(), nullable=False),
        *((name, pa.int64()) for name in LEGACY_COUNTERS),
        ("code", pa.list_(_code)),
        ("chat", pa.list_(_chat)),
        # The day as the file had it, as JSON: nothing is lost that nobody has a column for.
        pa.field("record", pa.string(), nullable=False),
    ]
)

# A team by its slug of then; `team_id` is of the team that had this slug when the file was imported, if there was one.
LEGACY_TEAM = pa.schema(
    [
        pa.field("slug", pa.string(), nullable=False),
        ("team_id", pa.int64()),
        ("name", pa.string()),
        ("description", pa.string()),
        ("url", pa.string()),
        *LEGACY_ORG,
    ]
)
