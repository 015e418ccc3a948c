"""The rows of the history, as Arrow schemas in GitHub's own field names.

Source of every field: GitHub's reference of the Copilot usage metrics reports (field reference, example schema).
`source`, `org` and `day` are in an object's path, not in its rows.
"""

from __future__ import annotations

import pyarrow as pa

from dashboard.core.coder_rows import CODER_KEYS, CODER_SCHEMAS, CODER_TABLES
from dashboard.core.legacy import LEGACY_ORG, LEGACY_TEAM
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

COUNTERS = (
    "user_initiated_interaction_count",
    "code_generation_activity_count",
    "code_acceptance_activity_count",
    "loc_suggested_to_add_sum",
    "loc_suggested_to_delete_sum",
    "loc_added_sum",
    "loc_deleted_sum",
)
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

_counters = [(name, pa.int64()) for name in COUNTERS]
_counters_without_interactions = _counters[1:]


def _list_of(*names: str, counters: list[tuple[str, pa.DataType]] = _counters, more: list | None = None) -> pa.DataType:
    return pa.list_(pa.struct([*((name, pa.string()) for name in names), *counters, *(more or [])]))


BREAKDOWNS = {
    "totals_by_feature": _list_of("feature"),
    "totals_by_ide": _list_of("ide"),
    "totals_by_language_feature": _list_of("language", "feature", counters=_counters_without_interactions),
    "totals_by_language_model": _list_of("language", "model", counters=_counters_without_interactions),
    "totals_by_model_feature": _list_of("model", "feature"),
}
_versions = [
    ("last_known_ide_version", pa.struct([("ide_version", pa.string()), ("sampled_at", pa.string())])),
    (
        "last_known_plugin_version",
        pa.struct([("plugin", pa.string()), ("plugin_version", pa.string()), ("sampled_at", pa.string())]),
    ),
]
_tokens = pa.struct(
    [("output_tokens_sum", pa.int64()), ("prompt_tokens_sum", pa.int64()), ("avg_tokens_per_request", pa.float64())]
)
_surface = [
    ("session_count", pa.int64()),
    ("request_count", pa.int64()),
    ("prompt_count", pa.int64()),
    ("token_usage", _tokens),
]
_cli_version = ("last_known_cli_version", pa.struct([("cli_version", pa.string()), ("sampled_at", pa.string())]))
_vscode_agent = pa.struct([("session_count", pa.int64()), ("total_user_messages", pa.int64())])
_third_party = pa.list_(
    pa.struct(
        [
            ("agent_id", pa.string()),
            ("agent_name", pa.string()),
            ("user_initiated_interaction_count", pa.int64()),
            ("session_count", pa.int64()),
        ]
    )
)
_customisations = ("skill", "custom_agent", "mcp", "slash_cmd", "plugin")
_ids = [("organization_id", pa.string()), ("enterprise_id", pa.string())]

USERS = pa.schema(
    [
        *_ids,
        pa.field("user_id", pa.int64(), nullable=False),
        ("user_login", pa.string()),
        *_counters,
        *{**BREAKDOWNS, "totals_by_ide": _list_of("ide", more=_versions)}.items(),
        *((name, pa.bool_()) for name in USED),
        ("ai_credits_used", pa.float64()),
        (
            "ai_adoption_phase",
            pa.struct([("phase_number", pa.int64()), ("phase", pa.string()), ("version", pa.string())]),
        ),
        ("totals_by_cli", pa.struct([*_surface, _cli_version])),
        ("totals_by_copilot_app", pa.struct(_surface)),
        ("totals_by_vscode_agent", _vscode_agent),
        ("totals_by_3rd_party_agent", _third_party),
        *(
            (f"totals_by_{name}", pa.list_(pa.struct([(name, pa.string()), ("interaction_count", pa.int64())])))
            for name in _customisations
        ),
        *((f"distinct_{name}_use_count", pa.int64()) for name in _customisations),
    ]
)

MEMBERS = pa.schema(
    [
        *_ids,
        pa.field("user_id", pa.int64(), nullable=False),
        ("user_login", pa.string()),
        pa.field("team_id", pa.int64(), nullable=False),
        ("slug", pa.string()),
    ]
)

_pull_requests = pa.struct(
    [
        *(
            (name, pa.int64())
            for name in (
                "total_created",
                "total_reviewed",
                "total_merged",
                "total_suggestions",
                "total_applied_suggestions",
                "total_created_by_copilot",
                "total_reviewed_by_copilot",
                "total_merged_created_by_copilot",
                "total_merged_reviewed_by_copilot",
                "total_copilot_suggestions",
                "total_copilot_applied_suggestions",
            )
        ),
        *(
            (name, pa.float64())
            for name in (
                "median_minutes_to_merge",
                "median_minutes_to_merge_copilot_authored",
                "median_minutes_to_merge_copilot_reviewed",
            )
        ),
        (
            "copilot_suggestions_by_comment_type",
            pa.list_(
                pa.struct(
                    [
                        ("comment_type", pa.string()),
                        ("total_copilot_suggestions", pa.int64()),
                        ("total_copilot_applied_suggestions", pa.int64()),
                    ]
                )
            ),
        ),
    ]
)
ACTIVE_USER_COUNTS = (
    "daily_active_users",
    "weekly_active_users",
    "monthly_active_users",
    "monthly_active_chat_users",
    "monthly_active_agent_users",
    "daily_active_cli_users",
    "daily_active_copilot_app_users",
    *(
        f"{period}_{kind}_users"
        for kind in (
            "active_vscode_agent",
            "active_copilot_cloud_agent",
            "active_copilot_code_review",
            "passive_copilot_code_review",
        )
        for period in ("daily", "weekly", "monthly")
    ),
)
_phases = pa.list_(
    pa.struct(
        [
            ("phase", pa.string()),
            ("phase_number", pa.int64()),
            ("version", pa.string()),
            ("total_engaged_users", pa.int64()),
            ("users_in_phase_28d", pa.int64()),
            *(
                (f"avg_{name}", pa.float64())
                for name in (
                    "user_initiated_interactions",
                    "code_generation_activities",
                    "code_acceptance_activities",
                    "loc_added",
                    "loc_deleted",
                    "pull_requests_created",
                    "pull_requests_reviewed",
                    "pull_requests_merged",
                    "pull_requests_median_minutes_to_merge",
                )
            ),
        ]
    )
)
ORG = pa.schema(
    [
        *_ids,
        *((name, pa.int64()) for name in ACTIVE_USER_COUNTS),
        *_counters,
        *BREAKDOWNS.items(),
        ("totals_by_cli", pa.struct(_surface)),
        ("totals_by_copilot_app", pa.struct(_surface)),
        ("totals_by_vscode_agent", _vscode_agent),
        ("totals_by_3rd_party_agent", _third_party),
        ("totals_by_ai_adoption_phase", _phases),
        ("pull_requests", _pull_requests),
    ]
)

_stages = ("ready_to_first_review", "first_to_final_review", "final_review_to_merge")
REPOS = pa.schema(
    [
        *_ids,
        pa.field("repo_id", pa.int64(), nullable=False),
        ("repo_owner_name", pa.string()),
        ("repo_name", pa.string()),
        ("repo_visibility", pa.string()),
        ("pull_requests", _pull_requests),
        (
            "pull_request_review_times",
            pa.list_(
                pa.struct(
                    [
                        ("authored_by", pa.string()),
                        ("reviewed_by", pa.string()),
                        ("total_merged", pa.int64()),
                        *((f"{kind}_minutes_{stage}", pa.float64()) for stage in _stages for kind in ("median", "p90")),
                    ]
                )
            ),
        ),
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
        *_counters,
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
