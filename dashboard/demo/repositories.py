"""Synthetic repositories and their pull requests, as rows of `repos-1-day`."""

from __future__ import annotations

from datetime import date
from random import Random

from dashboard.demo.dice import draws
from dashboard.demo.rows import Row, ids_of
from dashboard.demo.things import Organisation

# GitHub has this report from its first days in 2026 on, and the review stages somewhat later.
FIRST_REPOS_DAY, FIRST_STAGES_DAY = date(2026, 7, 17), date(2026, 9, 25)
NAMES = (
    "billing-api",
    "checkout-web",
    "ledger",
    "label-printer",
    "partner-gateway",
    "fraud-rules",
    "design-tokens",
    "runbooks",
    "app-ios",
    "app-android",
    "warehouse",
    "intranet",
)
COMMENTS = "copilot_suggestions_by_comment_type"
STAGES = ("ready_to_first_review", "first_to_final_review", "final_review_to_merge")


def repository_rows(org: Organisation, day: date, seed: int) -> list[Row]:
    """Only repositories with pull requests that day."""
    rows = []
    for number, name in enumerate(NAMES if org.id == 999 else NAMES[:3]):
        draw = draws(seed, org.id, number, day.toordinal())
        created = draw.randrange(1, 9) if day.weekday() < 5 else draw.randrange(2)
        if created:
            rows.append(repository_row(org, day, number, name, created, draw))
    return rows


def repository_row(org: Organisation, day: date, number: int, name: str, created: int, draw: Random) -> Row:
    merged = draw.randrange(created + 1)
    row: Row = {
        "day": day.isoformat(),
        **ids_of(org),
        "repo_id": 900_000_000 + org.id * 100 + number,
        "repo_owner_name": org.login,
        "repo_name": name,
        "repo_visibility": ("INTERNAL", "PRIVATE", "PUBLIC")[number % 3],
        "pull_requests": pull_requests(created, merged, draw),
    }
    if day >= FIRST_STAGES_DAY and merged:
        row["pull_request_review_times"] = [review_times(merged, draw)]
    return row


def pull_requests(created: int, merged: int, draw: Random) -> Row:
    by_copilot, reviewed_by_copilot, suggestions = (
        draw.randrange(created + 1) // 2,
        draw.randrange(created + 1),
        draw.randrange(6),
    )
    minutes = round(draw.uniform(20, 900), 1)
    merged_by_copilot, merged_reviewed = min(by_copilot, merged), min(reviewed_by_copilot, merged)
    return {
        "total_created": created,
        "total_reviewed": reviewed_by_copilot + draw.randrange(created + 3) // 2,
        "total_merged": merged,
        "total_suggestions": suggestions + 2,
        "total_applied_suggestions": suggestions // 2 + 1,
        "total_created_by_copilot": by_copilot,
        "total_reviewed_by_copilot": reviewed_by_copilot,
        "total_merged_created_by_copilot": merged_by_copilot,
        "total_merged_reviewed_by_copilot": merged_reviewed,
        "total_copilot_suggestions": suggestions,
        "total_copilot_applied_suggestions": suggestions // 2,
        "median_minutes_to_merge": minutes if merged else None,
        "median_minutes_to_merge_copilot_authored": round(minutes * 0.6, 1) if merged_by_copilot else None,
        "median_minutes_to_merge_copilot_reviewed": round(minutes * 0.8, 1) if merged_reviewed else None,
        COMMENTS: [comments(*each) for each in split(suggestions)],
    }


def split(suggestions: int) -> list[tuple[str, int, int]]:
    """By what they are about, with how many of each were applied: half of all together, by turns of either small kind."""
    bugs, security = (suggestions + 1) // 2, suggestions // 4
    style, applied = suggestions - bugs - security, suggestions // 2
    even = suggestions % 2 == 0
    secured, styled = min(security, applied // 2) * even, min(style, applied // 2) * (not even)
    found = [
        ("bug_risk", bugs, applied - secured - styled),
        ("security", security, secured),
        ("maintainability", style, styled),
    ]
    return [each for each in found if each[1]]


def comments(kind: str, suggestions: int, applied: int) -> Row:
    return {
        "comment_type": kind,
        "total_copilot_suggestions": suggestions,
        "total_copilot_applied_suggestions": applied,
    }


def review_times(merged: int, draw: Random) -> Row:
    row: Row = {"authored_by": "human", "reviewed_by": "human", "total_merged": merged}
    for stage in STAGES:
        middle = round(draw.uniform(10, 300), 1)
        row |= {f"median_minutes_{stage}": middle, f"p90_minutes_{stage}": round(middle * 1.8, 1)}
    return row
