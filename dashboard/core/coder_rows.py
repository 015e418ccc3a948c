"""The rows of what Coder says: time in workspaces, the deployment as a whole, and AI use through its gateway.

Days are UTC. None is what Coder didn't say. https://coder.com/docs/reference/api/insights
"""

from __future__ import annotations

import pyarrow as pa

CODER = "coder"
WORKSPACES_REPORT, DEPLOYMENT_REPORT, SPEND_REPORT, SESSIONS_REPORT = (
    "workspaces-1-day",
    "deployment-1-day",
    "ai-spend-1-day",
    "ai-sessions-1-day",
)
CODER_TABLES = {
    WORKSPACES_REPORT: "workspaces",
    DEPLOYMENT_REPORT: "deployment",
    SPEND_REPORT: "ai_spend",
    SESSIONS_REPORT: "ai_sessions",
}
CODER_REPORTS = tuple(CODER_TABLES)

TOKENS = ("input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens")

_person = [pa.field("user_id", pa.int64(), nullable=False), ("user_login", pa.string())]
_tokens = [(name, pa.int64()) for name in TOKENS]

WORKSPACES = pa.schema(
    [
        *_person,
        ("seconds", pa.int64()),
        ("latency_p50_ms", pa.float64()),
        ("latency_p95_ms", pa.float64()),
        ("template_ids", pa.list_(pa.string())),
    ]
)
DEPLOYMENT = pa.schema(
    [
        ("daily_active_users", pa.int64()),
        ("accounts_active", pa.int64()),
        ("accounts_dormant", pa.int64()),
        ("accounts_suspended", pa.int64()),
        ("user_limit", pa.int64()),
        ("templates", pa.list_(pa.struct([("id", pa.string()), ("name", pa.string())]))),
        (
            "apps",
            pa.list_(
                pa.struct(
                    [
                        ("type", pa.string()),
                        ("slug", pa.string()),
                        ("display_name", pa.string()),
                        ("seconds", pa.int64()),
                        ("times_used", pa.int64()),
                    ]
                )
            ),
        ),
        # A row a value; of values that people write themselves only how many there were.
        (
            "parameters",
            pa.list_(
                pa.struct(
                    [
                        ("name", pa.string()),
                        ("display_name", pa.string()),
                        ("value", pa.string()),
                        ("count", pa.int64()),
                    ]
                )
            ),
        ),
    ]
)
AI_SPEND = pa.schema(
    [
        *_person,
        ("group_id", pa.string()),
        ("group_name", pa.string()),
        ("organization_name", pa.string()),
        ("model", pa.string()),
        ("provider", pa.string()),
        *_tokens,
        ("cost_micros", pa.int64()),
    ]
)
AI_SESSIONS = pa.schema(
    [
        *_person,
        ("client", pa.string()),
        ("model", pa.string()),
        ("provider", pa.string()),
        ("sessions", pa.int64()),
        ("prompts", pa.int64()),
        *_tokens,
    ]
)
CODER_SCHEMAS = {"workspaces": WORKSPACES, "deployment": DEPLOYMENT, "ai_spend": AI_SPEND, "ai_sessions": AI_SESSIONS}
CODER_KEYS = {
    "workspaces": ("user_id",),
    "deployment": (),
    "ai_spend": ("user_id", "group_id", "organization_name", "model", "provider"),
    "ai_sessions": ("user_id", "client", "model", "provider"),
}
