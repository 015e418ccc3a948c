"""An organisation's numbers: GitHub's own aggregate, and distinct people from the rows of people."""

from __future__ import annotations

from dashboard.insights.questions.pieces import (
    BEFORE,
    COUNTERS,
    IN_DAYS,
    IN_MONTHS,
    NOW,
    SHOWN_NAME,
    SPAN,
    any_of,
    cells,
    day_cells,
    people_by_period,
)

ORG = "source = 'github' AND org = $org"

DAYS = f"""
SELECT day, active_users, weekly_active_users, monthly_active_users, {COUNTERS}
FROM org_days
WHERE {ORG} AND day BETWEEN $first AND $last
"""

# Distinct people of a free span come from the rows of people: GitHub's aggregate has them for 1, 7 and 28 days only.
PEOPLE = f"""
SELECT sum({any_of("now")}) AS now, sum({any_of("before")}) AS before
FROM (
    SELECT bit_or(days & {NOW}) AS now, bit_or(days & {BEFORE}) AS before
    FROM active_people
    WHERE {ORG} AND {IN_MONTHS}
    GROUP BY user_id
)
"""

PERIOD_PEOPLE = people_by_period("active_people", ORG, "days")

CELLS = cells("org_cells", ORG)
DAY_CELLS = day_cells("org_cells", ORG)

# The distinct people of several days, of whom each value of `people` has a day's as bits.
DISTINCT_PEOPLE = "bit_count(bit_or(people))"

CELL_PEOPLE = f"""
SELECT dimension, name,
    sum(CASE WHEN span = 'now' THEN people ELSE 0 END) AS now,
    sum(CASE WHEN span = 'before' THEN people ELSE 0 END) AS before
FROM (
    SELECT {SPAN} AS span, dimension, {SHOWN_NAME} AS name, block, {DISTINCT_PEOPLE} AS people
    FROM org_people
    WHERE {ORG} AND {IN_DAYS}
    GROUP BY {SPAN}, dimension, {SHOWN_NAME}, block
)
GROUP BY dimension, name
"""
