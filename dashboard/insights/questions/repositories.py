"""Pull requests by repository. A median of a day is never added to another day's, nor averaged with it."""

from __future__ import annotations

from dashboard.insights.questions.pieces import IN_DAYS

WHERE = f"source = 'github' AND org = $org AND {IN_DAYS}"

# The latest name of each, sums of the span, and the median of the newest day that has one.
REPOSITORIES = f"""
WITH found AS (
    SELECT repo_id, day, repo_owner_name, repo_name, repo_visibility, pull_requests,
        CASE WHEN pull_requests.median_minutes_to_merge IS NOT NULL THEN day END AS merged_on
    FROM repos
    WHERE {WHERE}
)
SELECT
    repo_id AS id,
    arg_max(repo_owner_name, day) AS owner,
    arg_max(repo_name, day) AS name,
    arg_max(repo_visibility, day) AS visibility,
    sum(pull_requests.total_created) AS created,
    sum(pull_requests.total_created_by_copilot) AS created_by_copilot,
    sum(pull_requests.total_reviewed) AS reviewed,
    sum(pull_requests.total_reviewed_by_copilot) AS reviewed_by_copilot,
    sum(pull_requests.total_merged) AS merged,
    sum(pull_requests.total_merged_created_by_copilot) AS merged_by_copilot,
    arg_max(pull_requests.median_minutes_to_merge, merged_on) AS to_merge,
    max(merged_on) AS merged_on
FROM found
GROUP BY repo_id
ORDER BY lower(arg_max(repo_name, day)), repo_id
"""

# Of pull requests that people opened and people reviewed, the medians of the newest day that has them.
REVIEW_TIMES = f"""
SELECT
    repo_id AS id,
    arg_max(part.median_minutes_ready_to_first_review, day) AS to_first_review,
    arg_max(part.median_minutes_first_to_final_review, day) AS to_final_review,
    arg_max(part.median_minutes_final_review_to_merge, day) AS from_review_to_merge,
    max(day) AS reviewed_on
FROM (SELECT repo_id, day, unnest(pull_request_review_times) AS part FROM repos WHERE {WHERE}) AS parts
WHERE part.authored_by = 'human' AND part.reviewed_by = 'human'
GROUP BY repo_id
"""
