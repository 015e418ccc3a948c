"""The rows of a snapshot of an organisation's seats: one of each assignee, and one of the subscription as a whole.

Names are GitHub's where it has one. Times are UTC. https://docs.github.com/en/rest/copilot/copilot-user-management
"""

from __future__ import annotations

import pyarrow as pa

SEATS_REPORT = "seats"

_moment = pa.timestamp("us")
# As GitHub lists them.
LISTED = pa.schema(
    [
        pa.field("user_id", pa.int64(), nullable=False),
        ("user_login", pa.string()),
        ("created_at", _moment),
        ("pending_cancellation_date", pa.date32()),
        ("last_activity_at", _moment),
        ("last_activity_editor", pa.string()),
        ("last_authenticated_at", _moment),
        ("plan_type", pa.string()),
        ("assigning_team_id", pa.int64()),
        ("assigning_team_slug", pa.string()),
        ("assigning_team_name", pa.string()),
    ]
)
# With what earlier snapshots knew: GitHub forgets an activity after 90 days.
SEATS = pa.schema(
    [
        *LISTED,
        ("known_activity_at", _moment),
        ("known_activity_editor", pa.string()),
        ("first_activity_at", _moment),
        ("watched_since", pa.date32()),
        ("state", pa.string()),
    ]
)

BREAKDOWN = (
    "total",
    "added_this_cycle",
    "pending_invitation",
    "pending_cancellation",
    "active_this_cycle",
    "inactive_this_cycle",
)
POLICIES = (
    "plan_type",
    "seat_management_setting",
    "public_code_suggestions",
    "ide_chat",
    "platform_chat",
    "cli",
)
STATES = ("active", "idle", "never_used", "pending_cancellation", "unknown")
BILLING = pa.schema(
    [
        *((name, pa.int64()) for name in BREAKDOWN),
        *((name, pa.string()) for name in POLICIES),
        ("seats", pa.int64()),
        ("without_assignee", pa.int64()),
        *((f"seats_{state}", pa.int64()) for state in STATES),
    ]
)
