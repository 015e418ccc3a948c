"""What several reports of GitHub's have in common: counters, breakdowns, and what is counted of one surface."""

from __future__ import annotations

import pyarrow as pa

COUNTERS = (
    "user_initiated_interaction_count",
    "code_generation_activity_count",
    "code_acceptance_activity_count",
    "loc_suggested_to_add_sum",
    "loc_suggested_to_delete_sum",
    "loc_added_sum",
    "loc_deleted_sum",
)
# Those that numbers have a name of their own for.
CALLED = {
    "interactions": "user_initiated_interaction_count",
    "generations": "code_generation_activity_count",
    "acceptances": "code_acceptance_activity_count",
    "loc_suggested": "loc_suggested_to_add_sum",
    "loc_added": "loc_added_sum",
    "loc_deleted": "loc_deleted_sum",
}
COUNTED = [(name, pa.int64()) for name in COUNTERS]
COUNTED_WITHOUT_INTERACTIONS = COUNTED[1:]


def as_called(row: str = "") -> str:
    """The counters of a row, or of its part `row`, by the names they have here: the beginning of a question's columns."""
    return ", ".join(f"{row}{counter} AS {name}" for name, counter in CALLED.items())


def list_of(*names: str, counters: list[tuple[str, pa.DataType]] = COUNTED, more: list | None = None) -> pa.DataType:
    return pa.list_(pa.struct([*((name, pa.string()) for name in names), *counters, *(more or [])]))


BREAKDOWNS = {
    "totals_by_feature": list_of("feature"),
    "totals_by_ide": list_of("ide"),
    "totals_by_language_feature": list_of("language", "feature", counters=COUNTED_WITHOUT_INTERACTIONS),
    "totals_by_language_model": list_of("language", "model", counters=COUNTED_WITHOUT_INTERACTIONS),
    "totals_by_model_feature": list_of("model", "feature"),
}
_TOKENS = pa.struct(
    [("output_tokens_sum", pa.int64()), ("prompt_tokens_sum", pa.int64()), ("avg_tokens_per_request", pa.float64())]
)
SURFACE = [
    ("session_count", pa.int64()),
    ("request_count", pa.int64()),
    ("prompt_count", pa.int64()),
    ("token_usage", _TOKENS),
]
VSCODE_AGENT = pa.struct([("session_count", pa.int64()), ("total_user_messages", pa.int64())])
THIRD_PARTY = pa.list_(
    pa.struct(
        [
            ("agent_id", pa.string()),
            ("agent_name", pa.string()),
            ("user_initiated_interaction_count", pa.int64()),
            ("session_count", pa.int64()),
        ]
    )
)
IDS = [("organization_id", pa.string()), ("enterprise_id", pa.string())]
