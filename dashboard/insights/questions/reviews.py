"""An organisation's pull requests and code reviews: GitHub's own counts of each day."""

from __future__ import annotations

from dashboard.insights.questions.pieces import IN_DAYS, OF_GITHUB

# Medians are those of the day; they are never averaged or added.
DAYS = f"""
SELECT day,
    pull_requests.total_created AS created,
    pull_requests.total_created_by_copilot AS created_by_copilot,
    pull_requests.total_reviewed AS reviewed,
    pull_requests.total_reviewed_by_copilot AS reviewed_by_copilot,
    pull_requests.total_merged AS merged,
    pull_requests.total_merged_created_by_copilot AS merged_created_by_copilot,
    pull_requests.total_merged_reviewed_by_copilot AS merged_reviewed_by_copilot,
    pull_requests.total_suggestions AS suggestions,
    pull_requests.total_applied_suggestions AS applied,
    pull_requests.total_copilot_suggestions AS copilot_suggestions,
    pull_requests.total_copilot_applied_suggestions AS copilot_applied,
    pull_requests.median_minutes_to_merge AS minutes_to_merge,
    pull_requests.median_minutes_to_merge_copilot_authored AS minutes_created_by_copilot,
    pull_requests.median_minutes_to_merge_copilot_reviewed AS minutes_reviewed_by_copilot,
    daily_active_copilot_code_review_users AS review_users,
    daily_passive_copilot_code_review_users AS passive_review_users
FROM org
WHERE {OF_GITHUB} AND {IN_DAYS}
"""

COMMENTS = f"""
SELECT comment.comment_type AS name,
    sum(comment.total_copilot_suggestions) AS suggestions,
    sum(comment.total_copilot_applied_suggestions) AS applied
FROM (
    SELECT unnest(pull_requests.copilot_suggestions_by_comment_type) AS comment
    FROM org
    WHERE {OF_GITHUB} AND {IN_DAYS}
)
GROUP BY comment.comment_type
ORDER BY suggestions DESC, name
"""
