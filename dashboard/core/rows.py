"""The rows of the history, as Arrow schemas in GitHub's own field names.

Source of every field: GitHub's reference of the Copilot usage metrics reports (field reference, example schema).
`source`, `org` and `day` are in an object's path, not in its rows.
"""

from __future__ import annotations

import pyarrow as pa

from dashboard.core.coder_rows import CODER_KEYS, CODER_SCHEMAS, CODER_TABLES
from dashboard.core.legacy import LEGACY_ORG, LEGACY_TEAM
from dashboard.core.org_rows import ORG, REPOS
from dashboard.core.row_parts import BREAKDOWNS, COUNTED, IDS, SURFACE, THIRD_PARTY, VSCODE_AGENT, list_of
from dashboard.core.seat_rows import BILLING, SEATS

USERS_REPORT, MEMBERS_REPORT, ORG_REPORT, REPOS_REPORT = (
    "users-1-day",
    "user-teams-1-day",
    "organization-1-day",
    "repos-1-day",
)
GITHUB_TABLES = {USERS_REPORT: "users", MEMBERS_REPORT: "members", ORG_REPORT: "org", REPOS_REPORT: "repos"}
REPORTS = tuple(GITHUB_TABLES)
TABLE_OF = {**GITHUB_TABLES, **CODER_TABLES}

USED = (
    "used_agent",
    "used_chat",
    "used_cli",
    "used_copilot_app",
    "used_vscode_agent",
    "used_copilot_coding_agent",
    "used_copilot_cloud_agent",
    "used_copilot_code_review_active",
    "used_copilot_code_review_passive",
)

_versions = [
    ("last_known_ide_version", pa.struct([("ide_version", pa.string()), ("sampled_at", pa.string())])),
    (
        "last_known_plugin_version",
        pa.struct([("plugin", pa.string()), ("plugin_version", pa.string()), ("sampled_at", pa.string())]),
    ),
]
_cli_version = ("last_known_cli_version", pa.struct([("cli_version", pa.string()), ("sampled_at", pa.string())]))
_customisations = ("skill", "custom_agent", "mcp", "slash_cmd", "plugin")
USERS = pa.schema(
    [
        *IDS,
        pa.field("user_id", pa.int64(), nullable=False),
        ("user_login", pa.string()),
        *COUNTED,
        *{**BREAKDOWNS, "totals_by_ide": list_of("ide", more=_versions)}.items(),
        *((name, pa.bool_()) for name in USED),
        ("ai_credits_used", pa.float64()),
        (
            "ai_adoption_phase",
            pa.struct([("phase_number", pa.int64()), ("phase", pa.string()), ("version", pa.string())]),
        ),
        ("totals_by_cli", pa.struct([*SURFACE, _cli_version])),
        ("totals_by_copilot_app", pa.struct(SURFACE)),
        ("totals_by_vscode_agent", VSCODE_AGENT),
        ("totals_by_3rd_party_agent", THIRD_PARTY),
        *(
            (f"totals_by_{name}", pa.list_(pa.struct([(name, pa.string()), ("interaction_count", pa.int64())])))
            for name in _customisations
        ),
        *((f"distinct_{name}_use_count", pa.int64()) for name in _customisations),
    ]
)

MEMBERS = pa.schema(
    [
        *IDS,
        pa.field("user_id", pa.int64(), nullable=False),
        ("user_login", pa.string()),
        pa.field("team_id", pa.int64(), nullable=False),
        ("slug", pa.string()),
    ]
)

TEAMS = pa.schema(
    [
        pa.field("team_id", pa.int64(), nullable=False),
        ("slug", pa.string()),
        ("licensed_members", pa.int64()),
        ("active_users", pa.int64()),
        # The teams that all of its members are in as well, and how many people each of those has besides.
        ("contained_in", pa.list_(pa.struct([("team_id", pa.int64()), ("more", pa.int64())]))),
        *COUNTED,
        *BREAKDOWNS.items(),
        ("ai_credits_used", pa.float64()),
        (
            "totals_by_cli",
            pa.struct(
                [
                    ("session_count", pa.int64()),
                    ("request_count", pa.int64()),
                    ("prompt_count", pa.int64()),
                    ("output_tokens_sum", pa.int64()),
                    ("prompt_tokens_sum", pa.int64()),
                ]
            ),
        ),
    ]
)

DIRECTORY = pa.schema(
    [
        pa.field("team_id", pa.int64(), nullable=False),
        ("slug", pa.string()),
        ("name", pa.string()),
        ("description", pa.string()),
        ("url", pa.string()),
        ("parent_id", pa.int64()),
    ]
)

# Everybody of an assistant that isn't GitHub's, by the name they have there; `matched` to an account of GitHub's or not.
IDENTITIES = pa.schema(
    [
        pa.field("user_id", pa.int64(), nullable=False),
        ("user_login", pa.string()),
        ("name", pa.string()),
        ("matched", pa.bool_()),
        ("last_day", pa.date32()),
    ]
)

SCHEMAS = {
    "users": USERS,
    "members": MEMBERS,
    "org": ORG,
    "repos": REPOS,
    "teams": TEAMS,
    "directory": DIRECTORY,
    "identities": IDENTITIES,
    "seats": SEATS,
    "billing": BILLING,
    "legacy_org": LEGACY_ORG,
    "legacy_team": LEGACY_TEAM,
    **CODER_SCHEMAS,
}
LEGACY = ("legacy_org", "legacy_team")
# What one row of a report is told apart by; two different rows with the same key refuse the report.
KEYS = {
    "users": ("user_id",),
    "members": ("user_id", "team_id"),
    "org": (),
    "repos": ("repo_id",),
    "seats": ("user_id",),
    "billing": (),
    "legacy_org": (),
    "legacy_team": ("slug",),
    **CODER_KEYS,
}
