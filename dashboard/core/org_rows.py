"""The rows of an organisation's own reports: its day, and its repositories'."""

from __future__ import annotations

import pyarrow as pa

from dashboard.core.row_parts import BREAKDOWNS, COUNTED, IDS, SURFACE, THIRD_PARTY, VSCODE_AGENT

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
        *IDS,
        *((name, pa.int64()) for name in ACTIVE_USER_COUNTS),
        *COUNTED,
        *BREAKDOWNS.items(),
        ("totals_by_cli", pa.struct(SURFACE)),
        ("totals_by_copilot_app", pa.struct(SURFACE)),
        ("totals_by_vscode_agent", VSCODE_AGENT),
        ("totals_by_3rd_party_agent", THIRD_PARTY),
        ("totals_by_ai_adoption_phase", _phases),
        ("pull_requests", _pull_requests),
    ]
)

_stages = ("ready_to_first_review", "first_to_final_review", "final_review_to_merge")
REPOS = pa.schema(
    [
        *IDS,
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
