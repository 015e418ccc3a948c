"""Seats: of the newest snapshot, and counted by day. Whose usage reports had rows is beside it, never mixed into it."""

from __future__ import annotations

from dashboard.insights.questions.pieces import IN_MONTHS, SETS

OF_ORG = "source = 'github' AND org = $org"

BILLING = f"""
SELECT day, seats, without_assignee,
    seats_active, seats_idle, seats_never_used, seats_pending_cancellation, seats_unknown,
    total, added_this_cycle, pending_invitation, pending_cancellation, active_this_cycle, inactive_this_cycle,
    plan_type AS plan
FROM billing
WHERE {OF_ORG} AND day BETWEEN $first AND $last
ORDER BY day
"""

# The newest snapshot, when it was taken, and the first.
NEWEST = f"""
SELECT max(billing.day) AS day, min(billing.day) AS since,
    (SELECT max(fetched_at) FROM reports
     WHERE {OF_ORG} AND report = 'seats' AND day = (SELECT max(day) FROM billing WHERE {OF_ORG})) AS taken_at
FROM billing
WHERE {OF_ORG}
"""

_COLUMNS = """user_id, user_login AS login, state, created_at AS assigned_at, known_activity_at AS active_at,
    known_activity_editor AS editor, last_authenticated_at AS authenticated_at, first_activity_at AS first_active_at,
    pending_cancellation_date AS cancelled_on, plan_type AS plan,
    coalesce(assigning_team_name, assigning_team_slug) AS team, watched_since"""

SEATS = f"SELECT {_COLUMNS} FROM seats WHERE {OF_ORG} AND day = $day ORDER BY lower(user_login), user_id"
SEAT = f"SELECT {_COLUMNS} FROM seats WHERE {OF_ORG} AND day = $day AND user_id = $person"

# The last row of each person, and the last day of a month with activity, as a set of days.
ROWS = f"""
SELECT user_id, arg_max(user_login, day) AS login, max(day) AS row_on
FROM users
WHERE {OF_ORG} AND day BETWEEN $first AND $last
GROUP BY user_id
"""
USED = f"""
SELECT user_id, max(month) AS month, arg_max(days, month) AS days
FROM active_people
WHERE {OF_ORG}
GROUP BY user_id
"""

# Of each numbered set of days, the people active on one of them who have a seat in the snapshot of `$day`.
HOLDERS = f"""
SELECT number, count(DISTINCT user_id) AS active_users
FROM {SETS} JOIN active_people USING (month)
WHERE {OF_ORG} AND {IN_MONTHS} AND days & wanted <> 0
    AND user_id IN (SELECT user_id FROM seats WHERE {OF_ORG} AND day = $day)
GROUP BY number
"""

# The last snapshot before the newest with a seat of somebody who has none any more.
FORMER = f"""
SELECT user_id, max(day) AS seat_until
FROM seats
WHERE {OF_ORG} AND user_id NOT IN (SELECT user_id FROM seats WHERE {OF_ORG} AND day = $day)
GROUP BY user_id
"""

# By the newest memberships: people with a seat, and those of them who were active in the 28 days to the snapshot.
TEAMS = f"""
SELECT team_id AS id, count(DISTINCT user_id) AS people,
    count(DISTINCT CASE WHEN CAST(known_activity_at AS DATE) > $idle THEN user_id END) AS active
FROM (
    SELECT members.team_id, held.user_id, held.known_activity_at
    FROM members JOIN (SELECT user_id, known_activity_at FROM seats WHERE {OF_ORG} AND day = $day) AS held
        ON held.user_id = members.user_id
    WHERE members.source = 'github' AND members.org = $org
        AND members.day = (SELECT max(day) FROM members WHERE {OF_ORG} AND day <= $day)
) AS holders
GROUP BY team_id
"""
