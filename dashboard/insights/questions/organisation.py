"""An organisation's numbers: GitHub's own aggregate, and distinct people from the rows of people."""

from __future__ import annotations

from dashboard.insights.questions.pieces import COUNTERS, IN_DAYS, IN_MONTHS, NAMES, SETS, SPAN, cells, period_cells

ORG = "source = $source AND org = $org"

DAYS = f"""
SELECT day, active_users, weekly_active_users, monthly_active_users, {COUNTERS}
FROM org_days
WHERE {ORG} AND day BETWEEN $first AND $last
"""

# Distinct people of each numbered set of days. Of a free span they come from the rows of people: GitHub's aggregate has
# them for 1, 7 and 28 days only.
PEOPLE = f"""
SELECT number, count(DISTINCT user_id) AS active_users
FROM {SETS} JOIN active_people USING (month)
WHERE {ORG} AND {IN_MONTHS} AND days & wanted <> 0
GROUP BY number
"""

# By name, the models of the 90 days up to the newest, most used first.
MODELS = f"""
SELECT name, sum(generations) AS generations
FROM org_cells
WHERE {ORG} AND dimension = 'model'
    AND day > (SELECT CAST(max(day) - INTERVAL 90 DAY AS DATE) FROM org_days WHERE {ORG})
GROUP BY name
HAVING sum(generations) > 0
ORDER BY generations DESC, name
"""

CELLS = {folds: cells("org_cells", ORG, name) for folds, name in NAMES.items()}
PERIOD_CELLS = period_cells("org_cells", ORG)

# The distinct people of several days, of whom each value of `people` has a day's as bits.
DISTINCT_PEOPLE = "bit_count(bit_or(people))"

CELL_PEOPLE = {
    folds: f"""
SELECT dimension, name,
    sum(CASE WHEN span = 'now' THEN people ELSE 0 END) AS now,
    sum(CASE WHEN span = 'before' THEN people ELSE 0 END) AS before
FROM (
    SELECT {SPAN} AS span, dimension, {name} AS name, block, {DISTINCT_PEOPLE} AS people
    FROM org_people
    WHERE {ORG} AND {IN_DAYS}
    GROUP BY {SPAN}, dimension, {name}, block
)
GROUP BY dimension, name
"""
    for folds, name in NAMES.items()
}
